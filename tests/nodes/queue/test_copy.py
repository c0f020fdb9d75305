"""A node writes a copy of its database on demand, for administrators and into new files only."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from backend.common.database_file import read_facts
from backend.common.transport import Response
from tests.nodes import tokens
from tests.nodes.queue.conftest import Line

ADMIN = tokens.bearer("admin")
SEATS = """SELECT taken, (SELECT count(*) FROM enrolments WHERE section_id = sections.id)
    FROM sections"""


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """A folder for copies, beside that of the databases."""
    folder = tmp_path / "copies"
    folder.mkdir()
    return folder


async def copy(
    line: Line, service: str, folder: object, headers: dict[str, str] = ADMIN
) -> Response:
    body: dict[str, Any] = {"folder": str(folder)}
    return await line.house.client.post(
        service, "/internal/backup", json_data=body, headers=headers
    )


async def test_a_copy_holds_what_was_committed_and_is_private(line: Line, copies: Path) -> None:
    await line.ask(line.university.students[0], "k")
    await line.drained()
    for service, name in (("queue_node", "queue.db"), ("data_node", "data.db")):
        answer = await copy(line, service, copies)
        assert answer.json() == {"path": str(copies / name)}
        assert (copies / name).stat().st_mode & 0o777 == 0o600
    assert read_facts(copies / "queue.db").numbers["ticket"] == 1
    assert read_facts(copies / "data.db").decided == 1


async def test_a_copy_in_mid_use_is_of_one_moment(line: Line, copies: Path) -> None:
    async def work() -> None:
        for number in range(20):
            for student in line.university.students[:3]:
                await line.ask(student, f"k{number}", line.university.sections[number % 3])

    working = asyncio.create_task(work())
    known = 0
    for number in range(5):
        folder = copies / str(number)
        folder.mkdir()
        for service in ("queue_node", "data_node"):
            (await copy(line, service, folder)).raise_for_status()
        decided = dict(rows(folder / "data.db", "SELECT ticket_id, outcome FROM outcomes"))
        ended = rows(folder / "queue.db", "SELECT id, state FROM tickets WHERE state <> 'pending'")
        assert all(decided[ticket] == state for ticket, state in ended)
        assert all(taken == held for taken, held in rows(folder / "data.db", SEATS))
        known += len(ended)
    await working
    assert known, "nothing was under way"


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as opened:
        return opened.execute(query).fetchall()


async def test_nothing_is_written_over_or_left_half_done(line: Line, copies: Path) -> None:
    (copies / "queue.db").write_text("there")
    for folder, words in (
        (copies, "File exists"),
        (copies / "no" / "where", "No such file"),
        ("relative", "no absolute path"),
    ):
        refused = await copy(line, "queue_node", folder)
        assert (refused.status_code, refused.json()["code"]) == (500, "backup_failed")
        assert words in refused.json()["detail"]
    assert (copies / "queue.db").read_text() == "there"


async def test_only_administrators_get_a_copy(line: Line, copies: Path) -> None:
    for role in ("teacher", "student"):
        refused = await copy(line, "queue_node", copies, tokens.bearer(role))
        assert refused.json()["code"] == "role_not_allowed"
    assert not (copies / "queue.db").exists()
