"""Two PostgreSQL servers, the second follows the first, set up by the steps of the run-book."""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path

from tests.docs.documents import CHECKOUT, sections
from tests.faults.copies import DURABLE
from tests.faults.supervised import until
from tests.postgres import OWNER, Server, run_as_owner
from tests.system.installation import free_port

DOCUMENT = CHECKOUT / "docs" / "operations.md"
HEADING = "A second PostgreSQL server, and fail-over"
FIRST, SECOND = 0, 1


class Pair(Server):
    """Both as one server, of which `now` says which is written to.

    Attributes:
        ports: of the first and the second.
    """

    def __init__(self) -> None:
        super().__init__(DURABLE)
        self.now = FIRST
        self.ports = (free_port(), free_port())
        self._folders = (self._data, self.folder / "second")
        self._copy, self._follow, self._promote, self._back = (
            block.text for block in sections(DOCUMENT)[HEADING]
        )
        options = [option.split("=", 1) for option in self._options]
        lines = [f"{name} = '{value}'\n" for name, value in options]
        with (self._data / "postgresql.conf").open("a") as file:
            file.writelines([*lines, "listen_addresses = '127.0.0.1'\n", "wal_log_hints = on\n"])

    def start(self) -> None:
        """Start the one that is written to; the first time also make the other one."""
        self._step('pg_ctl start -w -D "$DATA" -l "$DATA/log"', self.now)
        if not self._folders[SECOND].exists():
            self._step(self._copy, SECOND)
            self._step(self._follow, SECOND)

    def stop(self, mode: str = "fast") -> None:
        """Stop the one that is written to."""
        self._step(f'pg_ctl stop -w -m {mode} -D "$DATA"', self.now)

    def kill_the_first(self) -> None:
        """All its processes at once, as when its machine loses its power."""
        leader = int((self._folders[FIRST] / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
        for pid in (leader, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not Path(f"/proc/{leader}").exists())

    def promote(self) -> None:
        """Let the second take the place of the first."""
        self._step(self._promote, SECOND)
        self.now = SECOND

    def followed_by(self) -> list[str]:
        """Who follows the one that is written to, and whether commits wait for him."""
        followers = "select application_name || ' ' || sync_state from pg_stat_replication"
        return self.sql(followers).splitlines()

    def bring_the_first_back(self) -> None:
        """Let the first follow the second."""
        self._step(self._back, FIRST)

    def close(self) -> None:
        """Stop both and leave nothing behind."""
        for folder in self._folders:
            with suppress(RuntimeError):  # it does not run
                self._run("pg_ctl", "-D", folder, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder)

    def url(self, name: str) -> str:
        """The URL of a database, with both servers in it."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"postgresql://{OWNER}@{hosts}/{name}"

    def where(self, database: str) -> str:
        """How PostgreSQL's own programs find a database of the one that is written to."""
        return f"host=127.0.0.1 port={self.ports[self.now]} user={OWNER} dbname={database}"

    def _step(self, text: str, on: int) -> None:
        """Run a step of the run-book on the machine of the first or the second."""
        first, second = (f"host=127.0.0.1 port={port} user={OWNER}" for port in self.ports)
        told = {
            "FIRST": first,
            "SECOND": second,
            "DATA": str(self._folders[on]),
            "PGPORT": str(self.ports[on]),  # where a server listens that is not told otherwise
        }
        run_as_owner(["bash", "-ec", text], self.folder, told)
