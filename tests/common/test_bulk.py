"""Statements that are handed to the driver compiled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.auth_node.main import MIGRATIONS
from backend.auth_node.tables import counters
from backend.common.bulk import fetch, insert_rows
from backend.common.database import Database
from tests.empty_databases import database_url

BETWEEN = (
    sa.select(counters.c.name, counters.c.value)
    .where(counters.c.value >= sa.bindparam("least"), counters.c.value <= sa.bindparam("most"))
    .order_by(counters.c.value)
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(database_url(tmp_path / "auth.db"), MIGRATIONS)
    await opened.start()
    await opened.write(insert_rows, counters, ("name", "value"), [(f"o{n}", n) for n in range(9)])
    yield opened
    await opened.stop()


async def test_each_run_has_its_own_values(database: Database) -> None:
    names = ("least", "most")
    assert await database.read(fetch, BETWEEN, names, (3, 4)) == [("o3", 3), ("o4", 4)]
    assert await database.read(fetch, BETWEEN, names, (8, 20)) == [("o8", 8)]


async def test_values_in_another_order_than_the_statement_takes_them_are_noticed(
    database: Database,
) -> None:
    with pytest.raises(ValueError, match="in the order"):
        await database.read(fetch, BETWEEN, ("most", "least"), (4, 3))


async def test_errors_of_the_database_have_their_usual_names(database: Database) -> None:
    twice = [("again", 1), ("again", 2)]
    with pytest.raises(sa.exc.IntegrityError):
        await database.write(insert_rows, counters, ("name", "value"), twice)
    gone = sa.select(sa.table("gone", sa.column("x")).c.x)
    with pytest.raises(sa.exc.DBAPIError, match=r"no such table|does not exist"):
        await database.read(fetch, gone, ())
    assert await database.read(fetch, BETWEEN, ("least", "most"), (8, 8)) == [("o8", 8)]
