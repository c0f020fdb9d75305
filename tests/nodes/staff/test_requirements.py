"""Requirements at the staff door: said, shown, and what is wrong named by its place."""

from __future__ import annotations

from typing import Any

import pytest

from backend.common.transport import Response
from tests.nodes import tokens
from tests.nodes.staff.conftest import ADMIN, Staff

WANTED = {
    "prerequisite": "math-1010>=c and (OLD-1 or OLD-2)",
    "corequisite": "",
    "exclusions": ["old-9", "OLD-9"],
    "groups": [" CS-1 "],
    "tags": [],
    "repeats": True,
}
NOTHING = {
    "prerequisite": "",
    "corequisite": "",
    "exclusions": [],
    "groups": [],
    "tags": [],
    "repeats": False,
}


@pytest.fixture
async def fall(staff: Staff) -> Staff:
    await staff.load()
    return staff


async def course(staff: Staff) -> int:
    found = await staff.call("GET", "/courses", ADMIN, term="F24", search="PHYS-1100")
    course_id: int = found.json()["items"][0]["id"]
    return course_id


async def put(staff: Staff, **wanted: Any) -> Response:  # noqa: ANN401
    path = f"/courses/{await course(staff)}/requirements"
    return await staff.call("PUT", path, ADMIN, wanted)


async def test_what_is_required_is_kept_in_one_form_and_shown_to_staff(fall: Staff) -> None:
    course_id = await course(fall)
    saved = (await put(fall, **WANTED)).json()
    assert saved.pop("unknown_courses") == ["OLD-1", "OLD-2", "OLD-9"]
    assert saved == {
        "course_id": course_id,
        "term": "F24",
        "course": "PHYS-1100",
        "title": "Physics I",
        "prerequisite": "MATH-1010>=C and (OLD-1 or OLD-2)",
        "corequisite": "",
        "exclusions": ["OLD-9"],
        "groups": ["CS-1"],
        "tags": [],
        "repeats": True,
    }
    path = f"/courses/{course_id}/requirements"
    for headers in (ADMIN, fall.teacher("ada")):
        assert (await fall.call("GET", path, headers)).json() == saved
        listed = await fall.call("GET", "/terms/F24/requirements", headers)
        assert listed.json()["items"] == [saved]
    await put(fall)
    assert (await fall.call("GET", path, ADMIN)).json() == {**saved, **NOTHING}
    assert (await fall.call("GET", "/terms/F24/requirements", ADMIN)).json()["items"] == []


@pytest.mark.parametrize(
    ("wrong", "place", "code"),
    [
        ({"prerequisite": "A-1 and"}, "body.prerequisite", "need_course"),
        ({"corequisite": "(A-1"}, "body.corequisite", "need_close"),
        ({"exclusions": ["A" * 33]}, "body.exclusions[0]", "text_long"),
        ({"exclusions": ["A-1", "phys-1100"]}, "body.exclusions", "excludes_itself"),
        ({"groups": ["CS-1", " "]}, "body.groups[1]", "empty"),
        ({"tags": ["a\nb"]}, "body.tags[0]", "name_signs"),
        ({"repeats": 1}, "body.repeats", None),
        ({"prereq": "A-1"}, "body", None),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_changes(
    fall: Staff, wrong: dict[str, object], place: str, code: str | None
) -> None:
    await put(fall, repeats=True)
    refused = await put(fall, **wrong)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_fields")
    (error,) = refused.json()["errors"]
    assert (error["where"], error.get("code")) == (place, code)
    shown = await fall.call("GET", "/terms/F24/requirements", ADMIN)
    assert [each["repeats"] for each in shown.json()["items"]] == [True]


async def test_requirements_are_said_by_administrators_of_what_there_is(fall: Staff) -> None:
    path = f"/courses/{await course(fall)}/requirements"
    refused = await fall.call("PUT", path, fall.teacher("ada"), {})
    assert refused.json()["code"] == "role_not_allowed"
    for method in ("GET", "PUT"):
        body: dict[str, object] | None = {} if method == "PUT" else None
        student = await fall.call(method, path, tokens.bearer("student"), body)
        assert student.json()["code"] == "role_not_allowed"
        missing = await fall.call(method, "/courses/9999/requirements", ADMIN, body)
        assert missing.json()["code"] == "no_such_course"
    nowhere = await fall.call("GET", "/terms/X/requirements", ADMIN)
    assert nowhere.json()["code"] == "no_such_term"
