"""The machine's clock is set to another hour or day in the middle of a rush."""

from __future__ import annotations

from itertools import count

import pytest

from backend.data_node.tables import outcomes
from tests.conftest import Clock
from tests.nodes.queue.conftest import Line

HOUR, DAY = 3600, 86_400
_keys = count()


async def ask_all(line: Line) -> list[int]:
    """A request of every student for the first section; their numbers."""
    students = line.university.students
    replies = [await line.ask(student, f"k{next(_keys)}") for student in students]
    return [reply["number"] for reply in replies]


@pytest.mark.parametrize("jump", [HOUR, -HOUR, 2 * DAY, -2 * DAY])
async def test_every_request_is_taken_numbered_on_and_answered_once(
    line: Line, clock: Clock, jump: int
) -> None:
    gate = line.house.applications["queue_node"].state.desk.worker.gate
    await gate.close("registrar", "", clock())
    before = await ask_all(line)
    clock.advance(jump)
    after = await ask_all(line)
    await gate.open(clock())
    await line.drained()
    clock.advance(-jump)
    again = await ask_all(line)
    await line.drained()
    numbers = before + after + again
    assert numbers == sorted(set(numbers)), "later means a higher number, whatever the clock says"
    tickets = [t for student in line.university.students for t in await line.tickets(student)]
    assert {ticket["number"] for ticket in tickets} == set(numbers)
    assert "pending" not in {ticket["state"] for ticket in tickets}
    assert [ticket["state"] for ticket in tickets].count("enrolled") == 2, "it has two seats"
    data = line.house.applications["data_node"].state.database
    decided = await data.read(lambda c: list(c.execute(outcomes.select()).scalars()))
    assert len(decided) == len(numbers)
