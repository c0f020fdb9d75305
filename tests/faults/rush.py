"""A rush over copies on PostgreSQL, in the middle of which something happens."""

from __future__ import annotations

import subprocess

from tests.faults.copies import Copies
from tests.faults.supervised import passed, until
from tests.system.command_line import COMMAND, CommandLine

CROWD = ("rehearse", "--json", "--students", "400", "--requests-per-student", "4")
REQUESTS = 400 * 4
MIDDLE = REQUESTS // 8  # requests on disk when a fault comes
PATIENCE = 150  # seconds


class Rush:
    """A rehearsal under way, with its first requests on disk.

    Raises:
        AssertionError: it was over before.
    """

    def __init__(self, copies: Copies, registrar: CommandLine) -> None:
        self._copies = copies
        before = self.accepted()
        self._process = subprocess.Popen(
            [COMMAND, *CROWD],
            env=registrar.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        until(lambda: self.accepted() - before >= MIDDLE)

    def accepted(self) -> int:
        number = "select value from counters where name = 'ticket'"
        return int(self._copies.server.sql(number, "queue"))

    def end(self) -> dict[str, int]:
        """The figures, which are those of a rush in which nothing went wrong."""
        stdout, stderr = self._process.communicate(timeout=PATIENCE)
        assert self._process.returncode == 0, stdout + stderr
        figures = passed(stdout)
        assert figures["submitted"] == REQUESTS
        return figures

    def runs(self) -> bool:
        return self._process.poll() is None
