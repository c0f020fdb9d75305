"""An engine on PostgreSQL at its ends: who leads as he leaves, and who comes when it is over."""

from __future__ import annotations

import asyncio
import time
import warnings
from collections.abc import Awaitable, Callable

import pytest
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.postgres_engine import PostgresEngine
from backend.common.postgres_session import Leading
from tests.empty_databases import MIGRATIONS, server

pytestmark = pytest.mark.sqlite  # it has its own server whatever the others run on
NAME = "leading"
LEADERS = (
    "select count(*) from pg_locks where locktype = 'advisory' and granted and objid = 7002"
    f" and database = (select oid from pg_database where datname = '{NAME}')"
)
WITHIN = 10.0  # seconds


@pytest.fixture(scope="module")
def url() -> str:
    return server().create(NAME)


async def lead(database: Database) -> None:
    async with database.leading():
        await asyncio.Event().wait()


async def led(database: Database) -> None:
    async with asyncio.timeout(WITHIN), database.leading():
        pass


def leaders() -> int:
    return int(server().sql(LEADERS))


async def test_a_wait_that_ends_as_it_succeeds_leads_no_more(url: str) -> None:
    database = Database(url, MIGRATIONS["queue"])
    await database.start()
    waiting = asyncio.create_task(lead(database))
    await asyncio.sleep(0)
    before = time.monotonic()
    while not leaders():  # this loop stands still, so it does not know yet that it leads
        assert time.monotonic() - before < WITHIN
    waiting.cancel()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    await led(database)
    assert leaders() == 0
    async with asyncio.timeout(WITHIN):
        await database.stop()


async def test_the_control_a_lead_that_is_not_given_up_is_seen(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Leading] = []
    give_up = Leading.close

    async def keep(leading: Leading) -> None:
        kept.append(leading)

    monkeypatch.setattr(Leading, "close", keep)
    database = Database(url, MIGRATIONS["queue"])
    await database.start()
    await led(database)
    assert leaders() == 1
    monkeypatch.undo()
    engine = database._engine
    assert isinstance(engine, PostgresEngine)
    await engine._there(give_up(kept[0]))
    assert leaders() == 0
    await database.stop()


async def test_who_gives_up_before_leaves_a_line_behind_that_goes_on(url: str) -> None:
    first, second = (Database(url, MIGRATIONS["queue"]) for _ in range(2))
    await first.start()
    await second.start()
    async with first.leading():
        waiting = asyncio.create_task(lead(second))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting})
    await led(second)
    async with asyncio.timeout(WITHIN):
        await first.stop()
        await second.stop()


async def refusal(work: Callable[[Callable[[sa.Connection], str]], Awaitable[str]]) -> str:
    try:
        return await work(str)
    except sa.exc.OperationalError as error:
        return str(error)


async def test_who_reads_from_one_that_was_stopped_is_told_so_and_leaves_nothing(url: str) -> None:
    database = Database(url, MIGRATIONS["queue"])
    await database.start()
    await database.stop()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for work in (database.read, database.write, database.write_together):
            assert "stopped" in await refusal(work)
    assert not [each for each in told if "never awaited" in str(each.message)]
