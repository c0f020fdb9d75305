"""Permits in the seat transaction, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.permits import NewPermit, PermitView
from backend.common.tokens import ADMIN, Identity
from backend.data_node import decisions, permit_grants
from backend.data_node.doer import Doer
from backend.data_node.main import MIGRATIONS
from backend.data_node.students import remove_student
from backend.data_node.tables import sections
from backend.domain.permits import Kind
from tests.empty_databases import database_url
from tests.nodes.data.test_decisions import NOW, endings, order
from tests.nodes.university import University, build

_OFFICE = Identity(
    account=1, person=0, role=ADMIN, session="s", expires=int(NOW) + 99, username="admin"
)

OFFICE = Doer(_OFFICE, "", NOW)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(database_url(tmp_path / "data.db"), MIGRATIONS)
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
async def made(database: Database) -> University:
    return await database.write(build, [1, 1], together=True)


async def granted(
    database: Database, student: int, section: int, *kinds: Kind, until: float | None = None
) -> PermitView:
    new = NewPermit(student=str(student), kinds=list(kinds), reason="r", until=until)
    return await database.write(permit_grants.grant, section, new, OFFICE)


async def seats(database: Database, section: int) -> tuple[int, int, int]:
    """Taken, ceiling, and how many of those are by permits."""
    query = sa.select(sections.c.taken, sections.c.ceiling, sections.c.permitted)
    where = sections.c.id == section
    return tuple(await database.read(lambda c: c.execute(query.where(where)).one()))


async def permit(database: Database, section: int) -> PermitView:
    found = await database.read(permit_grants.of_section, section, OFFICE.user, NOW)
    return found[0]


async def test_a_permit_gives_a_seat_beyond_the_capacity_and_takes_it_back(
    database: Database, made: University
) -> None:
    one, two, three, *_ = made.students
    section = made.sections[0]
    await decisions.decide(database, [order(1, one, section)], NOW)
    await granted(database, two, section, "over_capacity")
    batch = [order(2, three, section), order(3, two, section), order(4, three, section)]
    assert endings(await decisions.decide(database, batch, NOW + 1)) == [
        "section_full",
        "enrolled",
        "section_full",
    ]
    assert await seats(database, section) == (2, 2, 1)
    used = await permit(database, section)
    assert (used.state, used.used_at, used.used_kinds) == ("used", NOW + 1, ["over_capacity"])
    assert used.ticket_id == "ticket-3"
    leaving = [order(5, two, section, "drop"), order(6, three, section)]
    assert endings(await decisions.decide(database, leaving, NOW + 2)) == [
        "dropped",
        "section_full",
    ]
    assert await seats(database, section) == (1, 1, 0)
    assert (await permit(database, section)).left_at == NOW + 2


async def test_a_permit_used_and_left_in_one_batch_leaves_no_seat_behind(
    database: Database, made: University
) -> None:
    one, two, three, *_ = made.students
    section = made.sections[0]
    await granted(database, two, section, "over_capacity")
    batch = [
        order(1, one, section),
        order(2, two, section),
        order(3, two, section, "drop"),
        order(4, two, section),
        order(5, three, section),
    ]
    assert endings(await decisions.decide(database, batch, NOW)) == [
        "enrolled",
        "enrolled",
        "dropped",
        "section_full",
        "section_full",
    ]
    assert await seats(database, section) == (1, 1, 0)


async def test_a_swap_uses_a_permit_and_gives_one_back(
    database: Database, made: University
) -> None:
    one, two, *_ = made.students
    first, second = made.sections
    await decisions.decide(database, [order(1, one, first)], NOW)
    await granted(database, two, first, "over_capacity")
    batch = [order(2, two, first), order(3, two, second, "swap", first)]
    assert endings(await decisions.decide(database, batch, NOW)) == ["enrolled", "enrolled"]
    assert [await seats(database, section) for section in (first, second)] == [
        (1, 1, 0),
        (1, 1, 0),
    ]


async def test_a_clash_is_permitted_for_one_section_only(
    database: Database, made: University
) -> None:
    one, two, *_ = made.students
    first, second = made.sections
    await granted(database, one, second, "clash")
    batch = [
        order(n, student, section)
        for n, (student, section) in enumerate([(one, first), (one, second), (two, first)])
    ]
    assert endings(await decisions.decide(database, batch, NOW)) == [
        "enrolled",
        "enrolled",
        "section_full",
    ]
    assert (await permit(database, second)).used_kinds == ["clash"]
    assert await seats(database, second) == (1, 1, 0)


async def test_what_is_revoked_or_over_lifts_nothing(database: Database, made: University) -> None:
    one, two, three, *_ = made.students
    section = made.sections[0]
    await decisions.decide(database, [order(1, one, section)], NOW)
    revoked = await granted(database, two, section, "over_capacity")
    await database.write(permit_grants.revoke, revoked.id, OFFICE)
    await granted(database, three, section, "over_capacity", until=NOW + 1)
    batch = [order(2, two, section)]
    assert endings(await decisions.decide(database, batch, NOW)) == ["section_full"]
    in_time = order(3, three, section)
    late = msgspec.structs.replace(in_time, ticket_id="late", accepted_at=NOW + 2)
    decided = await decisions.decide(database, [late, in_time], NOW + 60)
    assert endings(decided) == ["section_full", "enrolled"], "it counts when it was accepted"


async def test_the_seat_of_a_student_who_is_removed_is_taken_back(
    database: Database, made: University
) -> None:
    one, two, *_ = made.students
    section = made.sections[0]
    await granted(database, two, section, "over_capacity")
    await decisions.decide(database, [order(1, one, section), order(2, two, section)], NOW)
    assert await seats(database, section) == (2, 2, 1)
    await database.write(remove_student, two, NOW)
    assert await seats(database, section) == (1, 1, 0)
