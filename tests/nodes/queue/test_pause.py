"""Pausing the line: accepted requests wait in their order, over a restart, until it is resumed."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from backend.common.database import Database
from backend.common.selection import Pause
from backend.data_node.main import create_app as create_data
from backend.queue_node.main import create_app as create_queue
from backend.queue_node.pause import Gate
from backend.queue_node.worker import LARGEST_BATCH
from tests.conftest import Clock, running_house
from tests.nodes import tokens
from tests.nodes.queue.conftest import Line
from tests.nodes.university import until

ADMIN = tokens.bearer("admin", username="root")
LONG_ENOUGH = 0.8  # seconds; the control says whether it is


async def pause(line: Line, reason: str = "") -> dict[str, object]:
    answer = await line.house.client.post(
        "queue_node", "/pause", json_data={"reason": reason}, headers=ADMIN
    )
    state: dict[str, object] = answer.raise_for_status().json()
    return state


async def resume(line: Line) -> None:
    answer = await line.house.client.post("queue_node", "/resume", headers=ADMIN)
    assert answer.raise_for_status().json()["paused"] is None


async def test_a_paused_line_accepts_and_does_not_decide(line: Line, clock: Clock) -> None:
    state = await pause(line, "the hall changes")
    assert state["paused"] == {"since": clock.now, "by": "root", "reason": "the hall changes"}
    students = line.university.students[:3]
    tickets = [await line.ask(student, "k") for student in students]
    assert [ticket["position"] for ticket in tickets] == [1, 2, 3]
    await asyncio.sleep(LONG_ENOUGH)
    assert (await line.state())["pending"] == 3
    await resume(line)
    await line.drained()
    states = [(await line.tickets(student))[0]["state"] for student in students]
    assert states == ["enrolled", "enrolled", "refused"]


async def test_without_a_pause_the_same_requests_are_decided_meanwhile(line: Line) -> None:
    for student in line.university.students[:3]:
        await line.ask(student, "k")
    await asyncio.sleep(LONG_ENOUGH)
    assert (await line.state())["pending"] == 0, "the control of the test above"


async def test_a_pause_shows_in_the_health_and_a_second_one_changes_nothing(line: Line) -> None:
    first = await pause(line, "once")
    assert (await pause(line, "twice"))["paused"] == first["paused"]
    health = (await line.house.client.get("queue_node", "/health")).json()
    assert health["status"] == "degraded"
    assert health["trouble"]["selection"] == "paused by root since 2030-03-17 17:46 UTC: once"
    await resume(line)
    await resume(line)
    assert (await line.house.client.get("queue_node", "/health")).json()["status"] == "ok"


async def test_a_waiting_request_can_be_cancelled_while_paused(line: Line) -> None:
    await pause(line)
    student = line.university.students[0]
    ticket = await line.ask(student, "k")
    headers = tokens.bearer("student", person=student)
    answer = await line.house.client.delete(
        "queue_node", f"/tickets/{ticket['id']}", headers=headers
    )
    assert answer.json()["state"] == "cancelled"
    assert (await line.state())["pending"] == 0


async def test_a_pause_outlives_a_restart(line: Line, clock: Clock) -> None:
    await pause(line, "over night")
    await line.ask(line.university.students[0], "k")
    await line.house.stop()
    async with running_house(line.house.settings, clock) as later:
        await later.start("auth_node", tokens.create_auth)
        await later.start("data_node", create_data)
        await later.start("queue_node", create_queue)
        again = Line(later, line.university)
        await asyncio.sleep(LONG_ENOUGH)
        state = await again.state()
        assert (state["pending"], state["paused"]["reason"]) == (1, "over night")
        await resume(again)
        await again.drained()


@pytest.mark.parametrize("role", ["teacher", "student"])
async def test_only_administrators_pause(line: Line, role: str) -> None:
    for path in ("/pause", "/resume"):
        answer = await line.house.client.post(
            "queue_node", path, json_data={}, headers=tokens.bearer(role)
        )
        assert answer.json()["code"] == "role_not_allowed"


async def test_a_pause_that_comes_while_the_line_is_empty_holds_the_next_request(
    line: Line,
) -> None:
    await line.ask(line.university.students[0], "first")
    await line.drained()
    assert (await line.ask(line.university.students[1], "known"))["estimate_s"] is not None
    await line.drained()
    await pause(line)
    assert (await line.ask(line.university.students[2], "unknown"))["estimate_s"] is None
    for student in line.university.students:
        await line.ask(student, "next")
    assert len(line.university.students) < LARGEST_BATCH
    await asyncio.sleep(LONG_ENOUGH)
    assert (await line.state())["pending"] == len(line.university.students) + 1
    await resume(line)

    async def empty() -> bool:
        return not (await line.state())["pending"]

    await until(empty)


class SlowToRead:
    """A database whose reads come late: what they found is from before the write that follows."""

    def __init__(self) -> None:
        self.asked, self.answer = asyncio.Event(), asyncio.Event()

    async def read(self, _function: object) -> None:
        self.asked.set()
        await self.answer.wait()

    async def write(self, _begin: object, by: str, reason: str, since: float) -> Pause:
        return Pause(since=since, by=by, reason=reason)


class NoTurns:
    """The control: no lock."""

    async def __aenter__(self) -> None: ...
    async def __aexit__(self, *_: object) -> None: ...


@pytest.mark.parametrize("in_turn", [True, False])
async def test_what_is_read_late_takes_no_pause_back(*, in_turn: bool) -> None:
    database = SlowToRead()
    gate = Gate(cast("Database", database))
    if not in_turn:
        gate._one_at_a_time = cast("asyncio.Lock", NoTurns())
    loading = asyncio.create_task(gate.load())
    await database.asked.wait()
    closing = asyncio.create_task(gate.close("root", "", 1.0))
    await asyncio.sleep(0)
    database.answer.set()
    await asyncio.gather(loading, closing)
    assert (gate.pause is not None) == in_turn, "without turns the pause is lost"
