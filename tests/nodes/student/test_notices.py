"""Students told of changes to sections they hold: at once, and at the next visit."""

from __future__ import annotations

import asyncio

from backend.common.notices import MOST_AT_ONCE
from backend.student_node.hub import Hub
from tests.nodes import tokens
from tests.nodes.student.conftest import Door

ADMIN = tokens.bearer("admin")


async def change(door: Door, section: int, **fields: object) -> None:
    path = f"/sections/{section}"
    answer = await door.house.client.patch("data_node", path, json_data=fields, headers=ADMIN)
    assert answer.status_code == 200, answer.text


async def enrolled(door: Door) -> tuple[int, int]:
    """A student who holds a seat, and the section."""
    student, section = door.university.students[0], door.university.sections[1]
    await door.select(student, section)
    assert [ticket["state"] for ticket in await door.answered(student)] == ["enrolled"]
    return student, section


async def test_open_pages_of_those_who_hold_a_seat_hear_of_a_change_at_once(door: Door) -> None:
    student, section = await enrolled(door)
    hub: Hub = door.house.applications["student_node"].state.desk.hub
    theirs = hub.frames(hub.open(student, "s", None, lambda: 60))
    other = hub.open(door.university.students[1], "s", None, lambda: 60)
    await change(door, section, location="Hall 9", title="Renamed")
    heard = b""
    async with asyncio.timeout(5):
        while b"event: changed" not in heard:
            heard = await anext(theirs)
    assert b'{"section_id":%d,"changed":["place"]}' % section in heard
    assert not any(b"event: changed" in frame for frame in other.waiting)
    shown = (await door.call(student, "GET", "/timetable")).json()["sections"]
    assert shown[0]["location"] == "Hall 9", "the timetable is new when the event is heard"


async def test_who_was_away_is_told_at_the_next_visit_until_it_is_read(door: Door) -> None:
    student, section = await enrolled(door)
    other = door.university.students[1]
    await change(door, section, state="cancelled")
    (notice,) = (await door.call(student, "GET", "/notices")).json()["items"]
    assert (notice["section_id"], notice["news"]["changed"]) == (section, ["state"])
    assert (await door.call(other, "GET", "/notices")).json()["items"] == []
    read = {"ids": [notice["id"]]}
    assert (await door.call(other, "POST", "/notices/read", read)).status_code == 204
    assert len((await door.call(student, "GET", "/notices")).json()["items"]) == 1
    assert (await door.call(student, "POST", "/notices/read", read)).status_code == 204
    assert (await door.call(student, "GET", "/notices")).json()["items"] == []


async def test_notices_are_for_students_who_are_logged_in(door: Door) -> None:
    for headers, code in ((ADMIN, "role_not_allowed"), ({}, "login_required")):
        answer = await door.house.client.get("student_node", "/notices", headers=headers)
        assert answer.json()["code"] == code
    student = door.university.students[0]
    for odd in (["x"], [2**70], [0], [1] * (MOST_AT_ONCE + 1)):
        refused = await door.call(student, "POST", "/notices/read", {"ids": odd})
        assert refused.json()["code"] == "invalid_fields"


async def test_students_are_not_told_with_which_name_a_teacher_logs_in(door: Door) -> None:
    people = {"teachers": [{"username": "ada-login", "name": "Ada"}]}
    await door.house.client.put("data_node", "/teachers", json_data=people)
    student, section = await enrolled(door)
    await change(door, section, teacher="ada-login", location="Hall 9")
    for path in (f"/sections/{section}", "/timetable", "/catalogue"):
        assert "ada-login" not in (await door.call(student, "GET", path)).text
