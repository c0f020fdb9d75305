"""What students see of requirements: in words, with what they have, as the decision sees it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from backend.common.requirements import WantedRequirements
from backend.data_node import history, requirements
from backend.data_node.tables import sections
from backend.domain.history import read_history
from tests.nodes.student.conftest import Door
from tests.nodes.university import until


async def write(door: Door, *work: Any) -> Any:  # noqa: ANN401 - whatever is written
    return await door.house.applications["data_node"].state.database.write(*work)


def _course(connection: sa.Connection, section_id: int) -> int:
    query = sa.select(sections.c.course_id).where(sections.c.id == section_id)
    return int(connection.execute(query).scalar_one())


async def own(door: Door, student: int, section: int) -> dict[str, Any]:
    answer = await door.call(student, "GET", f"/sections/{section}/requirements")
    found: dict[str, Any] = answer.json()
    return found


async def reasons(door: Door, student: int, section: int) -> list[str]:
    preview = (await door.call(student, "GET", f"/sections/{section}/preview")).json()
    return [each["code"] for each in preview["refusals"]]


async def require(door: Door, section: int, **wanted: Any) -> None:  # noqa: ANN401
    await write(
        door, requirements.put, await write(door, _course, section), WantedRequirements(**wanted)
    )


async def test_a_student_sees_what_is_asked_and_what_is_there(door: Door) -> None:
    student, (first, second, _) = door.university.students[0], door.university.sections
    assert (await own(door, student, first))["prerequisite"] == []
    await require(
        door,
        first,
        prerequisite="TEST-1>=B and (OLD-1 or OLD-2)",
        corequisite="OLD-1",
        exclusions=["TEST-2"],
        tags=["year 2"],
    )

    async def known() -> bool:
        return bool((await own(door, student, first))["prerequisite"])

    await until(known)
    assert await reasons(door, student, first) == [
        "course_of_tags",
        "prerequisite_missing",
        "corequisite_missing",
    ]
    taken = b"username,course,term,grade\nstudent0,OLD-1,S24,P\nstudent0,TEST-2,S24,P\n"
    await write(door, history.bring, read_history(taken))

    async def counted() -> bool:
        return bool((await own(door, student, first))["corequisite"][0]["met"])

    await until(counted)
    seen = await own(door, student, first)
    lines = [
        (x["depth"], x["kind"], x["course"], x["grade"], x["met"]) for x in seen["prerequisite"]
    ]
    assert lines == [
        (0, "every", "", "", False),
        (1, "course", "TEST-1", "B", False),
        (1, "either", "", "", True),
        (2, "course", "OLD-1", "", True),
        (2, "course", "OLD-2", "", False),
    ]
    assert seen["prerequisite"][1]["title"] == "Course 1"
    assert [(x["course"], x["met"]) for x in seen["exclusions"]] == [("TEST-2", False)]
    assert (seen["tags"], seen["tags_fit"], seen["group_fits"]) == (["year 2"], False, True)
    assert (seen["repeats"], seen["passed"]) == (False, False)
    assert await reasons(door, student, first) == [
        "course_of_tags",
        "prerequisite_missing",
        "excluded_passed",
    ]
    await door.select(student, first)
    (refused,) = await door.answered(student)
    assert (refused["state"], refused["code"]) == ("refused", "course_of_tags")
    assert await reasons(door, student, second) == []


async def test_preview_and_decision_agree_on_a_passed_course(door: Door) -> None:
    student, section = door.university.students[0], door.university.sections[0]
    whole = (await door.call(student, "GET", "/catalogue/whole?term=F24")).headers["etag"]
    taken = b"username,course,term,grade\nstudent0,TEST-0,S24,61\n"
    await write(door, history.bring, read_history(taken))

    async def refused() -> bool:
        return await reasons(door, student, section) == ["course_passed"]

    await until(refused)
    assert (await own(door, student, section))["passed"]
    await door.select(student, section)
    assert (await door.answered(student))[0]["code"] == "course_passed"
    await require(door, section, repeats=True)

    async def allowed() -> bool:
        return await reasons(door, student, section) == []

    await until(allowed)
    await door.select(student, section)
    assert (await door.answered(student))[0]["state"] == "enrolled"
    again = await door.call(student, "GET", "/catalogue/whole?term=F24")
    assert again.headers["etag"] == whole, "a requirement is no part of the catalogue"


async def test_a_course_that_another_needs_is_given_back_with_it_or_not_at_all(door: Door) -> None:
    student, (first, second, third) = door.university.students[0], door.university.sections
    for section in (first, second):
        await door.select(student, section)
        await door.answered(student)
    await require(door, second, corequisite="TEST-0")
    path = f"/sections/{first}/preview?action=drop"

    async def told() -> bool:
        preview = (await door.call(student, "GET", path)).json()
        return [each["code"] for each in preview["refusals"]] == ["corequisite_held"]

    await until(told)
    assert (await door.call(student, "GET", f"{path}&linked={second}")).json()["allowed"]
    more = (await door.call(student, "GET", f"{path}&linked={second}&linked={third}")).json()
    assert [each["code"] for each in more["refusals"]] == ["not_held"]
    wish = {"section_id": first, "action": "drop"}
    for wanted, state in ((wish, "refused"), ({**wish, "linked": [second]}, "dropped")):
        await door.call(student, "POST", "/selections", wanted)
        assert (await door.answered(student))[0]["state"] == state
    assert (await door.call(student, "GET", "/timetable")).json()["sections"] == []
