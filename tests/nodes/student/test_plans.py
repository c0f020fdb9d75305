"""Plans at the student door: one request, one answer with its parts, and what follows it."""

from __future__ import annotations

from typing import Any

import pytest

from backend.common.transport import Response
from tests.nodes.student.conftest import Door


async def submit(door: Door, student: int, body: dict[str, Any], key: str = "") -> Response:
    keyed = {"Idempotency_Key": key} if key else {}
    return await door.call(student, "POST", "/selections", {"action": "plan", **body}, **keyed)


def gains(parts: list[dict[str, Any]]) -> list[object]:
    return [part["took"] or part["code"] for part in parts]


async def test_a_plan_is_followed_by_timetable_seats_and_one_entry_in_the_line(
    door: Door,
) -> None:
    student, (one, two, three) = door.university.students[0], door.university.sections
    await door.call(student, "GET", "/timetable")
    body = {"wishes": [[[one]], [[one], [three, two]]]}
    accepted = (await submit(door, student, body)).json()
    assert (accepted["action"], accepted["section_id"]) == ("plan", one)
    assert accepted["plan"]["wishes"] == body["wishes"]
    (ticket,) = await door.answered(student)
    assert ticket["state"] == "enrolled"
    assert gains(ticket["parts"]) == [[one], [three, two]]
    for section in (one, two, three):
        await door.seats(section, 1)
    timetable = (await door.call(student, "GET", "/timetable")).json()
    assert sorted(held["id"] for held in timetable["sections"]) == [one, two, three]


@pytest.mark.parametrize("whole", [False, True])
async def test_the_preview_of_a_plan_says_what_the_decision_says(
    door: Door, *, whole: bool
) -> None:
    (one, two, three), (small, large, _) = door.university.students[:3], door.university.sections
    for student in (one, two):
        await door.select(student, small)
        await door.answered(student)
    await door.seats(small, 2)
    body = {"wishes": [[[small]], [[small], [large]]], "all_or_nothing": whole}
    preview = (await door.call(three, "POST", "/plans/preview", body)).json()
    await submit(door, three, body)
    (ticket,) = await door.answered(three)
    assert preview["parts"] == ticket["parts"]
    assert preview["allowed"] == (ticket["state"] == "enrolled")
    assert preview["code"] == ticket["code"]
    expected = ["section_full", "plan_not_whole"] if whole else ["section_full", [large]]
    assert gains(ticket["parts"]) == expected


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"wishes": []}, "body.wishes"),
        ({"wishes": [[]]}, "body.wishes[0]"),
        ({"wishes": [[[]]]}, "body.wishes[0][0]"),
        ({"wishes": [[[1]]] * 21}, "body.wishes"),
        ({"wishes": [[[1]] * 6]}, "body.wishes[0]"),
        ({"wishes": [[[1]], [[1], [2, 2]]]}, "body.wishes[1][1]"),
        ({"wishes": [[[0]]]}, "body.wishes[0][0][0]"),
        ({}, "body.wishes"),
        ({"wishes": [[[1]]], "section_id": 1}, "body.section_id"),
        ({"wishes": [[[1]]], "instead_of": 1}, "body.instead_of"),
        ({"wishes": [[[1]]], "action": "select", "section_id": 1}, "body.wishes"),
        ({"action": "select"}, "body.section_id"),
        ({"action": "select", "section_id": 1, "all_or_nothing": True}, "body.all_or_nothing"),
    ],
)
async def test_a_plan_of_the_wrong_form_is_refused_with_its_place(
    door: Door, body: dict[str, Any], where: str
) -> None:
    student = door.university.students[0]
    refused = await submit(door, student, body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_fields")
    assert refused.json()["errors"][0]["where"] == where
    assert (await door.call(student, "GET", "/selections")).json()["items"] == []


async def test_a_plan_with_a_section_that_there_is_not_is_refused_whole(door: Door) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    refused = await submit(door, student, {"wishes": [[[section]], [[section], [999]]]})
    assert (refused.status_code, refused.json()["code"]) == (404, "no_such_section")


async def test_the_same_key_for_another_plan_is_refused(door: Door) -> None:
    student, (one, two, _) = door.university.students[0], door.university.sections
    first = await submit(door, student, {"wishes": [[[one], [two]]]}, "k")
    again = await submit(door, student, {"wishes": [[[one], [two]]]}, "k")
    other = await submit(door, student, {"wishes": [[[one]]]}, "k")
    assert again.json()["id"] == first.json()["id"]
    assert other.json()["code"] == "key_reused"
