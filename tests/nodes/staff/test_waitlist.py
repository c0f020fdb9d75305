"""Waitlists at the staff door: the limit, who waits and why somebody was passed over."""

from __future__ import annotations

import pytest

from backend.common.tickets import Order
from backend.data_node import decisions
from tests.nodes.staff.conftest import ADMIN, Staff
from tests.nodes.staff.test_terms import by_hand

NOW = 1_900_000_000.0


async def full_section(staff: Staff, *students: int) -> int:
    """One seat; the first of these has it, the others wait, in their order."""
    await staff.load()
    section = int((await staff.sections())["10002"]["id"])
    change = {"capacity": 1, "waitlist_limit": 2}
    changed = (await staff.call("PATCH", f"/sections/{section}", ADMIN, change)).json()
    assert (changed["waitlist_limit"], changed["waiting"]) == (2, 0)
    orders = [
        Order(
            ticket_id=f"t{n}",
            number=n,
            student_id=staff.students[student],
            section_id=section,
            action="select",
            accepted_at=NOW,
            wait=True,
        )
        for n, student in enumerate(students, 1)
    ]
    await decisions.decide(staff.database, orders, NOW)
    return section


async def waiting(staff: Staff, section: int) -> list[tuple[int, str]]:
    roster = (await staff.call("GET", f"/sections/{section}/roster", ADMIN)).json()
    return [(one["place"], one["username"]) for one in roster["waiting"]]


async def test_the_roster_says_who_waits_in_which_order(staff: Staff) -> None:
    section = await full_section(staff, 0, 2, 1, 3)
    assert await waiting(staff, section) == [(1, "s2"), (2, "s1")]
    assert (await staff.sections())["10002"]["waiting"] == 2
    removed = (await by_hand(staff, section, "s0", "drop", "k1")).json()["outcome"]
    assert removed["outcome"] == "dropped"
    assert await waiting(staff, section) == [(1, "s1")]
    left = (await by_hand(staff, section, "s1", "drop", "k2")).json()["outcome"]
    assert (left["outcome"], left["code"]) == ("dropped", "waitlist_left")
    roster = (await staff.call("GET", f"/sections/{section}/roster", ADMIN)).json()
    assert [student["username"] for student in roster["students"]] == ["s2"]
    assert roster["waiting"] == []


async def test_nobody_is_seated_by_hand_past_those_who_wait(staff: Staff) -> None:
    section = await full_section(staff, 0, 1)
    await staff.call("PATCH", f"/sections/{section}", ADMIN, {"capacity": 2})
    assert await waiting(staff, section) == []
    past = (await by_hand(staff, section, "s2", "select", "k1")).json()["outcome"]
    assert past["code"] == "section_full"


async def test_an_import_with_more_seats_serves_those_who_wait(staff: Staff) -> None:
    section = await full_section(staff, 0, 1)
    await staff.load()
    assert await waiting(staff, section) == []
    assert (await staff.sections())["10002"]["waitlist_limit"] == 2


@pytest.mark.parametrize("limit", [-1, 1001])
async def test_a_limit_has_bounds(staff: Staff, limit: int) -> None:
    section = await full_section(staff)
    wrong = await staff.call("PATCH", f"/sections/{section}", ADMIN, {"waitlist_limit": limit})
    assert wrong.status_code == 422
    (error,) = wrong.json()["errors"]
    assert (error["where"], error["code"]) == ("body.waitlist_limit", "waitlist_between")
