"""Writes that come at once share a commit, and nothing else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.auth_node.main import MIGRATIONS
from backend.auth_node.tables import options
from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.shared_commit import MOST_TOGETHER
from backend.common.sqlite_engine import SqliteEngine
from tests.empty_databases import database_url

pytestmark = pytest.mark.sqlite


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(database_url(tmp_path / "auth.db"), MIGRATIONS)
    await opened.start()
    yield opened
    await opened.stop()


def put(connection: sa.Connection, name: str) -> str:
    connection.execute(sa.insert(options).values(name=name, value=1))
    return name


def put_and_refuse(connection: sa.Connection, name: str) -> str:
    put(connection, name)
    raise Refused("wrong_credentials")


def put_in_vain(connection: sa.Connection, name: str) -> str:
    """The database rolls all of the transaction back by itself, as it does on a full disk."""
    put(connection, name)
    connection.exec_driver_sql("ROLLBACK")
    raise OSError("no space left")


def names(connection: sa.Connection) -> set[str]:
    return set(connection.execute(sa.select(options.c.name)).scalars())


class Commits:
    """Holds the thread of a database back, and counts what it commits meanwhile."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._go_on = threading.Event()
        self.count = 0

    async def hold(self) -> asyncio.Task[bool]:
        held = asyncio.create_task(self._database.read(lambda _: self._go_on.wait(10)))
        await asyncio.sleep(0)
        engine = self._database._engine
        assert isinstance(engine, SqliteEngine)
        driver = engine._driver_connection()
        driver.set_trace_callback(self._seen)
        return held

    def release(self) -> None:
        self._go_on.set()

    def _seen(self, statement: str) -> None:
        self.count += statement.startswith("BEGIN IMMEDIATE")


async def test_what_gathers_shares_a_commit_and_each_has_its_own_result(
    database: Database,
) -> None:
    commits = Commits(database)
    held = await commits.hold()
    wanted = [f"n{number}" for number in range(MOST_TOGETHER + 1)]
    writes = [asyncio.create_task(database.write_together(put, name)) for name in wanted]
    await asyncio.sleep(0)
    commits.release()
    assert await asyncio.gather(*writes) == wanted
    assert await held
    assert commits.count == 2
    assert await database.read(names) == set(wanted)


async def test_one_that_raises_leaves_nothing_and_hurts_no_neighbour(database: Database) -> None:
    commits = Commits(database)
    await commits.hold()
    kinds = [(put, "a"), (put_and_refuse, "b"), (put, "c"), (put, "a"), (put, "d")]
    writes = [asyncio.create_task(database.write_together(kind, name)) for kind, name in kinds]
    await asyncio.sleep(0)
    commits.release()
    first, refused, second, twice, last = await asyncio.gather(*writes, return_exceptions=True)
    assert (first, second, last) == ("a", "c", "d")
    assert isinstance(refused, Refused)
    assert isinstance(twice, sa.exc.IntegrityError)
    assert commits.count == 1
    assert await database.read(names) == {"a", "c", "d"}


async def test_one_alone_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(Refused):
        await database.write_together(put_and_refuse, "a")
    assert await database.write_together(put, "b") == "b"
    assert await database.read(names) == {"b"}


async def test_nobody_is_told_of_a_write_whose_commit_did_not_happen(database: Database) -> None:
    commits = Commits(database)
    await commits.hold()
    kinds = [(put, "a"), (put_in_vain, "b"), (put, "c")]
    writes = [asyncio.create_task(database.write_together(kind, name)) for kind, name in kinds]
    await asyncio.sleep(0)
    commits.release()
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    assert all(isinstance(outcome, Exception) for outcome in outcomes)
    assert await database.read(names) == set()
    assert await database.write_together(put, "d") == "d"


async def test_whoever_goes_away_keeps_nobody_from_an_answer(database: Database) -> None:
    commits = Commits(database)
    await commits.hold()
    gone, stays = (asyncio.create_task(database.write_together(put, name)) for name in "ab")
    await asyncio.sleep(0)
    gone.cancel()
    commits.release()
    assert await stays == "b"
