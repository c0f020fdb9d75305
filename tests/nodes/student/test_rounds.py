"""What students see of rounds, and that the moment counts at which a request was accepted."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from backend.common.rounds import NewRound, RoundChange
from backend.common.tags import TagChange
from backend.data_node import feed, rounds, student_tags
from backend.data_node.tables import sections
from tests.conftest import Clock
from tests.nodes import tokens
from tests.nodes.student.conftest import Door
from tests.nodes.university import until

SOON = 100.0  # seconds until the round opens
LENGTH = 50.0


@pytest.fixture
def opens(clock: Clock) -> float:
    return clock.now + SOON


async def write(door: Door, *work: Any) -> Any:  # noqa: ANN401 - whatever is written
    return await door.house.applications["data_node"].state.database.write(*work)


async def terms(door: Door, student: int) -> dict[str, Any]:
    answer: dict[str, Any] = (await door.call(student, "GET", "/terms")).json()
    return answer


async def open_round(door: Door, opens: float, **other: Any) -> int:  # noqa: ANN401
    """Make a round and wait until the student node knows of it; its id."""
    new = NewRound(name="First choice", opens_at=opens, closes_at=opens + LENGTH, **other)
    made = await write(door, rounds.create, "F24", new)

    async def known() -> bool:
        return bool((await terms(door, 1))["in_rounds"])

    await until(known)
    return int(made.id)


async def reasons(door: Door, student: int, section: int) -> list[str]:
    preview = (await door.call(student, "GET", f"/sections/{section}/preview")).json()
    return [each["code"] for each in preview["refusals"]]


async def test_a_request_accepted_in_time_is_decided_and_an_early_one_hears_when(
    door: Door, clock: Clock, opens: float
) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    await open_round(door, opens)
    assert await reasons(door, student, section) == ["round_not_open"]
    await door.select(student, section)
    (early,) = await door.answered(student)
    assert (early["state"], early["code"]) == ("refused", "round_not_open")
    assert early["values"]["opens_at"] == "2030-03-17T17:48:20Z"
    clock.advance(SOON)
    assert await reasons(door, student, section) == []
    await door.select(student, section)
    assert (await door.answered(student))[0]["state"] == "enrolled"
    clock.advance(LENGTH)
    assert await reasons(door, student, door.university.sections[1]) == ["round_over"]


async def test_what_waits_in_line_while_a_round_closes_was_in_time(
    door: Door, clock: Clock, opens: float
) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    await open_round(door, opens)
    clock.advance(SOON + 1)
    admin = tokens.bearer("admin")
    calls = door.house.client
    await calls.post("queue_node", "/pause", json_data={"reason": "test"}, headers=admin)
    await door.select(student, section)
    clock.advance(LENGTH)
    await door.select(student, door.university.sections[1])
    await calls.post("queue_node", "/resume", headers=admin)
    late, in_time = await door.answered(student)
    assert (in_time["state"], late["code"]) == ("enrolled", "round_over")


async def test_each_student_sees_the_own_rounds_and_the_clock_that_counts(
    door: Door, clock: Clock, opens: float
) -> None:
    one, two = door.university.students[:2]
    await write(door, student_tags.change, TagChange(ids=[one], add=["honours"]))
    made = await open_round(door, opens, tags=["honours"], actions=["select"], section_limit=3)
    seen = await terms(door, one)
    assert (seen["now"], seen["time_zone"]) == (clock.now, "UTC")
    assert seen["rounds"] == [
        {
            "id": made,
            "term": "F24",
            "name": "First choice",
            "opens_at": opens,
            "closes_at": opens + LENGTH,
            "actions": ["select"],
            "credit_limit": None,
            "section_limit": 3,
            "policy": "first_come",
            "priorities": [],
            **dict.fromkeys(("early_seconds", "draws_at", "drawn_at", "seed_hash", "seed")),
            "below_minimum": False,
        }
    ], "a student sees whom a round is for besides"
    other = await terms(door, two)
    assert (other["rounds"], other["in_rounds"]) == ([], ["F24"])
    assert await reasons(door, two, door.university.sections[0]) == ["not_your_round"]


async def test_where_a_draw_decides_a_full_section_is_no_reason_not_to_ask(
    door: Door, clock: Clock, opens: float
) -> None:
    holder, student = door.university.students[:2]
    section = door.university.sections[0]
    await write(door, fill, section)

    async def full() -> bool:
        return await reasons(door, student, section) == ["section_full"]

    await until(full)
    made = await open_round(door, opens, policy="lottery", actions=["select"])
    clock.advance(SOON)
    preview = (await door.call(student, "GET", f"/sections/{section}/preview")).json()
    draw = {"round": made, "name": "First choice", "at": opens + LENGTH}
    assert (preview["allowed"], preview["refusals"], preview["draw"]) == (True, [], draw)
    plan = {"wishes": [[[section]]]}
    outlook = (await door.call(holder, "POST", "/plans/preview", plan)).json()
    assert (outlook["allowed"], outlook["draw"]) == (True, draw)
    await write(door, rounds.change, made, RoundChange(policy="first_come"))
    await until(full)


def fill(connection: sa.Connection, section: int) -> None:
    """Let all seats of a section be gone, and tell those who keep copies."""
    mine = sections.c.id == section
    connection.execute(sa.update(sections).where(mine).values(capacity=0, ceiling=0))
    feed.append(connection, feed.SECTION, {"id": section})


async def test_without_the_data_node_terms_are_shown_and_requests_accepted(
    door: Door, opens: float
) -> None:
    known, unknown = door.university.students[:2]
    await open_round(door, opens)
    assert (await terms(door, known))["rounds"]
    del door.house.applications["data_node"]
    assert (await terms(door, known))["rounds"]
    seen = await terms(door, unknown)
    assert (seen["rounds"], seen["in_rounds"]) == (None, ["F24"])
    assert (await door.select(unknown, door.university.sections[0])).status_code == 202


async def test_a_changed_round_reaches_students_and_a_removed_one_goes(
    door: Door, clock: Clock, opens: float
) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    made = await open_round(door, opens)
    whole = (await door.call(student, "GET", "/catalogue/whole?term=F24")).headers["etag"]
    await write(door, rounds.change, made, RoundChange(opens_at=clock.now))

    async def open_now() -> bool:
        return await reasons(door, student, section) == []

    await until(open_now)
    again = await door.call(student, "GET", "/catalogue/whole?term=F24")
    assert again.headers["etag"] == whole, "a round is no part of the catalogue"
    await write(door, rounds.change, made, RoundChange(opens_at=opens))
    await write(door, rounds.remove, made)

    async def gone() -> bool:
        return not (await terms(door, student))["in_rounds"]

    await until(gone)
    assert await reasons(door, student, section) == []
