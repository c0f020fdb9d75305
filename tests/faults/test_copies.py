"""Three copies of every service on one PostgreSQL: a rush survives the loss of copies and more."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.copies import Copies
from tests.faults.supervised import passed, until
from tests.system.command_line import COMMAND, CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD

CROWD = ("rehearse", "--json", "--students", "400", "--requests-per-student", "4")
REQUESTS = 400 * 4
MIDDLE = REQUESTS // 8  # requests on disk when a fault comes
PATIENCE = 150  # seconds
TAKEN_OVER_WITHIN = 10.0  # seconds


@pytest.fixture(scope="module")
def copies() -> Iterator[Copies]:
    started = Copies()
    try:
        started.start_all()
        yield started
    finally:
        started.close()


@pytest.fixture(scope="module")
def registrar(copies: Copies, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    line = CommandLine(copies.environment, tmp_path_factory.mktemp("registrar"))
    done = line("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
    assert done.returncode == 0, done.stderr
    return line


class Rush:
    """A rehearsal under way, with its first requests on disk.

    Raises:
        AssertionError: it was over before.
    """

    def __init__(self, copies: Copies, registrar: CommandLine, home: Path) -> None:
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


def test_a_database_that_crashes_in_mid_rush_is_waited_for(
    copies: Copies, registrar: CommandLine, tmp_path: Path
) -> None:
    rush = Rush(copies, registrar, tmp_path)
    copies.server.stop("immediate")
    under_way = rush.runs()
    copies.server.start()
    rush.end()
    assert under_way, "it was over before the database crashed"


def test_a_leader_that_freezes_is_followed_by_another(
    copies: Copies, registrar: CommandLine, tmp_path: Path
) -> None:
    rush = Rush(copies, registrar, tmp_path)
    frozen = copies.leader()
    frozen.send_signal(signal.SIGSTOP)
    try:
        until(lambda: copies.leading() not in (0, frozen.pid), TAKEN_OVER_WITHIN)
        under_way = rush.runs()
    finally:
        frozen.send_signal(signal.SIGCONT)
    rush.end()
    assert under_way, "it was over before the leader froze"
    assert copies.leading() != frozen.pid


def test_two_copies_that_are_killed_in_mid_rush_cost_nothing(
    copies: Copies, registrar: CommandLine, tmp_path: Path
) -> None:
    rush = Rush(copies, registrar, tmp_path)
    copies.kill("queue_node", copies.leader())
    copies.kill("data_node", copies.running["data_node"][0])
    under_way = rush.runs()
    rush.end()
    assert under_way, "it was over before anything was killed"
    assert copies.leader().poll() is None  # another one
