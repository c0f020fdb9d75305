"""Minimum and maximum of credits by hand: of a term, of a student, and who is below."""

from __future__ import annotations

from typing import Any

from tests.nodes.staff.conftest import ADMIN, Staff


async def rules(staff: Staff, who: str, **change: Any) -> dict[str, Any]:  # noqa: ANN401
    method = "PATCH" if change else "GET"
    answer = await staff.call(method, f"/students/{who}/credits", ADMIN, change or None)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def drop(staff: Staff, section: int, student: str, key: str) -> dict[str, Any]:
    body = {"student": student, "action": "drop", "reason": "Asked for it", "key": key}
    answer = await staff.call("POST", f"/sections/{section}/roster", ADMIN, body)
    outcome: dict[str, Any] = answer.json()["outcome"]
    return outcome


async def test_a_minimum_binds_until_an_administrator_lifts_it_for_one(staff: Staff) -> None:
    await staff.load()
    physics = (await staff.sections(term="F24"))["10001"]["id"]
    await staff.enrol(physics, *staff.students[:2])
    changed = await staff.call("PATCH", "/terms/F24", ADMIN, {"credit_minimum": 4})
    assert changed.json()["credit_minimum"] == 4
    refused = await drop(staff, physics, "s0", "a")
    assert (refused["code"], refused["values"]) == (
        "credit_minimum",
        {"credits": "0", "minimum": "4"},
    )
    assert (await rules(staff, "s0"))["credit_minimum"] is None
    lifted = await rules(staff, "s0", credit_minimum=0, credit_limit=30.5)
    assert (lifted["credit_minimum"], lifted["credit_limit"]) == (0, 30.5)
    assert (await drop(staff, physics, "s0", "b"))["outcome"] == "dropped"
    gone = await staff.call("DELETE", "/terms/F24", ADMIN, force=True)
    assert gone.status_code == 200, "no minimum keeps a term from being removed"
    assert (
        await staff.house.client.get("data_node", f"/students/{staff.students[1]}/standing")
    ).json()["sections"] == []


async def test_who_is_below_the_minimum_is_listed(staff: Staff) -> None:
    await staff.load()
    physics = (await staff.sections(term="F24"))["10001"]["id"]
    await staff.enrol(physics, staff.students[0])
    none = await staff.call("GET", "/terms/F24/below-minimum", ADMIN)
    assert none.json() == {"term": "F24", "items": [], "total": 0, "limit": 100, "offset": 0}
    await staff.call("PATCH", "/terms/F24", ADMIN, {"credit_minimum": 4})
    await rules(staff, "s1", credit_minimum=0)
    await rules(staff, str(staff.students[0]), credit_minimum=6)
    found = (await staff.call("GET", "/terms/F24/below-minimum", ADMIN, limit=2)).json()
    assert [(each["username"], each["credits"], each["minimum"]) for each in found["items"]] == [
        ("s0", 4, 6),
        ("s2", 0, 4),
    ]
    assert found["total"] == 3


async def test_only_administrators_see_and_change_them(staff: Staff) -> None:
    await staff.load()
    for method, path in (
        ("GET", "/students/s0/credits"),
        ("PATCH", "/students/s0/credits"),
        ("GET", "/terms/F24/below-minimum"),
    ):
        answer = await staff.call(method, path, staff.teacher("ada"), {})
        assert answer.json()["code"] == "role_not_allowed"
    missing = await staff.call("GET", "/students/nobody/credits", ADMIN)
    assert missing.json()["code"] == "no_such_student"
    assert (await staff.call("GET", "/terms/X/below-minimum", ADMIN)).json()[
        "code"
    ] == "no_such_term"
    wrong = await staff.call("PATCH", "/students/s0/credits", ADMIN, {"credit_minimum": -1})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_fields")
