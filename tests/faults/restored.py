"""What was backed up in mid-rush, in an installation of its own that is asked if it is right."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from backend.common.secrets import RECEIPT_KEY, SECRETS_KEY
from tests.docs.documents import sections
from tests.faults.copies import Copies
from tests.faults.pair import DOCUMENT
from tests.faults.supervised import until
from tests.postgres import Server, run_as_owner
from tests.system.command_line import CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

HEADING = "Back up PostgreSQL with its own tools"
NODES = ("auth_node", "data_node", "queue_node", "teacher_node")


class Restored(Installation):
    """Nodes over sockets on what was restored."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.line = CommandLine(self.environment, home)

    def verified(self, term: str) -> dict[str, Any]:
        """What `course-cli verify` says of `term`, once all that waited is decided."""
        self.start(*NODES)
        login = ("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
        assert self.line(*login).returncode == 0
        until(lambda: not self.line.json("selection", "state")["pending"])
        found: dict[str, Any] = self.line.json("verify", term)
        return found

    def hands_out(self) -> int:
        """The number of the last ticket, after which the next is numbered."""
        number: int = self.line.json("selection", "state")["last_number"]
        return number


def term_of_a_rush(backup: Path) -> str:
    """The code of the rehearsal's term that was there when `backup` was made."""
    with closing(sqlite3.connect(backup / "data.db")) as opened:
        ((code,),) = opened.execute("SELECT code FROM terms WHERE code LIKE 'SCRATCH-%'")
    return str(code)


def dump(server: Server, folder: Path) -> None:
    """Follow the run-book's step that dumps the databases, into `folder`."""
    _follow(0, server, folder)


def restore_dumps(server: Server, folder: Path) -> None:
    """Follow its step that brings them back."""
    _follow(1, server, folder)


def take_keys(source: Copies, target: Installation) -> None:
    """Keep what the run-book says is kept with dumps."""
    into = Path(target.environment["DATA_DIR"])
    into.mkdir(mode=0o700)
    for name in (SECRETS_KEY, RECEIPT_KEY):
        shutil.copy(Path(source.environment["DATA_DIR"]) / name, into)


def _follow(step: int, server: Server, folder: Path) -> None:
    text = sections(DOCUMENT)[HEADING][step].text
    where = dict(part.split("=") for part in server.where("").split())
    told = {"PGHOST": where["host"], "PGUSER": where["user"], "PGPORT": where.get("port", "5432")}
    run_as_owner(["bash", "-ec", text], folder, told)
