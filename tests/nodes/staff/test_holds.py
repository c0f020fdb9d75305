"""Holds at the staff door: placed, listed, lifted; what is wrong is named by place."""

from __future__ import annotations

import pytest

from tests.nodes import tokens
from tests.nodes.staff.conftest import ADMIN, Staff

HOLD = {"students": ["s0"], "reason": "Two library books", "contact": "the library"}


async def listed(staff: Staff, **params: str | bool) -> list[str]:
    found = await staff.call("GET", "/holds", ADMIN, **params)
    assert found.status_code == 200, found.text
    return [each["username"] for each in found.json()["items"]]


async def test_a_hold_lives_from_placing_to_lifting_and_stays_on_record(staff: Staff) -> None:
    admin = tokens.bearer("admin", username="registrar")
    placed = await staff.call("POST", "/holds", admin, {**HOLD, "students": ["s0", "s1"]})
    assert placed.status_code == 201
    first, second = placed.json()["items"]
    assert first == {
        "id": 1,
        "student_id": staff.students[0],
        "username": "s0",
        "name": "Student 0",
        "reason": "Two library books",
        "contact": "the library",
        "by": "registrar",
        "since": staff.house.clock(),
        "until": None,
        "lifted_at": None,
        "lifted_by": None,
    }
    assert await listed(staff) == ["s1", "s0"]
    assert await listed(staff, student=str(staff.students[0])) == ["s0"]
    lifted = await staff.call("DELETE", f"/holds/{second['id']}", admin)
    assert (lifted.json()["lifted_by"], lifted.json()["lifted_at"]) == (
        "registrar",
        staff.house.clock(),
    )
    assert await listed(staff) == ["s0"]
    assert await listed(staff, past=True) == ["s1", "s0"]
    found = (await staff.call("GET", "/holds", ADMIN, limit=1, past=True)).json()
    assert (found["total"], len(found["items"]), found["time_zone"]) == (2, 1, "UTC")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"students": []}, "body.students"),
        ({"students": [""]}, "body.students[0]"),
        ({"reason": ""}, "body.reason"),
        ({"reason": " "}, "body.reason"),
        ({"contact": "a\x00b"}, "body.contact"),
        ({"until": 1}, "body.until"),
        ({"until": "soon"}, "body.until"),
        ({"since": 1}, "body"),
    ],
)
async def test_what_is_wrong_is_named_and_nobody_is_held(
    staff: Staff, wrong: dict[str, object], place: str
) -> None:
    refused = await staff.call("POST", "/holds", ADMIN, {**HOLD, **wrong})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_fields")
    assert [each["where"] for each in refused.json()["errors"]] == [place]
    assert await listed(staff) == []


async def test_what_there_is_not_is_said_and_only_administrators_ask(staff: Staff) -> None:
    unknown = await staff.call("POST", "/holds", ADMIN, {**HOLD, "students": ["s0", "nobody"]})
    assert (unknown.json()["code"], await listed(staff)) == ("unknown_people", [])
    missing = await staff.call("DELETE", "/holds/99", ADMIN)
    assert (missing.status_code, missing.json()["code"]) == (404, "no_such_hold")
    nobody = await staff.call("GET", "/holds", ADMIN, student="nobody")
    assert nobody.json()["code"] == "no_such_student"
    for headers in (staff.teacher("ada"), tokens.bearer("student")):
        for method, path, body in (
            ("GET", "/holds", None),
            ("POST", "/holds", HOLD),
            ("DELETE", "/holds/1", None),
        ):
            refused = await staff.call(method, path, headers, body)
            assert refused.json()["code"] == "role_not_allowed", (method, path)
