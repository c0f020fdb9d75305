"""Waiting at the student door: the wish, the place, the push when it changes, and the way out."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from backend.common.errors import Refused
from backend.common.tickets import Promotions
from backend.common.waitlist import Place, SectionWaitlist
from backend.student_node import promotions as student_promotions
from backend.student_node.desk import Desk
from backend.student_node.waiting import Waits
from tests.nodes import tokens
from tests.nodes.student.conftest import Door
from tests.nodes.university import until


async def with_waitlist(door: Door, limit: int = 3) -> int:
    """The section with two seats, for which so many may wait."""
    section = door.university.sections[0]
    answer = await door.house.client.patch(
        "data_node",
        f"/sections/{section}",
        json_data={"waitlist_limit": limit},
        headers=tokens.bearer("admin"),
    )
    assert answer.status_code == 200, answer.text

    async def known() -> bool:
        view = (await door.call(1, "GET", f"/sections/{section}")).json()
        return bool(view["waitlist_limit"] == limit)

    await until(known)
    return section


async def ask(door: Door, student: int, section: int, **wish: object) -> dict[str, Any]:
    """Ask and wait for the answer; the newest ticket."""
    body = {"action": "select", "section_id": section, **wish}
    assert (await door.call(student, "POST", "/selections", body)).status_code == 202
    return (await door.answered(student))[0]


async def places(door: Door, student: int) -> list[tuple[int, int, int]]:
    """Section, place and how many wait, as the timetable has it."""
    timetable = (await door.call(student, "GET", "/timetable")).json()
    return [(one["section"]["id"], one["place"], one["of"]) for one in timetable["waiting"]]


async def stands(door: Door, student: int, *wanted: tuple[int, int, int]) -> None:
    async def so() -> bool:
        return await places(door, student) == list(wanted)

    await until(so)


async def test_a_full_section_is_waited_for_and_the_place_moves(door: Door) -> None:
    section = await with_waitlist(door)
    one, two, three, four, five = door.university.students
    for student in (one, two):
        assert (await ask(door, student, section, wait=True))["state"] == "enrolled"
    for student in (three, four):
        assert (await ask(door, student, section, wait=True))["state"] == "waitlisted"
    assert (await ask(door, five, section))["code"] == "section_full"
    await stands(door, three, (section, 1, 2))
    await stands(door, four, (section, 2, 2))
    preview = (await door.call(five, "GET", f"/sections/{section}/preview")).json()
    assert ([no["code"] for no in preview["refusals"]], preview["waiting"]) == (["section_full"], 2)
    leaving = f"/sections/{section}/preview?action=drop"
    assert (await door.call(four, "GET", leaving)).json()["allowed"]
    assert not (await door.call(five, "GET", leaving)).json()["allowed"]
    await ask(door, one, section, action="drop")
    await stands(door, three)
    await stands(door, four, (section, 1, 1))
    held = (await door.call(three, "GET", "/timetable")).json()["sections"]
    assert [view["id"] for view in held] == [section]
    (ticket,) = await door.answered(three)
    assert (ticket["state"], ticket["promotion"]["instead_of"]) == ("waitlisted", None)
    assert ticket["promotion"]["at"] >= ticket["decided_at"]
    again = (await door.call(three, "GET", f"/selections/{ticket['id']}")).json()
    assert again["promotion"] == ticket["promotion"]
    (waits,) = await door.answered(four)
    assert (waits["state"], waits["promotion"]) == ("waitlisted", None)


async def test_a_ticket_that_waits_is_shown_while_nobody_knows_what_became_of_it(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = await with_waitlist(door)
    one, two, three, *_ = door.university.students
    for student in (one, two, three):
        await ask(door, student, section, wait=True)

    async def away(*_: object) -> Promotions:
        raise Refused("service_away", service="The Data Node")

    monkeypatch.setattr(student_promotions, "_promotions", away)
    (ticket,) = await door.answered(three)
    assert (ticket["state"], ticket["promotion"]) == ("waitlisted", None)


async def test_a_place_that_changes_is_pushed(door: Door) -> None:
    section = await with_waitlist(door)
    one, two, three, four, _ = door.university.students
    for student in (one, two, three, four):
        await ask(door, student, section, wait=True)
    await stands(door, four, (section, 2, 2))
    desk: Desk = door.house.applications["student_node"].state.desk
    frames = desk.hub.frames(desk.hub.open(four, "s", None, lambda: 3600.0))
    told = b""
    await ask(door, three, section, action="drop")
    async with asyncio.timeout(5):
        while b"event: waiting" not in told:
            told += await anext(frames)
    data = told.split(b"event: waiting\ndata: ")[1].split(b"\n")[0]
    assert msgspec.json.decode(data) == {"section_id": section, "place": 1, "of": 1}
    left = (await door.answered(three))[0]
    assert (left["state"], left["code"]) == ("dropped", "waitlist_left")


async def test_the_reason_for_being_passed_over_is_told(door: Door) -> None:
    first, second, _ = door.university.sections
    await with_waitlist(door)
    one, two, three, *_ = door.university.students
    for student in (one, two, three):
        await ask(door, student, first, wait=True)
    await ask(door, three, second)

    def same_time(connection: Any) -> None:  # noqa: ANN401 - whatever the database hands over
        connection.exec_driver_sql("UPDATE meetings SET start_minute = 480, end_minute = 540")

    data = door.house.applications["data_node"].state.database
    await data.write(same_time)
    change = {"location": "Hall 9"}
    for section in (first, second):
        path = f"/sections/{section}"
        await door.house.client.patch(
            "data_node", path, json_data=change, headers=tokens.bearer("admin")
        )
    await ask(door, one, first, action="drop")

    async def passed_over() -> bool:
        waiting = (await door.call(three, "GET", "/timetable")).json()["waiting"]
        return [(one["code"], one["values"]) for one in waiting] == [
            ("time_clash", {"other": "TEST-1 (70001)"})
        ]

    await until(passed_over)


@pytest.mark.parametrize("wish", [{"action": "drop"}, {"action": "drop", "wait": "yes"}])
async def test_only_a_seat_is_waited_for(door: Door, wish: dict[str, object]) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    body = {"section_id": section, "wait": True, **wish}
    refused = await door.call(student, "POST", "/selections", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_fields")


async def test_the_same_key_with_another_wish_to_wait_is_another_request(door: Door) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    await door.select(student, section, "k")
    body = {"action": "select", "section_id": section, "wait": True}
    again = await door.call(student, "POST", "/selections", body, Idempotency_Key="k")
    assert again.json()["code"] == "key_reused"


def waitlist(*students: int, code: str | None = None) -> SectionWaitlist:
    places = [
        Place(student_id=student, ticket_id=f"t{student}", since=1.0, code=code)
        for student in students
    ]
    return SectionWaitlist(section_id=7, places=places)


def test_only_those_are_told_whose_place_is_another_one() -> None:
    waits = Waits()
    waits.load([waitlist(1, 2, 3)])
    told = waits.put(waitlist(1, 3, 4))
    assert {student: place.place for student, place in told.items()} == {3: 2, 4: 3}
    assert waits.of_student(2) == []
    assert [stand.place for stand in waits.of_student(4)] == [3]
    passed = waits.put(waitlist(1, 3, 4, code="time_clash"))
    assert set(passed) == {1, 3, 4}
