"""Plans in the seat transaction: written whole, replayed alike, all or nothing on disk too."""

from __future__ import annotations

import pytest

from backend.common.database import Database
from backend.common.tickets import Order
from backend.data_node import decisions, terms
from backend.data_node.students import remove_student
from backend.data_node.tables import enrolments, outcomes
from backend.domain.plans import Plan
from tests.nodes.data.test_decisions import NOW, count, order, taken
from tests.nodes.data.test_decisions import database as database  # noqa: PLC0414 - a fixture
from tests.nodes.university import build


def plan(number: int, student: int, *wishes: list[int], whole: bool = False) -> Order:
    """A plan whose alternatives are single sections."""
    wanted = Plan(tuple(tuple((section,) for section in wish) for wish in wishes), whole)
    return Order(
        ticket_id=f"plan-{number}",
        number=number,
        student_id=student,
        section_id=wishes[0][0],
        action="plan",
        accepted_at=NOW,
        plan=wanted,
    )


async def test_a_plan_is_one_outcome_with_its_parts_and_many_seats(database: Database) -> None:
    made = await database.write(build, [1, 1, 5])
    one, two = made.students[:2]
    a, b, c = made.sections
    batch = [
        order(1, one, a),
        plan(2, two, [a, b], [a], [c]),
        plan(3, one, [b], [c]),
        plan(4, one, [b], [c], whole=True),
    ]
    decided = await decisions.decide(database, batch, NOW)
    assert [outcome.outcome for outcome in decided] == ["enrolled"] * 3 + ["refused"]
    parts = [[part.took or part.code for part in outcome.parts] for outcome in decided]
    assert parts == [
        [],
        [(b,), "section_full", (c,)],
        ["section_full", (c,)],
        ["section_full", "already_held"],
    ]
    assert decided[3].code == "section_full"
    assert await taken(database) == [1, 1, 2]
    assert await count(database, enrolments) == 4


@pytest.mark.parametrize("whole", [False, True])
async def test_a_plan_that_comes_twice_gets_what_was_recorded(
    database: Database, *, whole: bool
) -> None:
    made = await database.write(build, [0, 1, 5])
    one = made.students[0]
    a, b, c = made.sections
    batch = [plan(1, one, [a, b], [c], whole=whole), plan(2, one, [a], [b], whole=whole)]
    first = await decisions.decide(database, batch, NOW)
    assert [part.took for part in first[0].parts] == [(b,), (c,)]
    assert await decisions.decide(database, batch, NOW + 5) == first
    assert await decisions.decide(database, batch[1:], NOW + 6) == first[1:]
    assert await taken(database) == [0, 1, 1]
    assert await count(database, outcomes) == 2


async def test_what_a_batch_takes_by_a_plan_and_drops_again_leaves_no_trace(
    database: Database,
) -> None:
    made = await database.write(build, [1, 1])
    one, two = made.students[:2]
    a, b = made.sections
    batch = [
        plan(1, one, [a], [b], whole=True),
        order(2, one, a, "drop"),
        plan(3, two, [a], [b], whole=True),
        plan(4, two, [a, b]),
    ]
    decided = await decisions.decide(database, batch, NOW)
    assert [o.code or o.outcome for o in decided] == [
        "enrolled",
        "dropped",
        "section_full",
        "enrolled",
    ]
    assert await taken(database) == [1, 1]
    assert await count(database, enrolments) == 2


async def test_somebody_who_is_removed_leaves_every_seat_of_a_plan(database: Database) -> None:
    made = await database.write(build, [1, 1])
    one = made.students[0]
    a, b = made.sections
    await decisions.decide(database, [plan(1, one, [a], [b])], NOW)
    await database.write(remove_student, one, NOW)
    assert await taken(database) == [0, 0]
    assert await count(database, enrolments) == 0


async def test_a_term_that_is_removed_leaves_an_outcome_for_every_seat_of_a_plan(
    database: Database,
) -> None:
    made = await database.write(build, [1, 1])
    a, b = made.sections
    await decisions.decide(database, [plan(1, made.students[0], [a], [b])], NOW)
    await database.write(terms.remove, "F24", force=True, now=NOW)
    assert await count(database, outcomes) == 3
