"""The seat transaction on a real database: replay, races, constraints, halves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.tickets import Order, Outcome
from backend.data_node import book, decisions
from backend.data_node.feed import changes_after
from backend.data_node.main import MIGRATIONS
from backend.data_node.reference import Reference
from backend.data_node.tables import enrolments, feed, meetings, outcomes, sections
from backend.domain.selection import Action
from tests.empty_databases import database_url
from tests.nodes.university import University, build

NOW = 1_900_000_000.0


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
) -> Order:
    return Order(
        ticket_id=f"ticket-{number}",
        number=number,
        student_id=student,
        section_id=section,
        action=action,
        instead_of=instead_of,
        accepted_at=NOW,
    )


async def taken(database: Database) -> list[int]:
    query = sa.select(sections.c.taken).order_by(sections.c.id)
    return list(await database.read(lambda c: c.execute(query).scalars().all()))


async def count(database: Database, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).select_from(table)
    return int(await database.read(lambda c: c.execute(query).scalar_one()))


def endings(decided: list[Outcome]) -> list[str]:
    return [outcome.code or outcome.outcome for outcome in decided]


async def test_seats_go_in_the_order_of_the_batch(database: Database) -> None:
    made = await database.write(build, [2])
    batch = [order(n, student, made.sections[0]) for n, student in enumerate(made.students)]
    decided = await decisions.decide(database, batch, NOW)
    assert endings(decided) == ["enrolled", "enrolled", *["section_full"] * 3]
    assert await taken(database) == [2]


async def test_a_batch_that_comes_twice_gets_the_recorded_outcomes(database: Database) -> None:
    made = await database.write(build, [1, 1])
    batch = [
        order(1, made.students[0], made.sections[0]),
        order(2, made.students[1], made.sections[0]),
    ]
    first = await decisions.decide(database, batch, NOW)
    longer = [*batch, order(3, made.students[1], made.sections[1])]
    again = await decisions.decide(database, longer, NOW + 60)
    assert again[:2] == first
    assert endings(again) == ["enrolled", "section_full", "enrolled"]
    assert await count(database, outcomes) == 3
    assert await taken(database) == [1, 1]


async def test_a_seat_dropped_in_a_batch_is_free_for_the_next_ticket_of_it(
    database: Database,
) -> None:
    made = await database.write(build, [1])
    one, other, section = made.students[0], made.students[1], made.sections[0]
    decided = await decisions.decide(
        database,
        [
            order(1, one, section),
            order(2, other, section),
            order(3, one, section, "drop"),
            order(4, other, section),
            order(5, one, section, "drop"),
        ],
        NOW,
    )
    assert endings(decided) == ["enrolled", "section_full", "dropped", "enrolled", "not_held"]
    assert await taken(database) == [1]
    assert await count(database, enrolments) == 1


async def test_taking_dropping_and_taking_again_ends_with_the_last_ticket(
    database: Database,
) -> None:
    made = await database.write(build, [1])
    student, section = made.students[0], made.sections[0]
    await decisions.decide(database, [order(1, student, section)], NOW)
    await decisions.decide(
        database, [order(2, student, section, "drop"), order(3, student, section)], NOW
    )
    query = sa.select(enrolments.c.ticket_id)
    assert await database.read(lambda c: c.execute(query).scalars().all()) == ["ticket-3"]
    assert await taken(database) == [1]


async def test_holdings_of_earlier_batches_count(database: Database) -> None:
    made = await database.write(build, [5, 5], together=True)
    student = made.students[0]
    await decisions.decide(database, [order(1, student, made.sections[0])], NOW)
    decided = await decisions.decide(
        database, [order(2, student, made.sections[1]), order(3, student, made.sections[0])], NOW
    )
    assert endings(decided) == ["time_clash", "already_held"]
    assert decided[0].detail is not None
    assert "TEST-0 (70000)" in decided[0].detail


async def test_an_unlimited_section_takes_everybody(database: Database) -> None:
    made = await database.write(build, [None])
    batch = [order(n, student, made.sections[0]) for n, student in enumerate(made.students)]
    assert endings(await decisions.decide(database, batch, NOW)) == ["enrolled"] * 5


async def test_cancelling_ends_a_ticket_once_and_never_undoes_a_decision(
    database: Database,
) -> None:
    made = await database.write(build, [1])
    waiting = order(1, made.students[0], made.sections[0])
    decided = order(2, made.students[1], made.sections[0])
    cancelled = await database.write(decisions.cancel, waiting, NOW)
    assert cancelled.outcome == "cancelled"
    assert endings(await decisions.decide(database, [waiting, decided], NOW)) == [
        "cancelled",
        "enrolled",
    ]
    standing = await database.write(decisions.cancel, decided, NOW)
    assert standing.outcome == "enrolled"
    assert await taken(database) == [1]


@pytest.mark.sqlite
async def test_a_batch_with_a_culprit_is_halved_until_it_stands_alone(database: Database) -> None:
    made = await database.write(build, [5])
    section = made.sections[0]

    def poison(connection: sa.Connection) -> None:
        connection.exec_driver_sql(
            "CREATE TRIGGER poison BEFORE INSERT ON enrolments"
            f" WHEN NEW.student_id = {made.students[2]}"
            " BEGIN SELECT RAISE(ABORT, 'poisoned'); END"
        )

    await database.write(poison)
    batch = [order(n, student, section) for n, student in enumerate(made.students)]
    decided = await decisions.decide(database, batch, NOW)
    assert endings(decided) == ["enrolled", "enrolled", "internal_error", "enrolled", "enrolled"]
    assert await taken(database) == [4]
    assert endings(await decisions.decide(database, batch, NOW)) == endings(decided)


@pytest.mark.sqlite
async def test_a_database_that_cannot_write_refuses_nobody(database: Database) -> None:
    made = await database.write(build, [1])
    batch = [order(1, made.students[0], made.sections[0])]
    await database.read(lambda c: c.exec_driver_sql("PRAGMA query_only = ON"))
    with pytest.raises(Refused, match="service_away"):
        await decisions.decide(database, batch, NOW)
    await database.read(lambda c: c.exec_driver_sql("PRAGMA query_only = OFF"))
    assert endings(await decisions.decide(database, batch, NOW)) == ["enrolled"]


async def test_the_database_itself_refuses_one_seat_too_many(database: Database) -> None:
    made = await database.write(build, [1])
    oversell = sa.update(sections).where(sections.c.id == made.sections[0]).values(taken=2)
    with pytest.raises(sa.exc.IntegrityError, match="never_oversold"):
        await database.write(lambda c: c.execute(oversell))


async def test_numbers_of_the_feed_have_no_gaps(database: Database) -> None:
    made = await database.write(build, [3])
    for n, student in enumerate(made.students):
        await decisions.decide(database, [order(n, student, made.sections[0])], NOW)
    numbers = await database.read(lambda c: c.execute(sa.select(feed.c.number)).scalars().all())
    assert list(numbers) == list(range(1, len(numbers) + 1))


# Swaps


async def held(database: Database) -> list[tuple[int, int, str]]:
    """Student, section and ticket of every seat that is held."""
    query = sa.select(enrolments.c.student_id, enrolments.c.section_id, enrolments.c.ticket_id)
    return [tuple(row) for row in await database.read(lambda c: c.execute(query).all())]


async def test_a_swap_moves_seat_and_counters_and_tells_both_counts(database: Database) -> None:
    made = await database.write(build, [1, 1], together=True)
    student, (old, new) = made.students[0], made.sections
    await decisions.decide(database, [order(1, student, old)], NOW)
    (swapped,) = await decisions.decide(database, [order(2, student, new, "swap", old)], NOW)
    assert (swapped.outcome, swapped.action, swapped.instead_of) == ("enrolled", "swap", old)
    assert await held(database) == [(student, new, "ticket-2")]
    assert await taken(database) == [0, 1]
    *_, seats, _ = await database.read(changes_after, 0)
    assert sorted(msgspec.json.decode(seats["body"])) == [[old, 0, 1], [new, 1, 1]]


async def test_a_swap_between_two_sections_of_one_course(database: Database) -> None:
    made = await database.write(build, [1, 1])
    student, (old, new) = made.students[0], made.sections
    course = sa.select(sections.c.course_id).where(sections.c.id == old).scalar_subquery()
    await database.write(lambda c: c.execute(sa.update(sections).values(course_id=course)))
    there_and_back = [order(2, student, new, "swap", old), order(3, student, old, "swap", new)]
    await decisions.decide(database, [order(1, student, old)], NOW)
    decided = await decisions.decide(database, there_and_back, NOW)
    assert endings(decided) == ["enrolled", "enrolled"]
    assert await held(database) == [(student, old, "ticket-3")]
    assert await taken(database) == [1, 0]


async def test_what_a_batch_takes_swaps_and_drops_leaves_no_trace(database: Database) -> None:
    made = await database.write(build, [1, 1])
    student, (old, new) = made.students[0], made.sections
    batch = [
        order(1, student, old),
        order(2, student, new, "swap", old),
        order(3, made.students[1], old),
        order(4, student, new, "drop"),
    ]
    decided = await decisions.decide(database, batch, NOW)
    assert endings(decided) == ["enrolled", "enrolled", "enrolled", "dropped"]
    assert await held(database) == [(made.students[1], old, "ticket-3")]
    assert await taken(database) == [1, 0]


async def test_a_refused_swap_keeps_the_old_seat_and_says_so_again_with_its_values(
    database: Database,
) -> None:
    made = await database.write(build, [5, 5, 5])
    student, (old, blocking, clashing) = made.students[0], made.sections
    shift = sa.update(meetings).where(meetings.c.section_id == clashing)
    start = sa.select(meetings.c.start_minute).where(meetings.c.section_id == blocking)
    later = {"start_minute": start.scalar_subquery(), "end_minute": 700}
    await database.write(lambda c: c.execute(shift.values(later)))
    batch = [
        order(1, student, old),
        order(2, student, blocking),
        order(3, student, clashing, "swap", old),
        order(4, student, clashing, "swap", clashing),
        order(5, made.students[1], clashing, "swap", old),
    ]
    decided = await decisions.decide(database, batch, NOW)
    assert endings(decided)[2:] == ["time_clash", "same_section", "not_held"]
    assert decided[2].values == {"other": "TEST-1 (70001)"}
    assert await decisions.decide(database, batch, NOW + 60) == decided
    assert await taken(database) == [1, 1, 0]


# The last seat, raced


async def race(database: Database, made: University, *, locked: bool) -> int:
    """Everybody asks for the last seat in a batch of its own at once; how many hold it then."""
    orders = [order(n, student, made.sections[0]) for n, student in enumerate(made.students)]
    if locked:
        await asyncio.gather(*(decisions.decide(database, [one], NOW) for one in orders))
    else:
        await asyncio.gather(*(decide_without_lock(database, one) for one in orders))
    return await count(database, enrolments)


async def decide_without_lock(database: Database, one: Order) -> None:
    """The same functions, but what is read is no longer locked when it is written."""
    seat_book = await database.read(book.load, [one], Reference())
    seat_book.decide(one)
    await database.write(decisions.write, seat_book, [one], NOW)


async def test_the_last_seat_is_sold_once_however_many_race(database: Database) -> None:
    made = await database.write(build, [1], student_count=40)
    assert await race(database, made, locked=True) == 1
    assert await taken(database) == [1]


@pytest.mark.sqlite
async def test_control_without_the_lock_the_race_does_oversell(database: Database) -> None:
    made = await database.write(build, [1], student_count=40)
    await database.read(lambda c: c.exec_driver_sql("PRAGMA ignore_check_constraints = ON"))
    assert await race(database, made, locked=False) > 1


async def test_control_without_the_lock_the_constraint_still_holds(database: Database) -> None:
    made = await database.write(build, [1], student_count=40)
    with pytest.raises(sa.exc.IntegrityError, match="never_oversold"):
        await race(database, made, locked=False)
    assert await count(database, enrolments) == 1
