"""Permits at the staff door: who may grant and revoke them, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nodes import tokens
from tests.nodes.staff.conftest import ADMIN, Staff
from tests.nodes.staff.test_terms import by_hand

LATER = 4_000_000_000


@pytest.fixture
async def section(staff: Staff) -> int:
    await staff.load()
    found = int((await staff.sections())["10002"]["id"])
    await staff.call("PATCH", f"/sections/{found}", ADMIN, {"capacity": 0})
    return found


def wanted(**fields: object) -> dict[str, object]:
    return {"student": "s1", "kinds": ["over_capacity"], "reason": "Needs it", **fields}


async def listed(staff: Staff, section: int) -> list[dict[str, Any]]:
    answer = await staff.call("GET", f"/sections/{section}/permits", ADMIN)
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_permit_seats_a_student_by_hand_and_says_by_whom_and_when(
    staff: Staff, section: int
) -> None:
    path = f"/sections/{section}/permits"
    body = wanted(kinds=["credit", "over_capacity"], until=LATER)
    granted = await staff.call("POST", path, staff.teacher("grace"), body)
    assert granted.status_code == 201
    permit = granted.json()
    assert (permit["username"], permit["by"], permit["state"]) == ("s1", "grace", "open")
    assert (permit["kinds"], permit["until"]) == (["over_capacity", "credit"], LATER)
    refused = (await by_hand(staff, section, "s2", "select", "k0")).json()
    assert refused["outcome"]["code"] == "section_full"
    seated = (await by_hand(staff, section, "s1", "select", "k1")).json()
    assert seated["outcome"]["outcome"] == "enrolled"
    (used,) = await listed(staff, section)
    assert (used["state"], used["used_kinds"]) == ("used", ["over_capacity"])
    assert used["ticket_id"] == seated["outcome"]["ticket_id"]
    view = (await staff.sections())["10002"]
    assert (view["capacity"], view["ceiling"], view["taken"]) == (0, 1, 1)
    revoked = await staff.call("DELETE", f"/permits/{used['id']}", ADMIN)
    assert (revoked.status_code, revoked.json()["code"]) == (409, "permit_used")


async def test_the_ceiling_follows_the_capacity_with_permits_on_top(
    staff: Staff, section: int
) -> None:
    path = f"/sections/{section}"
    await staff.call("POST", f"{path}/permits", ADMIN, wanted())
    await by_hand(staff, section, "s1", "select", "k1")
    for capacity, ceiling in ((5, 6), (0, 1), (None, None), (2, 3)):
        view = (await staff.call("PATCH", path, ADMIN, {"capacity": capacity})).json()
        assert view["ceiling"] == ceiling
    await by_hand(staff, section, "s1", "drop", "k2")
    assert (await staff.sections())["10002"]["ceiling"] == 2


async def test_a_revoked_permit_lifts_nothing_and_stays_in_the_list(
    staff: Staff, section: int
) -> None:
    path = f"/sections/{section}/permits"
    first = (await staff.call("POST", path, ADMIN, wanted())).json()
    again = await staff.call("POST", path, ADMIN, wanted())
    assert (again.status_code, again.json()["code"]) == (409, "permit_exists")
    for _ in range(2):
        gone = (await staff.call("DELETE", f"/permits/{first['id']}", ADMIN)).json()
        assert (gone["state"], gone["revoked_by"]) == ("revoked", "admin-1")
    refused = (await by_hand(staff, section, "s1", "select", "k1")).json()
    assert refused["outcome"]["code"] == "section_full"
    second = (await staff.call("POST", path, ADMIN, wanted(reason="Now"))).json()
    assert [permit["id"] for permit in await listed(staff, section)] == [second["id"], first["id"]]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"student": "nobody"}, "no_such_student"),
        ({"kinds": []}, "invalid_fields"),
        ({"kinds": ["everything"]}, "invalid_fields"),
        ({"reason": ""}, "invalid_fields"),
        ({"until": 1}, "invalid_fields"),
        ({"until": "soon"}, "invalid_fields"),
        ({"extra": 1}, "invalid_fields"),
    ],
)
async def test_what_is_in_the_wrong_form_grants_nothing(
    staff: Staff, section: int, fields: dict[str, object], code: str
) -> None:
    refused = await staff.call("POST", f"/sections/{section}/permits", ADMIN, wanted(**fields))
    assert refused.json()["code"] == code
    assert await listed(staff, section) == []


async def test_who_holds_a_seat_needs_no_permit(staff: Staff, section: int) -> None:
    await staff.call("PATCH", f"/sections/{section}", ADMIN, {"capacity": 3})
    await by_hand(staff, section, "s1", "select", "k1")
    refused = await staff.call("POST", f"/sections/{section}/permits", ADMIN, wanted())
    assert (refused.status_code, refused.json()["code"]) == (409, "permit_not_needed")


async def test_teachers_look_after_permits_of_their_own_sections_alone(
    staff: Staff, section: int
) -> None:
    path = f"/sections/{section}/permits"
    permit = (await staff.call("POST", path, ADMIN, wanted())).json()["id"]
    stranger, student = staff.teacher("ada"), tokens.bearer("student")
    for headers, code in ((stranger, "not_your_section"), (student, "role_not_allowed")):
        for method, where, body in (
            ("GET", path, None),
            ("POST", path, wanted(student="s2")),
            ("DELETE", f"/permits/{permit}", None),
        ):
            answer = await staff.call(method, where, headers, body)
            assert (answer.status_code, answer.json()["code"]) == (403, code), (method, code)
    missing = await staff.call("DELETE", "/permits/99", ADMIN)
    assert (missing.status_code, missing.json()["code"]) == (404, "no_such_permit")
    assert [found["state"] for found in await listed(staff, section)] == ["open"]
