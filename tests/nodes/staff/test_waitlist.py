"""Waitlists at the staff door: the limit, who waits and why somebody was passed over."""

from __future__ import annotations

from typing import Any

import pytest

from backend.common.tickets import Order
from backend.data_node import decisions
from tests.nodes.staff.conftest import ADMIN, Staff
from tests.nodes.staff.test_terms import by_hand

NOW = 1_900_000_000.0


def order(staff: Staff, number: int, student: int, section: int) -> Order:
    """A request for a seat, or else for a place on the waitlist."""
    return Order(
        ticket_id=f"t{number}",
        number=number,
        student_id=staff.students[student],
        section_id=section,
        action="select",
        accepted_at=NOW,
        wait=True,
    )


async def full_section(staff: Staff, *students: int) -> int:
    """One seat; the first of these has it, the others wait, in their order."""
    await staff.load()
    section = int((await staff.sections())["10002"]["id"])
    change = {"capacity": 1, "waitlist_limit": 2}
    changed = (await staff.call("PATCH", f"/sections/{section}", ADMIN, change)).json()
    assert (changed["waitlist_limit"], changed["waiting"]) == (2, 0)
    orders = [order(staff, n, student, section) for n, student in enumerate(students, 1)]
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


async def clashing(staff: Staff, student: int, section: int) -> None:
    """Let a student hold a seat in a section that meets when `section` does."""
    view = next(each for each in (await staff.sections()).values() if each["id"] == section)
    times = [{"days": m["days"], "start": m["start"], "end": m["end"]} for m in view["meetings"]]
    other: dict[str, Any] = {"term": "F24", "course": "ARTS-1000", "title": "Drawing"}
    other |= {"number": "30001", "credits": 1, "capacity": 9, "meetings": times}
    made = (await staff.call("POST", "/sections", ADMIN, other)).json()
    await staff.enrol(made["id"], staff.students[student])


async def effects(staff: Staff, section: int, **change: object) -> dict[str, Any]:
    answer = await staff.call("POST", f"/sections/{section}/effects", ADMIN, change)
    found: dict[str, Any] = answer.json()["waitlist"]
    return found


def names(students: list[dict[str, Any]]) -> list[str]:
    return [each["username"] for each in students]


@pytest.mark.parametrize(
    ("capacity", "promoted"), [(1, []), (2, ["s2"]), (3, ["s2", "s3"]), (9, ["s2", "s3"])]
)
async def test_a_preview_says_of_the_waitlist_what_the_change_does_then(
    staff: Staff, capacity: int, promoted: list[str]
) -> None:
    """The first who waits has got a clash meanwhile; the others would get what seats there are."""
    section = await full_section(staff, 0)
    await staff.call("PATCH", f"/sections/{section}", ADMIN, {"waitlist_limit": 3})
    for number, student in enumerate((1, 2, 3), 2):
        await decisions.decide(staff.database, [order(staff, number, student, section)], NOW)
    await clashing(staff, 1, section)
    told = len(await staff.feed())
    would = await effects(staff, section, capacity=capacity)
    assert (len(await staff.feed()), len(await waiting(staff, section))) == (told, 3)
    assert (would["waiting"], names(would["promoted"]), would["removed"]) == (3, promoted, [])
    (skipped,) = would["skipped"]
    assert (skipped["username"], skipped["code"]) == ("s1", "time_clash")
    assert skipped["values"] == {"other": "ARTS-1000 (30001)"}
    await staff.call("PATCH", f"/sections/{section}", ADMIN, {"capacity": capacity})
    roster = (await staff.call("GET", f"/sections/{section}/roster", ADMIN)).json()
    assert names(roster["students"]) == ["s0", *promoted]
    assert names(roster["waiting"]) == [n for n in ("s1", "s2", "s3") if n not in promoted]


async def test_a_cancelled_section_takes_everybody_off_its_waitlist_and_tells_them(
    staff: Staff,
) -> None:
    section = await full_section(staff, 0, 2, 1)
    would = await effects(staff, section, state="cancelled")
    assert (names(would["removed"]), would["promoted"], would["skipped"]) == (["s2", "s1"], [], [])
    assert len(await waiting(staff, section)) == 2
    await staff.call("PATCH", f"/sections/{section}", ADMIN, {"state": "cancelled"})
    assert await waiting(staff, section) == []
    told = [e["body"] for e in await staff.feed() if e["kind"] == "outcomes"][-1]
    assert [(o["ticket_id"], o["outcome"], o["code"]) for o in told] == [
        (f"cancelled-t2-{section}", "dropped", "waitlist_ended"),
        (f"cancelled-t3-{section}", "dropped", "waitlist_ended"),
    ]
    for student, waited in ((0, False), (1, True), (2, True)):
        path = f"/students/{staff.students[student]}/notices"
        notice = (await staff.house.client.get("data_node", path)).json()["items"][-1]
        assert (notice["news"]["changed"], notice["news"]["waited"]) == (["state"], waited)
    export = (await staff.call("GET", f"/sections/{section}/roster", ADMIN)).json()
    assert names(export["students"]) == ["s0"], "who holds a seat keeps it"
    again = await effects(staff, section, state="open")
    assert (again["waiting"], again["removed"]) == (0, [])
