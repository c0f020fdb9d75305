"""From SQLite files to PostgreSQL and back: every row, every number, and nothing half-way."""

from __future__ import annotations

import asyncio
import os
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from backend.auth_node.tables import options
from backend.common import transfer as module
from backend.common.bulk import insert_rows
from backend.common.database import Database
from backend.common.people import PersonRecord
from backend.common.transfer import TransferError, transfer
from backend.data_node import decisions
from backend.data_node.students import put_students
from backend.data_node.tables import courses, enrolments, meetings
from backend.queue_node import storage
from backend.queue_node.storage import Entry
from tests.empty_databases import MIGRATIONS, server
from tests.nodes.university import University, build
from tests.system.command_line import CommandLine

NOW = 1_900_000_000.5
_names = count()

pytestmark = pytest.mark.sqlite


class Move:
    """An installation in SQLite files, and where it is to go."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        number = next(_names)
        self.urls = {name: server().create(f"moved_{name}{number}") for name in MIGRATIONS}
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DATA_DIR": str(folder)}
        for name, url in self.urls.items():
            environment[f"{name.upper()}_DATABASE_URL"] = url
        self.cli = CommandLine(environment, folder)

    def old(self, name: str) -> Database:
        return Database(f"sqlite:///{self.folder}/{name}.db", MIGRATIONS[name])

    def new(self, name: str) -> Database:
        return Database(self.urls[name], MIGRATIONS[name])


@pytest.fixture
async def move(tmp_path: Path) -> Move:
    made = Move(tmp_path)
    data, auth, queue = (made.old(name) for name in ("data", "auth", "queue"))
    for each in (data, auth, queue):
        await each.start()
    university: University = await data.write(build, [2, 5, None], student_count=7)
    entries = [
        Entry(student, None, "k", "select", university.sections[0])
        for student in university.students
    ]
    accepted = await queue.write(storage.accept, entries, NOW)
    await decisions.decide(data, accepted.orders, NOW)
    await auth.write(lambda c: c.execute(sa.insert(options).values(name="x", value={"é": [1]})))
    await data.write(_remove_the_newest_course)
    for each in (data, auth, queue):
        await each.stop()
    return made


def _remove_the_newest_course(connection: sa.Connection) -> None:
    """Its id must not come again."""
    newest = sa.select(sa.func.max(courses.c.id)).scalar_subquery()
    connection.execute(sa.delete(courses).where(courses.c.id == newest))


def held(connection: sa.Connection) -> list[tuple[Any, ...]]:
    query = sa.select(enrolments).order_by(enrolments.c.student_id)
    return [tuple(row) for row in connection.execute(query)]


def new_course(connection: sa.Connection) -> int:
    values = {"term_id": 1, "code": "NEW", "title": "New"}
    made: int = connection.execute(
        sa.insert(courses).values(values).returning(courses.c.id)
    ).scalar_one()
    return made


async def opened(database: Database, *work: Any) -> Any:  # noqa: ANN401
    await database.start()
    try:
        return await database.write(*work)
    finally:
        await database.stop()


async def test_every_row_arrives_and_numbers_go_on(move: Move) -> None:
    before = await opened(move.old("data"), held)
    done = await asyncio.to_thread(move.cli, "migrate", "--json")
    assert done.returncode == 0, done.stderr
    assert "each compared" in done.stderr
    assert await opened(move.new("data"), held) == before
    assert len(before) == 2
    first = await opened(move.new("queue"), storage.accept, [Entry(1, None, "l", "select", 1)], NOW)
    assert first.orders[0].number == 8
    assert await opened(move.new("data"), new_course) == 4
    (person,) = await opened(move.new("data"), put_students, [PersonRecord(username="z", name="Z")])
    assert person == 8


async def test_what_is_not_empty_is_left_alone(move: Move) -> None:
    await opened(
        move.new("auth"), lambda c: c.execute(sa.insert(options).values(name="y", value=1))
    )
    done = await asyncio.to_thread(move.cli, "migrate")
    assert done.returncode == 1
    assert "nothing was copied: options has rows already" in done.stderr
    assert await opened(move.new("data"), held) == []


async def test_files_in_use_and_wrong_addresses_are_refused(move: Move) -> None:
    data = move.old("data")
    await data.start()
    done = await asyncio.to_thread(move.cli, "migrate")
    await data.stop()
    assert "another process has data.db open" in done.stderr
    assert "./start_backend.sh stop" in done.stderr
    done = await asyncio.to_thread(move.cli, "migrate", AUTH_DATABASE_URL="sqlite:///other.db")
    assert (done.returncode, "AUTH_DATABASE_URL does not name a PostgreSQL" in done.stderr) == (
        2,
        True,
    )
    nowhere = "postgresql://nobody@/data?host=/nowhere"
    done = await asyncio.to_thread(move.cli, "migrate", DATA_DATABASE_URL=nowhere)
    assert "nothing was copied: PostgreSQL says:" in done.stderr


async def test_a_row_that_changes_on_the_way_is_noticed(
    move: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lossy(connection: sa.Connection, table: sa.Table, *rest: Any) -> None:  # noqa: ANN401
        names, rows = rest
        insert_rows(connection, table, names, rows[1:] if table.name == meetings.name else rows)

    monkeypatch.setattr(module, "insert_rows", lossy)
    old, new = move.old("data"), move.new("data")
    await old.start()
    await new.start()
    source = sa.create_engine(f"sqlite:///{move.folder}/data.db")
    with source.connect() as connection, pytest.raises(TransferError, match="meetings"):
        await new.write(lambda target: transfer(connection, target))
    source.dispose()
    await old.stop()
    await new.stop()
