"""A backup in the middle of a rush, restored elsewhere: nothing decided is undecided."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from backend.auth_node.main import create_app as create_auth
from backend.cli.restoring import GAP
from backend.common.settings import Settings
from backend.data_node.main import create_app as create_data
from backend.queue_node.main import create_app as create_queue
from tests.conftest import INTERNAL, Clock, running_house
from tests.nodes.university import until
from tests.system.cli.people import add_student
from tests.system.command_line import COMMAND, CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

OUTCOMES = "SELECT ticket_id, outcome FROM outcomes"
PATIENCE = 30  # seconds
RUSH = ("rehearse", "--students", "250", "--sections", "8", "--seats", "20")


class RealClock(Clock):
    def __call__(self) -> float:
        return time.time()


@contextmanager
def a_rush(admin: CommandLine) -> Iterator[None]:
    """A rehearsal under way, with requests in the line; it comes to its end behind the block."""
    before = admin.json("selection", "state")["last_number"]
    rush = subprocess.Popen(
        [COMMAND, *RUSH],
        env=admin.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while admin.json("selection", "state")["last_number"] < before + 20:
            assert rush.poll() is None, rush.communicate()[0]
            assert time.monotonic() < deadline
        yield
        talk, _ = rush.communicate(timeout=PATIENCE)
        assert rush.returncode == 0, talk
    finally:
        rush.kill()
        rush.wait()


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as opened:
        return opened.execute(query).fetchall()


def outcomes(path: Path) -> dict[str, str]:
    return dict(rows(path, OUTCOMES))


def test_a_backup_of_a_rush_holds_every_decision_that_the_line_knows(
    admin: CommandLine, installation: Installation, tmp_path: Path
) -> None:
    student = add_student(admin)
    assert admin("term", "create", "BK", "--name", "Kept").returncode in (0, 5)
    named = ("--course", "BK-1", "--number", "1", "--title", "Kept", "--credits", "1")
    admin("section", "create", "--term", "BK", *named, "--capacity", "5")
    assert admin("roster", "add", "BK/1", student.username, "--reason", "r").returncode == 0
    folder = tmp_path / "monday"
    with a_rush(admin):
        made = admin.json("backup", str(folder))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {f.name: f.stat().st_mode & 0o777 for f in folder.iterdir()} == dict.fromkeys(
        ("queue.db", "auth.db", "data.db", "secrets_key", "receipt_key.pem", "manifest.json"), 0o600
    )
    known = rows(folder / "queue.db", "SELECT id, state FROM tickets WHERE state <> 'pending'")
    decided = outcomes(folder / "data.db")
    assert all(decided.get(ticket) == state for ticket, state in known)
    assert made["databases"][0]["name"] == "queue.db"
    restored = Settings(data_dir=str(tmp_path / "d"), use_sockets=False, internal_token=INTERNAL)
    done = admin("restore", str(folder), "--yes", "--json", DATA_DIR=restored.data_dir)
    assert done.returncode == 0, done.stderr
    asyncio.run(_everything_is_there(restored, student.username, made["databases"][0]["numbers"]))
    after = outcomes(restored.data_path / "data.db")
    assert {ticket: after[ticket] for ticket in decided} == decided, "nothing is decided twice"
    waiting = rows(restored.data_path / "queue.db", "SELECT id FROM tickets WHERE state='pending'")
    assert waiting == []
    counted = rows(
        restored.data_path / "data.db",
        "SELECT taken, (SELECT count(*) FROM enrolments e WHERE e.section_id = s.id)"
        " FROM sections s",
    )
    assert all(taken == held for taken, held in counted)


async def _everything_is_there(settings: Settings, student: str, numbers: dict[str, int]) -> None:
    async with running_house(settings, RealClock()) as house:
        await house.start("auth_node", create_auth)
        await house.start("data_node", create_data)
        await house.start("queue_node", create_queue)
        login = {"username": ADMIN, "password": ADMIN_PASSWORD}
        token = (await house.client.post("auth_node", "/login", json_data=login)).json()
        headers = {"Authorization": f"Bearer {token['access_token']}"}

        async def drained() -> bool:
            state = (await house.client.get("queue_node", "/state")).json()
            assert state["last_number"] >= numbers["ticket"] + GAP
            return not state["pending"]

        await until(drained)
        found = await house.client.get("data_node", "/enrolments?term=BK", headers=headers)
        assert student in {row["username"] for row in found.json()["items"]}


def test_a_backup_is_not_written_over_another(admin: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").write_text("kept")
    done = admin("backup", str(tmp_path / "there"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "exists and is not empty" in done.stderr
    nowhere = admin("backup", str(tmp_path / "no" / "where"))
    assert nowhere.returncode == 3
    assert sorted(f.name for f in tmp_path.iterdir()) == ["there"]


def test_a_backup_needs_an_administrator(cli: CommandLine, tmp_path: Path) -> None:
    assert cli("backup", str(tmp_path / "b")).returncode == 4
    assert not (tmp_path / "b").exists()


def test_a_restore_is_refused_while_the_system_runs(admin: CommandLine, tmp_path: Path) -> None:
    made = admin("backup", str(tmp_path / "b"))
    assert made.returncode == 0, made.stderr
    assert "│ queue.db │" in made.stdout
    refused = admin("restore", str(tmp_path / "b"), "--yes")
    assert refused.returncode == 5
    assert "another process has queue.db open" in refused.stderr
    asked = admin("restore", str(tmp_path / "b"), typed="n\n")
    assert (asked.returncode, asked.stdout) == (1, "")
    assert "data.db, " in asked.stderr, "it names what would be replaced"
    assert admin("restore", str(tmp_path)).returncode == 3
