"""Linked sections at the student door: one request for a set, and what one holds then."""

from __future__ import annotations

import sqlalchemy as sa

from backend.data_node import feed
from backend.data_node.tables import sections
from tests.nodes.student.conftest import Door
from tests.nodes.university import until


def _link(connection: sa.Connection, ids: list[int]) -> None:
    """Make all of them parts of the course of the first: a lecture and labs."""
    course = sa.select(sections.c.course_id).where(sections.c.id == ids[0]).scalar_subquery()
    for place, section in enumerate(ids):
        values = {"course_id": course, "component": "lab" if place else "lecture"}
        connection.execute(sa.update(sections).where(sections.c.id == section).values(values))
    for section in ids:
        feed.append(connection, feed.SECTION, {"id": section})


async def linked(door: Door) -> list[int]:
    """A lecture with two seats, a lab with five and one without a limit."""
    ids = door.university.sections
    await door.house.applications["data_node"].state.database.write(_link, ids)

    async def known() -> bool:
        view = (await door.call(1, "GET", f"/sections/{ids[-1]}")).json()
        return bool(view["components"] == ["lecture", "lab"])

    await until(known)
    return ids


async def held(door: Door, student: int) -> list[int]:
    timetable = (await door.call(student, "GET", "/timetable")).json()
    return sorted(section["id"] for section in timetable["sections"])


async def refusals(door: Door, student: int, section: int) -> list[str]:
    found = (await door.call(student, "GET", f"/sections/{section}/preview")).json()
    return [no["code"] for no in found["refusals"]]


async def test_a_set_is_asked_for_swapped_in_part_and_dropped_whole(door: Door) -> None:
    student = door.university.students[0]
    lecture, lab, other = await linked(door)
    await held(door, student)
    assert await refusals(door, student, lecture) == ["set_incomplete"]
    body = {"section_id": lecture, "linked": [lab]}
    accepted = (await door.call(student, "POST", "/selections", body)).json()
    assert accepted["plan"]["wishes"] == [[[lecture, lab]]]
    await door.answered(student)
    await door.seats(lab, 1)
    assert await held(door, student) == [lecture, lab]

    swap = {"action": "swap", "section_id": other, "instead_of": lab}
    await door.call(student, "POST", "/selections", swap)
    await door.answered(student)
    await door.seats(other, 1)
    assert await held(door, student) == sorted([lecture, other])

    await door.call(student, "POST", "/selections", {"action": "drop", "section_id": other})
    await door.answered(student)
    await door.seats(lecture, 0)
    assert await held(door, student) == []


async def test_linked_sections_of_the_wrong_form_are_refused(door: Door) -> None:
    student = door.university.students[0]
    lecture, lab, _ = await linked(door)
    for body in (
        {"section_id": lecture, "linked": [lecture]},
        {"section_id": lecture, "linked": [lab, lab]},
        {"action": "plan", "wishes": [[[lecture]]], "linked": [lab]},
    ):
        refused = await door.call(student, "POST", "/selections", body)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_fields")
        assert refused.json()["errors"][0]["where"] == "body.linked"
