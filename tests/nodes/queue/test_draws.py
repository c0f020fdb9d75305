"""Tickets that wait for a draw: out of the line, never asked for in a loop, never lost."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from backend.common.rounds import ROUND_EXAMPLE, NewRound, RoundChange, RoundsOfTerm
from backend.common.settings import Settings
from backend.common.tickets import DrawToCome, Order, Outcomes, Staged
from backend.data_node import decisions, draws, rounds
from backend.data_node.main import create_app as create_data
from backend.queue_node.main import create_app as create_queue
from backend.queue_node.waiting import Waiting
from tests.conftest import Clock, House, running_house
from tests.nodes import tokens
from tests.nodes.queue.conftest import Line
from tests.nodes.university import until

LENGTH = 100.0
Counted = list[list[str]]


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The data node looks at the clock all the time."""
    monkeypatch.setattr(draws, "EVERY", 0.01)


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """The tickets of each batch that the data node is asked about."""
    asked: Counted = []
    answers = decisions.answers

    async def count(database: Any, orders: list[Order], *rest: Any) -> Outcomes:  # noqa: ANN401
        asked.append([order.ticket_id for order in orders])
        return await answers(database, orders, *rest)

    monkeypatch.setattr(decisions, "answers", count)
    return asked


async def write(line: Line, *work: Any) -> Any:  # noqa: ANN401 - whatever is written
    return await line.house.applications["data_node"].state.database.write(*work)


async def open_lottery(line: Line, clock: Clock) -> float:
    """A round that is open; when it closes."""
    closes = clock.now + LENGTH
    new = NewRound(name="Draw", opens_at=clock.now, closes_at=closes, policy="lottery")
    await write(line, rounds.create, "F24", new)
    return closes


async def waiting(line: Line, count: int) -> None:
    async def out_of_the_line() -> bool:
        state = await line.state()
        return (state["pending"], state["awaiting_draw"]) == (0, count)

    await until(out_of_the_line)


async def states(line: Line, *students: int) -> list[str]:
    return [ticket["state"] for each in students for ticket in await line.tickets(each)]


async def answered(line: Line, *students: int) -> list[str]:
    async def all_ended() -> bool:
        return "pending" not in await states(line, *students)

    await until(all_ended)
    return await states(line, *students)


async def test_a_ticket_leaves_the_line_waits_and_is_answered_when_it_is_drawn(
    line: Line, clock: Clock, batches: Counted
) -> None:
    closes = await open_lottery(line, clock)
    students = line.university.students[:3]
    asked = [await line.ask(student, "key") for student in students]
    await waiting(line, 3)
    (ticket,) = await line.tickets(students[0])
    assert ticket["draw"] == {"round": 1, "name": "Draw", "at": closes}
    assert (ticket["state"], ticket["position"]) == ("pending", 0)
    before = len(batches)
    later = RoundChange(closes_at=closes + 1)
    await write(line, rounds.change, 1, later)

    async def told() -> bool:
        return bool((await line.tickets(students[0]))[0]["draw"]["at"] == closes + 1)

    await until(told)
    clock.advance(LENGTH)
    assert len(batches) == before, "what waits was asked for again"
    clock.advance(1)
    assert sorted(await answered(line, *students)) == ["enrolled", "enrolled", "refused"]
    again = [ticket for batch in batches[before:] for ticket in batch]
    assert sorted(again) == sorted(ticket["id"] for ticket in asked)
    await waiting(line, 0)
    clock.advance(2)
    figures = (await line.house.client.get("queue_node", "/figures")).json()
    assert figures["decided"] == 0, "a draw counted as decisions that took so long"


async def test_a_draw_waits_for_those_who_asked_in_time_and_stand_in_a_paused_line(
    line: Line, clock: Clock
) -> None:
    await open_lottery(line, clock)
    one, two = line.university.students[:2]
    await line.ask(one, "key")
    await waiting(line, 1)
    admin = tokens.bearer("admin")
    calls = line.house.client
    await calls.post("queue_node", "/pause", json_data={"reason": "test"}, headers=admin)
    await line.ask(two, "key")
    clock.advance(LENGTH)
    drawing = draws.Drawing(line.house.applications["data_node"].state.database, calls, clock)
    for _ in range(3):
        await drawing.draw_due()
    assert await states(line, one, two) == ["pending", "pending"]
    await calls.post("queue_node", "/resume", headers=admin)
    assert await answered(line, one, two) == ["enrolled", "enrolled"]


async def test_what_waits_can_be_cancelled(line: Line, clock: Clock) -> None:
    await open_lottery(line, clock)
    one, two = line.university.students[:2]
    tickets = [await line.ask(student, "key") for student in (one, two)]
    await waiting(line, 2)
    path = f"/tickets/{tickets[0]['id']}"
    headers = tokens.bearer("student", person=one)
    gone = await line.house.client.request("DELETE", "queue_node", path, headers=headers)
    assert gone.json()["state"] == "cancelled"
    await waiting(line, 1)
    clock.advance(LENGTH)
    assert await answered(line, one, two) == ["cancelled", "enrolled"]


@pytest.mark.parametrize("drawn_meanwhile", [False, True])
async def test_a_queue_node_that_was_killed_finds_its_waiting_tickets_again(
    settings: Settings, clock: Clock, line: Line, drawn_meanwhile: bool
) -> None:
    await open_lottery(line, clock)
    one, two = line.university.students[:2]
    await line.ask(one, "key")
    await line.ask(two, "key")
    await waiting(line, 2)
    await line.house.stop()
    async with running_house(settings, clock) as house:
        again = Line(house, line.university)
        await house.start("auth_node", tokens.create_auth)
        await house.start("data_node", create_data)
        if drawn_meanwhile:
            clock.advance(LENGTH)
            await write(again, draws.decide, 1, clock.now)
        await house.start("queue_node", create_queue)
        if not drawn_meanwhile:
            await waiting(again, 2)
            clock.advance(LENGTH)
        assert await answered(again, one, two) == ["enrolled", "enrolled"]


async def test_a_draw_that_is_over_before_the_answer_came_is_noticed(house: House) -> None:
    """The feed may be ahead of the answer that says what a ticket waits for."""
    back: list[Order] = []
    room = Waiting(house.client, back.extend)
    orders = [
        Order(
            ticket_id=str(number),
            number=number,
            student_id=1,
            section_id=1,
            action="select",
            accepted_at=0.0,
        )
        for number in (1, 2)
    ]
    staged = [
        Staged(ticket_id=order.ticket_id, draw=DrawToCome(round=7, name="Draw", at=1.0))
        for order in orders
    ]
    room.join(orders[:1], staged[:1], number=10)
    assert (len(room), back) == (1, [])
    drawn = msgspec.structs.replace(ROUND_EXAMPLE, id=7, drawn_at=1.0, draws_at=None)
    body = msgspec.to_builtins(RoundsOfTerm(term="F24", rounds=[drawn]))
    room.heard([{"number": 11, "kind": "rounds", "body": body}])
    assert (len(room), back) == (0, orders[:1])
    room.join(orders[1:], staged[1:], number=10)
    assert (len(room), back) == (0, orders)
