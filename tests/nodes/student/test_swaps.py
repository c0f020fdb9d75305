"""Swapping seats at the student door: preview, request, what follows it."""

from __future__ import annotations

import pytest

from backend.common.transport import Response
from tests.nodes.student.conftest import Door


async def swap(door: Door, student: int, new: int, old: int, key: str = "") -> Response:
    body = {"action": "swap", "section_id": new, "instead_of": old}
    keyed = {"Idempotency_Key": key} if key else {}
    return await door.call(student, "POST", "/selections", body, **keyed)


async def codes(door: Door, student: int, section: int, instead_of: int) -> list[str]:
    """Why the preview says no to a swap."""
    path = f"/sections/{section}/preview?instead_of={instead_of}"
    return [no["code"] for no in (await door.call(student, "GET", path)).json()["refusals"]]


async def test_a_swap_is_followed_by_timetable_seats_and_list(door: Door) -> None:
    student, (old, new, _) = door.university.students[0], door.university.sections
    await door.select(student, old)
    await door.answered(student)
    await door.seats(old, 1)
    await door.call(student, "GET", "/timetable")
    accepted = (await swap(door, student, new, old)).json()
    assert (accepted["action"], accepted["instead_of"]) == ("swap", old)
    ticket, _ = await door.answered(student)
    assert (ticket["state"], ticket["action"], ticket["instead_of"]) == ("enrolled", "swap", old)
    await door.seats(new, 1)
    await door.seats(old, 0)
    timetable = (await door.call(student, "GET", "/timetable")).json()
    assert [held["id"] for held in timetable["sections"]] == [new]


async def test_a_refused_swap_says_why_and_keeps_the_seat(door: Door) -> None:
    (one, two, three), (full, old, _) = door.university.students[:3], door.university.sections
    for student, section in ((one, full), (two, full), (three, old)):
        await door.select(student, section)
        await door.answered(student)
    await door.seats(full, 2)
    assert await codes(door, three, full, old) == ["section_full"]
    await swap(door, three, full, old)
    assert (await door.answered(three))[0]["code"] == "section_full"
    timetable = (await door.call(three, "GET", "/timetable")).json()
    assert [held["id"] for held in timetable["sections"]] == [old]


async def test_the_preview_of_a_swap_needs_a_seat_and_another_section(door: Door) -> None:
    student, (old, new, third) = door.university.students[0], door.university.sections
    await door.select(student, old)
    await door.answered(student)
    await door.seats(old, 1)
    assert await codes(door, student, new, old) == []
    assert await codes(door, student, new, third) == ["not_held"]
    assert await codes(door, student, old, old) == ["same_section"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"action": "swap"}, "invalid_fields"),
        ({"action": "select", "instead_of": 1}, "invalid_fields"),
        ({"action": "drop", "instead_of": 1}, "invalid_fields"),
        ({"action": "swap", "instead_of": 0}, "invalid_fields"),
        ({"action": "swap", "instead_of": "section"}, "same_section"),
    ],
)
async def test_half_a_swap_is_refused_at_the_door(
    door: Door, body: dict[str, object], code: str
) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    if body.get("instead_of") == "section":
        body = {**body, "instead_of": section}
    refused = await door.call(student, "POST", "/selections", {**body, "section_id": section})
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert (await door.call(student, "GET", "/selections")).json()["items"] == []


async def test_the_same_key_for_another_swap_is_refused(door: Door) -> None:
    student, (old, new, third) = door.university.students[0], door.university.sections
    first = await swap(door, student, new, old, "k")
    assert (await swap(door, student, new, old, "k")).json()["id"] == first.json()["id"]
    assert (await swap(door, student, new, third, "k")).json()["code"] == "key_reused"
