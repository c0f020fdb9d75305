"""Shared and kept seats in the seat transaction, and what the database itself forbids."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.models import SectionView
from backend.common.people import PersonRecord
from backend.common.shared_seats import WantedListing, WantedReserve, WantedReserves
from backend.common.tickets import Order
from backend.common.tokens import ADMIN, TEACHER, Identity
from backend.data_node import (
    catalogue,
    cross_listing,
    decisions,
    feed,
    reserves,
    students,
    terms,
)
from backend.data_node.feed import changes_after
from backend.data_node.main import MIGRATIONS
from backend.data_node.reserve_ends import ReserveEnds
from backend.data_node.tables import enrolments, pools, sections, teachers
from backend.data_node.tables import reserves as reserve_rows
from backend.domain.selection import Action
from tests.conftest import Clock
from tests.empty_databases import database_url
from tests.nodes.university import University, build

NOW = 1_900_000_000.0
UNTIL = NOW + 100
STAFF = Identity(
    account=1, role=ADMIN, person=1, username="admin", session="s", expires=2_000_000_000
)


def _spoil(connection: sa.Connection, values: dict[str, int]) -> None:
    connection.execute(sa.update(pools).values(values))


def _let_wait(connection: sa.Connection) -> None:
    connection.execute(sa.update(sections).values(waitlist_limit=5))
    feed.append(connection, feed.CATALOGUE, {"term": "F24"})


def _how_many(connection: sa.Connection, table: sa.Table) -> int:
    count = sa.select(sa.func.count()).select_from(table)
    return int(connection.execute(count).scalar_one())


@dataclass
class Campus:
    """Sections with 5, 5 and 2 seats; students 0 and 1 are freshmen."""

    database: Database
    university: University
    last: int = 0

    async def ask(
        self,
        student: int,
        section: int,
        action: Action = "select",
        at: float = NOW,
        *,
        wait: bool = False,
    ) -> str:
        """How a request ends: the outcome, or why it is refused."""
        self.last += 1
        order = Order(
            ticket_id=f"t{self.last}",
            number=self.last,
            student_id=self.university.students[student],
            section_id=self.university.sections[section],
            action=action,
            accepted_at=at,
            wait=wait,
        )
        (outcome,) = await decisions.decide(self.database, [order], at)
        return outcome.code or outcome.outcome

    async def share(self, capacity: int) -> SectionView:
        first, second, _ = self.university.sections
        wanted = WantedListing(sections=[second], capacity=capacity)
        return await self.database.write(cross_listing.share, first, wanted, STAFF, NOW)

    async def keep(self, seats: int, until: float = UNTIL) -> SectionView:
        kept = WantedReserve(name="freshmen", seats=seats, until=until, tags=["freshman"])
        section = self.university.sections[2]
        wanted = WantedReserves(kept=[kept])
        return await self.database.write(reserves.keep, section, wanted, STAFF, NOW)

    async def view(self, section: int) -> SectionView:
        wanted = self.university.sections[section]
        return await self.database.read(catalogue.section_view, wanted)

    async def seats_told(self) -> list[list[int]]:
        events = await self.database.read(changes_after, 0)
        told = [event["body"] for event in events if event["kind"] == "seats"]
        return msgspec.json.decode(bytes(told[-1]), type=list[list[int]])


@pytest.fixture
async def campus(tmp_path: Path) -> AsyncIterator[Campus]:
    database = Database(database_url(tmp_path / "data.db"), MIGRATIONS)
    await database.start()
    university = await database.write(build, [5, 5, 2])
    fresh = [PersonRecord(username=f"student{n}", name="", tags=["freshman"]) for n in (0, 1)]
    await database.write(students.put_students, fresh)
    yield Campus(database, university)
    await database.stop()


async def test_sections_that_share_are_full_together_and_both_are_told(campus: Campus) -> None:
    await campus.ask(0, 0)
    view = await campus.share(2)
    assert view.cross_listed
    assert (view.cross_listed.capacity, [s.course for s in view.cross_listed.sections]) == (
        2,
        ["TEST-0", "TEST-1"],
    )
    assert (await campus.view(0)).ceiling == 2
    assert await campus.ask(0, 1) == "cross_listed_held"
    assert await campus.ask(1, 1) == "enrolled"
    first, second, _ = campus.university.sections
    assert sorted(await campus.seats_told()) == sorted([[first, 1, 1], [second, 1, 1]])
    assert await campus.ask(2, 1) == await campus.ask(2, 0) == "section_full"
    assert await campus.ask(0, 0, "drop") == "dropped"
    assert await campus.ask(2, 1) == "enrolled"
    parted = await campus.database.write(cross_listing.part, first, STAFF, NOW)
    assert (parted.cross_listed or None, parted.ceiling) == (None, 5)
    assert await campus.ask(3, 0) == "enrolled"


async def test_the_database_itself_refuses_to_oversell_what_is_shared(campus: Campus) -> None:
    await campus.share(1)
    await campus.ask(0, 0)
    for change in ({"taken": 2}, {"taken": -1}, {"ceiling": 0}):
        with pytest.raises(sa.exc.IntegrityError):
            await campus.database.write(_spoil, change)


async def test_what_cannot_be_shared_is_refused_and_changes_nothing(campus: Campus) -> None:
    first, second, third = campus.university.sections
    await campus.ask(0, 0)
    await campus.ask(0, 1)

    async def refused(section: int, *others: int) -> str:
        wanted = WantedListing(sections=list(others), capacity=5)
        with pytest.raises(Refused) as caught:
            await campus.database.write(cross_listing.share, section, wanted, STAFF, NOW)
        return caught.value.code

    assert await refused(first, second) == "cross_listed_holders"
    assert await refused(first, first) == "invalid_fields"
    assert await refused(first, 999) == "no_such_section"
    await campus.keep(1)
    assert await refused(third, first) == "cross_listed_and_kept"
    await campus.ask(0, 1, "drop")
    await campus.share(5)
    await campus.database.write(reserves.keep, third, WantedReserves(kept=[]), STAFF, NOW)
    assert await refused(third, first) == "cross_listed_elsewhere"


async def test_seats_are_kept_counted_and_free_in_the_end(campus: Campus, clock: Clock) -> None:
    await campus.ask(0, 2)
    view = await campus.keep(1)
    assert view.kept
    assert (view.kept[0].taken, view.kept[0].until) == (1, UNTIL)
    assert await campus.ask(0, 2, "drop") == "dropped"
    assert await campus.ask(2, 2) == "enrolled"
    assert await campus.ask(3, 2) == "seats_kept"
    assert await campus.ask(1, 2) == "enrolled"
    assert [kept.taken for kept in (await campus.view(2)).kept or ()] == [1]
    assert await campus.ask(1, 2, "drop") == "dropped"
    clock.now = UNTIL - 1
    ends = ReserveEnds(campus.database, clock)
    assert await ends.end_due() == []
    clock.now = UNTIL
    assert await ends.end_due() == [campus.university.sections[2]]
    assert await ends.end_due() == []
    assert not (await campus.view(2)).kept
    assert await campus.ask(3, 2, at=NOW) == "enrolled", "what has ended keeps nothing"


async def test_who_waits_gets_what_was_kept_and_what_others_gave_back(campus: Campus) -> None:
    await campus.database.write(_let_wait)
    await campus.keep(2)
    assert await campus.ask(2, 2, wait=True) == "waitlisted"
    assert (await campus.view(2)).waiting == 1
    await ReserveEnds(campus.database, lambda: UNTIL).end_due()
    assert [(await campus.view(2)).waiting, (await campus.view(2)).taken] == [0, 1]
    await campus.share(1)
    assert await campus.ask(0, 0) == "enrolled"
    assert await campus.ask(1, 1, wait=True) == "waitlisted"
    assert await campus.ask(0, 0, "drop") == "dropped"
    assert [(await campus.view(n)).taken for n in (0, 1)] == [0, 1]


async def test_a_term_is_removed_with_what_is_shared_and_kept(campus: Campus) -> None:
    await campus.ask(0, 0)
    await campus.share(2)
    await campus.keep(1)
    await campus.database.write(terms.remove, "F24", True, NOW)
    for table in (pools, reserve_rows, enrolments):
        assert await campus.database.read(_how_many, table) == 0


async def test_a_teacher_ends_no_sharing_of_somebody_elses_sections(campus: Campus) -> None:
    first, _, third = campus.university.sections
    await campus.share(7)
    teacher = Identity(
        account=2, role=TEACHER, person=1, username="turing", session="s", expires=2_000_000_000
    )

    def hand_over(connection: sa.Connection) -> None:
        values = {"id": 1, "username": "turing", "name": "Alan Turing", "active": True}
        connection.execute(sa.insert(teachers).values(values))
        own = sa.update(sections).where(sections.c.id.in_([first, third]))
        connection.execute(own.values(teacher_id=1))

    await campus.database.write(hand_over)
    wanted = WantedListing(sections=[third], capacity=5)
    with pytest.raises(Refused) as caught:
        await campus.database.write(cross_listing.share, first, wanted, teacher, NOW)
    assert caught.value.code == "not_your_section"
    shared = (await campus.view(1)).cross_listed
    assert shared
    assert shared.capacity == 7
