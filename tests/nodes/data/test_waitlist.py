"""Waitlists on a real database: as the rule book has them, whatever the batches, and once only."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.sections import SectionChange
from backend.common.tickets import Order, Outcome
from backend.common.tokens import Identity
from backend.common.waitlist import SectionWaitlist
from backend.data_node import book, decisions, feed, receipts, snapshot, students, terms, waiting
from backend.data_node import sections as section_desk
from backend.data_node.feed import changes_after
from backend.data_node.main import MIGRATIONS
from backend.data_node.reference import Reference
from backend.data_node.tables import departures, enrolments, meetings, outcomes, sections, waitlist
from backend.domain.plans import Plan
from backend.domain.selection import Action, SeatBook
from tests.empty_databases import database_url
from tests.nodes.university import University, build

NOW = 1_900_000_000.0
ADMIN = Identity(account=1, role="admin", person=1, username="admin", session="s", expires=1)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(database_url(tmp_path / "data.db"), MIGRATIONS)
    await opened.start()
    yield opened
    await opened.stop()


def order(
    number: int,
    student: int,
    section: int,
    action: Action = "select",
    instead_of: int | None = None,
    wait: bool = True,
) -> Order:
    return Order(
        ticket_id=f"t{number}",
        number=number,
        student_id=student,
        section_id=section,
        action=action,
        instead_of=instead_of,
        accepted_at=NOW,
        wait=wait and action != "drop",
    )


def with_waitlists(connection: sa.Connection, capacities: list[int | None]) -> University:
    made = build(connection, capacities)
    connection.execute(sa.update(sections).values(waitlist_limit=3))
    return made


async def rows(database: Database, *columns: sa.ColumnElement[Any]) -> list[tuple[Any, ...]]:
    query = sa.select(*columns).order_by(*columns)
    return [tuple(row) for row in await database.read(lambda c: c.execute(query).all())]


async def held(database: Database) -> list[tuple[Any, ...]]:
    return await rows(database, enrolments.c.section_id, enrolments.c.student_id)


async def waits(database: Database) -> list[tuple[Any, ...]]:
    columns = (waitlist.c.section_id, waitlist.c.place, waitlist.c.student_id)
    return [(section, student) for section, _, student in await rows(database, *columns)]


def endings(decided: list[Outcome]) -> list[str]:
    return [outcome.code or outcome.outcome for outcome in decided]


async def test_a_seat_given_back_goes_to_the_first_who_waits(database: Database) -> None:
    made = await database.write(with_waitlists, [1])
    (section,), (one, two, three, *_) = made.sections, made.students
    decided = await decisions.decide(
        database, [order(1, one, section), order(2, two, section), order(3, three, section)], NOW
    )
    assert endings(decided) == ["enrolled", "waitlisted", "waitlisted"]
    again = await decisions.decide(database, [order(4, one, section, "drop")], NOW + 5)
    assert endings(again) == ["dropped"]
    assert await held(database) == [(section, two)]
    assert await waits(database) == [(section, three)]
    columns = (outcomes.c.ticket_id, outcomes.c.student_id, outcomes.c.outcome, outcomes.c.number)
    assert ("t2-promoted", two, "enrolled", 2) in await rows(database, *columns)
    assert await rows(database, departures.c.section_id) == [(section,)]


async def test_a_batch_that_comes_twice_promotes_nobody_twice(database: Database) -> None:
    made = await database.write(with_waitlists, [1])
    (section,), (one, two, three, *_) = made.sections, made.students
    batch = [
        order(1, one, section),
        order(2, two, section),
        order(3, three, section),
        order(4, one, section, "drop"),
    ]
    first = await decisions.decide(database, batch, NOW)
    assert await decisions.decide(database, batch, NOW + 5) == first
    assert await decisions.decide(database, batch[3:], NOW + 9) == first[3:]
    assert await held(database) == [(section, two)]
    assert await waits(database) == [(section, three)]
    promoted = [t for (t,) in await rows(database, outcomes.c.ticket_id) if "promoted" in t]
    assert promoted == ["t2-promoted"]


async def test_a_receipt_tells_of_the_newest_seat_that_a_plan_waited_for(
    database: Database,
) -> None:
    made = await database.write(with_waitlists, [1, 1, 1])
    (first, second, third), (one, two, *_) = made.sections, made.students
    taken = [order(number, one, each) for number, each in enumerate(made.sections, 1)]
    wishes = tuple(((section,),) for section in made.sections)
    plan = msgspec.structs.replace(order(4, two, first), plan=Plan(wishes))
    await decisions.decide(database, [*taken, plan], NOW)
    before = await database.read(receipts.make, "t4", two)
    assert (before.outcome, before.section_id) == ("waitlisted", first)
    for number, section in ((5, second), (6, third)):
        await decisions.decide(database, [order(number, one, section, "drop")], NOW + number)
        told = await database.read(receipts.make, "t4", two)
        assert (told.outcome, told.section_id, told.decided_at) == (
            "enrolled",
            section,
            NOW + number,
        )
        assert (told.ticket_id, told.accepted_at) == ("t4", NOW)


async def test_the_feed_tells_of_the_promotion_and_of_who_still_waits(database: Database) -> None:
    made = await database.write(with_waitlists, [1])
    (section,), (one, two, three, *_) = made.sections, made.students
    asked = [order(1, one, section), order(2, two, section), order(3, three, section)]
    await decisions.decide(database, asked, NOW)
    before = await database.read(feed.last_number)
    await decisions.decide(database, [order(4, one, section, "drop")], NOW)
    events = {e["kind"]: str(e["body"]) for e in await database.read(changes_after, before)}
    assert list(events) == ["seats", "waitlists", "outcomes"]
    told = await database.read(waiting.of_sections, [section])
    assert [place.student_id for place in told[0].places] == [three]
    known = await database.read(snapshot.take)
    assert [type(each) for each in known.waitlists] == [SectionWaitlist]
    assert (known.sections[0].waiting, known.sections[0].waitlist_limit) == (1, 3)


async def test_a_promotion_may_free_a_seat_that_no_batch_has_named(database: Database) -> None:
    made = await database.write(with_waitlists, [1, 1, 1])
    (a, b, c), (one, two, three, *_) = made.sections, made.students
    await decisions.decide(
        database,
        [
            order(1, one, a),
            order(2, two, b),
            order(3, three, c),
            order(4, two, a, "swap", b),
            order(5, three, b, "swap", c),
        ],
        NOW,
    )
    await decisions.decide(database, [order(6, one, a, "drop")], NOW)
    assert await held(database) == [(a, two), (b, three)]
    assert await waits(database) == []
    taken = await rows(database, sections.c.id, sections.c.taken)
    assert taken == [(a, 1), (b, 1), (c, 0)]
    columns = (outcomes.c.ticket_id, outcomes.c.action, outcomes.c.instead_of)
    assert ("t5-promoted", "swap", c) in await rows(database, *columns)


async def test_the_reason_for_being_passed_over_is_kept(database: Database) -> None:
    made = await database.write(with_waitlists, [1, 1])
    (a, b), (one, two, *_) = made.sections, made.students
    await database.write(lambda c: c.execute(sa.update(meetings).values(start_minute=480)))
    await decisions.decide(database, [order(1, one, a), order(2, two, a), order(3, two, b)], NOW)
    await decisions.decide(database, [order(4, one, a, "drop")], NOW)
    (told,) = await database.read(waiting.every)
    place = told.places[0]
    assert (place.student_id, place.code, place.values) == (
        two,
        "time_clash",
        {"other": "TEST-1 (70001)"},
    )
    roster = (await database.read(waiting.roster_places, a))[0]
    assert (roster.place, roster.username, roster.code) == (1, "student1", "time_clash")
    await decisions.decide(database, [order(5, two, b, "drop")], NOW)
    assert await held(database) == [(a, two)]


async def test_more_seats_go_to_those_who_wait(database: Database) -> None:
    made = await database.write(with_waitlists, [1])
    (section,), (one, two, three, four, _) = made.sections, made.students
    asked = [order(n, s, section) for n, s in enumerate((one, two, three, four), 1)]
    await decisions.decide(database, asked, NOW)
    change = SectionChange(capacity=3)
    after = await database.write(section_desk.change, section, change, ADMIN, NOW)
    assert (after.taken, after.ceiling, after.waiting) == (3, 3, 1)
    assert await held(database) == [(section, one), (section, two), (section, three)]


async def test_a_limit_taken_away_leaves_those_who_wait_their_places(database: Database) -> None:
    made = await database.write(with_waitlists, [1])
    (section,), (one, two, three, *_) = made.sections, made.students
    await decisions.decide(database, [order(1, one, section), order(2, two, section)], NOW)
    none = SectionChange(waitlist_limit=None)
    after = await database.write(section_desk.change, section, none, ADMIN, NOW)
    assert (after.waitlist_limit, after.waiting) == (0, 1)
    decided = await decisions.decide(
        database, [order(3, three, section), order(4, one, section, "drop")], NOW
    )
    assert endings(decided) == ["section_full", "dropped"]
    assert await held(database) == [(section, two)]
    after = await database.write(section_desk.change, section, none, ADMIN, NOW)
    assert after.waitlist_limit is None


async def test_a_person_removed_leaves_seats_and_waitlists(database: Database) -> None:
    made = await database.write(with_waitlists, [1, 1])
    (a, b), (one, two, three, *_) = made.sections, made.students
    asked = [order(1, one, a), order(2, two, a), order(3, two, b), order(4, one, b)]
    await decisions.decide(database, [*asked, order(5, three, a)], NOW)
    for _ in range(2):
        await database.write(students.remove_student, two, NOW)
    assert await waits(database) == [(a, three)]
    assert await held(database) == [(a, one), (b, one)]
    await database.write(students.remove_student, one, NOW)
    assert await held(database) == [(a, three)]


async def test_a_term_removed_promotes_nobody(database: Database) -> None:
    made = await database.write(with_waitlists, [1])
    (section,), (one, two, *_) = made.sections, made.students
    await decisions.decide(database, [order(1, one, section), order(2, two, section)], NOW)
    await database.write(terms.remove, "F24", True, NOW)
    assert await rows(database, waitlist.c.section_id) == []
    ids = [ticket for (ticket,) in await rows(database, outcomes.c.ticket_id)]
    assert ids == [f"removed-t1-{section}", f"removed-t2-{section}", "t1", "t2"]


def schedule(made: University, seed: int, length: int) -> list[Order]:
    drawn = random.Random(seed)
    actions: list[Action] = ["select", "select", "drop", "drop", "swap", "plan", "plan"]
    found = []
    for number in range(1, length + 1):
        action = drawn.choice(actions)
        student, section = drawn.choice(made.students), drawn.choice(made.sections)
        other = drawn.choice(made.sections) if action == "swap" else None
        asked = order(number, student, section, action, other, drawn.random() < 0.8)
        if action == "plan":
            wishes = (((section, other_than(made, section, drawn)), (section,)),)
            asked = msgspec.structs.replace(asked, plan=Plan(wishes))
        found.append(asked)
    return found


def other_than(made: University, section: int, drawn: random.Random) -> int:
    return drawn.choice([each for each in made.sections if each != section])


Ended = tuple[str, str, str | None, int | None]


@pytest.mark.parametrize("seed", range(6))
async def test_in_batches_as_in_one_book(database: Database, seed: int) -> None:
    """What is read piece by piece and written batch by batch is what one book in memory says."""
    made = await database.write(with_waitlists, [1, 1, 2, 1])
    await database.write(lambda c: c.execute(sa.update(sections).values(credits=800)))
    orders = schedule(made, seed, 120)
    whole = await database.read(all_at_once, made)
    whole.decide_all(orders)
    drawn = random.Random(seed)
    rest = orders
    while rest:
        size = drawn.randint(1, 12)
        batch, rest = rest[:size], rest[size:]
        await decisions.decide(database, batch, NOW)
    columns = (outcomes.c.ticket_id, outcomes.c.outcome, outcomes.c.code, outcomes.c.instead_of)
    told: list[Ended] = sorted(
        (t.ticket_id, d.outcome, d.no.code if d.no else None, t.instead_of)
        for t, d in whole.answers
    )
    assert sorted(await rows(database, *columns)) == told
    assert await held(database) == sorted(
        (section, student) for student, mine in whole.held.items() for section in mine
    )
    assert await waits(database) == [
        (section, each.student_id)
        for section in made.sections
        for each in whole.waitlists.of_section(section)
    ]
    counts = await rows(database, sections.c.id, sections.c.taken)
    assert counts == [(section, whole.seats[section].taken) for section in made.sections]
    assert any(ticket.ticket_id.endswith("-promoted") for ticket, _ in whole.answers)


def all_at_once(connection: sa.Connection, made: University) -> SeatBook:
    seat_book = book.load_for(connection, made.students, made.sections, Reference())
    return SeatBook(seat_book.sections, seat_book.seats, seat_book.students)


@pytest.mark.sqlite
async def test_without_waitlists_nothing_more_is_read(database: Database) -> None:
    made = await database.write(build, [1, 1])
    one, two, *_ = made.students
    await decisions.decide(database, [order(n, one, s) for n, s in enumerate(made.sections)], NOW)
    batch = [order(2, two, made.sections[0]), order(3, one, made.sections[1], "drop")]
    assert await database.write(reads_of_waitlists, batch) == []
    await database.write(lambda c: c.execute(sa.update(sections).values(waitlist_limit=1)))
    await database.write(lambda c: feed.append(c, feed.CATALOGUE, {"term": "F24"}))
    batch = [order(4, two, made.sections[0]), order(5, one, made.sections[0], "drop")]
    assert await database.write(reads_of_waitlists, batch) != []


def reads_of_waitlists(connection: sa.Connection, batch: list[Order]) -> list[str]:
    """The queries of a batch that read the table of those who wait."""
    read: list[str] = []
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_trace_callback(read.append)
    decisions.decide_batch(connection, batch, NOW)
    driver.set_trace_callback(None)
    return [text for text in read if "FROM waitlist" in text]
