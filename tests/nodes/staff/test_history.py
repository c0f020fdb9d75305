"""History at the staff door: a file brought in whole or not at all, once or twice the same."""

from __future__ import annotations

from typing import Any

from tests.nodes import tokens
from tests.nodes.staff.conftest import ADMIN, Staff

FILE = b"username,course,term,grade\nS0,PHYS-1100,S24,B+\ns0,OLD-1,F23,42\ns1,MATH-1010,S24,P\n"
WORTH = b"username,course,term,grade,credits\ns0,PHYS-1100,S24,B+,4\ns0,OLD-1,F23,42,\n"


async def bring(staff: Staff, data: bytes = FILE, **params: bool) -> Any:  # noqa: ANN401
    return (await staff.call("POST", "/history/import", ADMIN, data, **params)).json()


async def of(staff: Staff, student: str) -> list[list[Any]]:
    found = (await staff.call("GET", "/history", ADMIN, student=student)).json()
    return [[each[name] for name in ("course", "term", "grade")] for each in found["items"]]


async def test_a_file_is_brought_in_once_however_often_it_comes(staff: Staff) -> None:
    await staff.load()
    would = await bring(staff, dry_run=True)
    assert await of(staff, "s0") == []
    did = await bring(staff)
    assert {**would, "dry_run": False} == did
    assert did == {
        "dry_run": False,
        "created": 3,
        "changed": 0,
        "unchanged": 0,
        "students": 2,
        "unknown_courses": ["OLD-1"],
        "unknown_count": 1,
    }
    assert await of(staff, "s0") == [["OLD-1", "F23", "42"], ["PHYS-1100", "S24", "B+"]]
    assert await of(staff, str(staff.students[1])) == [["MATH-1010", "S24", "P"]]
    told = len(await staff.feed())
    again = await bring(staff)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 3)
    assert len(await staff.feed()) == told, "a file that changes nothing was told"
    assert [(await bring(staff, WORTH))["changed"] for _ in range(2)] == [1, 0]
    assert (await bring(staff))["unchanged"] == 3, "credits that a file does not say were lost"
    found = (await staff.call("GET", "/history", ADMIN, student="s0")).json()
    assert (found["earned"], [each["credits"] for each in found["items"]]) == (4, [None, 4])
    other = await bring(staff, FILE.replace(b"B+", b"A-"))
    assert (other["changed"], other["unchanged"]) == (1, 2)
    assert (await staff.feed())[-1]["body"] == {"ids": [staff.students[0]]}
    assert await of(staff, "s0") == [["OLD-1", "F23", "42"], ["PHYS-1100", "S24", "A-"]]


async def test_a_file_with_errors_changes_nothing_and_names_each(staff: Staff) -> None:
    refused = await bring(staff, FILE + b"nobody,A-1,S24,A\ns2,A-1,S24,?\n")
    assert (refused["code"], refused["values"]) == ("file_invalid", {"count": "1"})
    assert [each["where"] for each in refused["errors"]] == ["line 6, column grade"]
    unknown = await bring(staff, FILE + b"nobody,A-1,S24,A\n")
    (place,) = unknown["errors"]
    assert (place["line"], place["column"], place["code"]) == (5, "username", "student_unknown")
    assert await of(staff, "s0") == []


async def test_history_is_for_administrators_and_of_those_who_are_there(staff: Staff) -> None:
    nobody = await staff.call("GET", "/history", ADMIN, student="nobody")
    assert nobody.json()["code"] == "no_such_student"
    for headers in (staff.teacher("ada"), tokens.bearer("student")):
        for method, path in (("GET", "/history"), ("POST", "/history/import")):
            body = FILE if method == "POST" else None
            refused = await staff.call(method, path, headers, body, student="s0")
            assert refused.json()["code"] == "role_not_allowed", (method, path)


async def test_one_course_is_removed_and_the_audit_log_keeps_it(staff: Staff) -> None:
    await staff.load()
    await bring(staff)
    wrong = {"student": "s0", "course": "OLD-1", "term": "F99"}
    refused = await staff.call("DELETE", "/history", ADMIN, **wrong)
    assert (refused.status_code, refused.json()["code"]) == (404, "no_such_history")
    right = {**wrong, "course": "old-1", "term": "F23"}
    left = (await staff.call("DELETE", "/history", ADMIN, **right)).json()
    assert [each["course"] for each in left["items"]] == ["PHYS-1100"]
    assert (await staff.call("DELETE", "/history", ADMIN, **right)).status_code == 404
    assert await of(staff, "s1") == [["MATH-1010", "S24", "P"]]
