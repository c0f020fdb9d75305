"""How a section filled, told from the seats that are held and those that were given back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.tickets import Order
from backend.common.tokens import ADMIN, TEACHER, Identity
from backend.data_node import decisions, section_fill
from backend.data_node.main import MIGRATIONS
from backend.data_node.section_fill import MOST_POINTS, fill
from backend.data_node.tables import sections
from backend.domain.selection import Action
from tests.empty_databases import database_url
from tests.nodes.university import build

OFFICE = Identity(account=1, person=1, username="admin", role=ADMIN, session="s", expires=0)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Database]:
    database = Database(database_url(folder / "data.db"), MIGRATIONS)
    await database.start()
    yield database
    await database.stop()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with opened(tmp_path) as one:
        yield one


async def decide(
    database: Database,
    at: float,
    section: int,
    *students: int,
    action: Action = "select",
    instead_of: int | None = None,
) -> None:
    orders = [
        Order(
            ticket_id=f"{at} {section} {student}",
            number=1,
            student_id=student,
            section_id=section,
            action=action,
            instead_of=instead_of,
            accepted_at=at,
        )
        for student in students
    ]
    await decisions.decide(database, orders, at)


async def points(database: Database, section: int) -> list[tuple[float, int]]:
    found = await database.read(fill, section, OFFICE)
    return [(point.at, point.taken) for point in found.points]


async def test_those_who_left_are_in_it_and_it_is_the_same_after_a_restart(tmp_path: Path) -> None:
    expected = [(10, 3), (20, 2), (30, 1), (40, 2)]
    async with opened(tmp_path) as database:
        made = await database.write(build, [3, 5])
        full, other = made.sections
        await decide(database, 10, full, *made.students)  # three of five fit
        await decide(database, 20, full, made.students[0], action="drop")
        await decide(database, 30, other, made.students[1], action="swap", instead_of=full)
        await decide(database, 40, full, made.students[4])
        assert await points(database, full) == expected
        assert await points(database, other) == [(30, 1)]
    async with opened(tmp_path) as database:
        assert await points(database, full) == expected
        query = sa.select(sections.c.taken).where(sections.c.id == full)
        assert await database.read(lambda c: c.execute(query).scalar_one()) == expected[-1][1]


async def test_very_many_changes_are_thinned_and_the_last_one_is_exact(database: Database) -> None:
    made = await database.write(build, [1])
    (section,) = made.sections
    for moment in range(MOST_POINTS + 1):
        action: Action = "drop" if moment % 2 else "select"
        await decide(database, moment, section, made.students[0], action=action)
    found = await points(database, section)
    assert len(found) <= MOST_POINTS
    assert found[-1] == (MOST_POINTS, 1)


async def test_it_is_shown_to_those_who_look_after_the_section(database: Database) -> None:
    made = await database.write(build, [1])
    teacher = Identity(account=2, person=2, username="t", role=TEACHER, session="s", expires=0)
    with pytest.raises(Refused, match="not_your_section"):
        await database.read(fill, made.sections[0], teacher)
    with pytest.raises(Refused, match="no_such_section"):
        await database.read(fill, 999, OFFICE)


@pytest.mark.sqlite
@pytest.mark.parametrize("query", [section_fill.STILL_HELD, section_fill.GIVEN_BACK])
async def test_seats_of_other_sections_are_not_looked_at(
    database: Database, query: sa.Select[tuple[float]]
) -> None:
    text = query.params(section=1).compile(compile_kwargs={"literal_binds": True})

    def plan(connection: sa.Connection) -> str:
        return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}").all())

    assert "SEARCH" in await database.read(plan)
