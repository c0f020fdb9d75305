"""Seats by hand: the same rules as for everybody, recorded with who and why."""

from __future__ import annotations

import pytest

from tests.nodes import tokens
from tests.nodes.staff.conftest import ADMIN, Staff
from tests.nodes.staff.test_terms import by_hand


@pytest.fixture
async def section(staff: Staff) -> int:
    await staff.load()
    return int((await staff.sections())["10002"]["id"])


async def roster(staff: Staff, section: int) -> list[str]:
    answer = await staff.call("GET", f"/sections/{section}/roster", ADMIN)
    return [student["username"] for student in answer.json()["students"]]


async def test_a_seat_is_given_and_taken_away(staff: Staff, section: int) -> None:
    given = (await by_hand(staff, section, "s1", "select", "k1", "Needs it")).json()
    assert given["outcome"]["outcome"] == "enrolled"
    assert (given["username"], given["by"], given["reason"]) == ("s1", "admin-1", "Needs it")
    assert await roster(staff, section) == ["s1"]
    assert (await staff.sections())["10002"]["taken"] == 1
    taken = (await by_hand(staff, section, "s1", "drop", "k2")).json()
    assert taken["outcome"]["outcome"] == "dropped"
    assert await roster(staff, section) == []
    assert (await staff.sections())["10002"]["taken"] == 0


async def test_the_reason_is_kept_with_the_decision(staff: Staff, section: int) -> None:
    await by_hand(staff, section, "s1", "select", "k1", "Needs it to graduate")
    (row,) = (await staff.call("GET", "/outcomes", ADMIN, term="F24")).json()["items"]
    assert (row["by"], row["reason"], row["number"]) == ("admin-1", "Needs it to graduate", 0)
    assert (row["term"], row["course"], row["section"]) == ("F24", "PHYS-1100", "10002")


async def test_the_same_request_twice_is_decided_once(staff: Staff, section: int) -> None:
    first = (await by_hand(staff, section, "s1", "select", "k1")).json()
    again = (await by_hand(staff, section, "s1", "select", "k1")).json()
    assert again["outcome"] == first["outcome"]
    assert await roster(staff, section) == ["s1"]
    other = await by_hand(staff, section, "s2", "select", "k1")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert await roster(staff, section) == ["s1"]


async def test_no_rule_is_skipped(staff: Staff, section: int) -> None:
    await staff.call("PATCH", f"/sections/{section}", ADMIN, {"capacity": 1})
    other = (await staff.sections())["10001"]["id"]
    cases = [
        (section, "s0", "select", None),
        (section, "s0", "select", "already_held"),
        (other, "s0", "select", "course_already_held"),
        (section, "s1", "select", "section_full"),
        (section, "s1", "drop", "not_held"),
    ]
    for number, (wanted, student, action, code) in enumerate(cases):
        decided = (await by_hand(staff, wanted, student, action, f"k{number}")).json()
        assert decided["outcome"]["code"] == code, (student, action)
    assert await roster(staff, section) == ["s0"]


async def test_a_student_is_named_or_numbered(staff: Staff, section: int) -> None:
    by_id = (await by_hand(staff, section, str(staff.students[2]), "select", "k")).json()
    assert by_id["username"] == "s2"
    for nobody in ("s99", "0", "9" * 30, "²"):
        refused = await by_hand(staff, section, nobody, "select", f"k-{nobody[:3]}")
        assert (refused.status_code, refused.json()["code"]) == (404, "no_such_student"), nobody
    missing = await by_hand(staff, 999_999, "s1", "select", "k2")
    assert missing.json()["code"] == "no_such_section"


@pytest.mark.parametrize(
    "change", [{"reason": ""}, {"key": ""}, {"action": "swap"}, {"extra": 1}, {"student": ""}]
)
async def test_a_request_in_the_wrong_form_changes_nothing(
    staff: Staff, section: int, change: dict[str, object]
) -> None:
    body = {"student": "s1", "action": "select", "reason": "r", "key": "k", **change}
    refused = await staff.call("POST", f"/sections/{section}/roster", ADMIN, body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_fields")
    assert await roster(staff, section) == []


async def test_teachers_decide_about_their_own_sections_alone(staff: Staff, section: int) -> None:
    body = {"student": "s1", "action": "select", "reason": "r", "key": "k"}
    cases = [("ada", "not_your_section"), ("grace", None)]
    for username, code in cases:
        decided = await staff.call(
            "POST", f"/sections/{section}/roster", staff.teacher(username), body
        )
        assert decided.json().get("code") == code
    assert await roster(staff, section) == ["s1"]
    (row,) = (await staff.call("GET", "/outcomes", ADMIN, term="F24")).json()["items"]
    assert (row["by"], row["outcome"]) == ("grace", "enrolled")


async def test_students_decide_nothing_by_hand(staff: Staff, section: int) -> None:
    body = {"student": "s1", "action": "select", "reason": "r", "key": "k"}
    for service in ("teacher_node", "data_node"):
        refused = await staff.house.client.post(
            service,
            f"/sections/{section}/roster",
            json_data=body,
            headers=tokens.bearer("student"),
        )
        assert refused.json()["code"] == "role_not_allowed"
    assert await roster(staff, section) == []
