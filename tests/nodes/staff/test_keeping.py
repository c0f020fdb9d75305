"""Long lists page by page, filters of sections, and the line behind the staff door."""

from __future__ import annotations

from typing import Any

import pytest

from backend.common.tickets import Order
from backend.data_node.decisions import decide_batch
from backend.queue_node.main import create_app as create_queue
from tests.nodes.staff.conftest import ADMIN, Staff
from tests.nodes.staff.test_terms import by_hand


async def pages(staff: Staff, path: str, limit: int, **params: str) -> list[list[dict[str, Any]]]:
    """All pages, one after the other."""
    found: list[list[dict[str, Any]]] = []
    after = ""
    while True:
        page = (await staff.call("GET", path, ADMIN, limit=limit, after=after, **params)).json()
        found.append(page["items"])
        if page["after"] is None:
            return found
        after = page["after"]


async def test_seats_held_come_whole_and_once_whatever_the_page(staff: Staff) -> None:
    await staff.load()
    sections = await staff.sections()
    for number, students in (("10001", (0, 1, 2)), ("10002", (3,))):
        await staff.enrol(sections[number]["id"], *(staff.students[n] for n in students))
    expected = {("10001", "s0"), ("10001", "s1"), ("10001", "s2"), ("10002", "s3")}
    for limit in (1, 2, 5, 100):
        rows = [row for page in await pages(staff, "/enrolments", limit) for row in page]
        assert {(row["number"], row["username"]) for row in rows} == expected
        assert len(rows) == len(expected)
    assert await pages(staff, "/enrolments", 100, term="F24") != [[]]
    missing = await staff.call("GET", "/enrolments", ADMIN, term="X")
    assert missing.json()["code"] == "no_such_term"
    odd = await staff.call("GET", "/enrolments", ADMIN, after="1; drop")
    assert odd.json()["code"] == "invalid_fields"


async def test_decisions_come_whole_and_once_whatever_the_page(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    for number in range(4):
        await by_hand(staff, section, f"s{number}", "select", f"k{number}")
    for limit in (1, 3, 4, 100):
        rows = [row for page in await pages(staff, "/outcomes", limit) for row in page]
        assert {row["username"] for row in rows} == {"s0", "s1", "s2", "s3"}
        assert len(rows) == 4


async def test_a_decision_about_a_swap_names_the_section_given_back(staff: Staff) -> None:
    await staff.load()
    sections = await staff.sections()
    old, new = sections["10001"]["id"], sections["10002"]["id"]
    student = staff.students[0]
    await staff.enrol(old, student)
    swap = Order(
        ticket_id="swap",
        number=1,
        student_id=student,
        section_id=new,
        action="swap",
        instead_of=old,
        accepted_at=0,
    )
    await staff.database.write(decide_batch, [swap], 1_900_000_000.0)
    ((row,),) = await pages(staff, "/outcomes", 10)
    assert (row["action"], row["instead_of"], row["outcome"]) == ("swap", old, "enrolled")


async def test_decisions_are_counted_by_reason(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    for number in (0, 1, 2):
        await by_hand(staff, section, f"s{number}", "select", f"k{number}")
    await by_hand(staff, section, "s0", "select", "again")
    expected = {("enrolled", None): 3, ("refused", "already_held"): 1}
    for asked in ({}, {"term": "F24"}):
        items = (await staff.call("GET", "/outcomes/counts", ADMIN, **asked)).json()["items"]
        assert {(row["outcome"], row["code"]): row["count"] for row in items} == expected
    missing = await staff.call("GET", "/outcomes/counts", ADMIN, term="X")
    assert missing.json()["code"] == "no_such_term"


@pytest.mark.parametrize("path", ["/enrolments", "/outcomes", "/outcomes/counts", "/selection"])
async def test_long_lists_and_the_line_are_for_administrators(staff: Staff, path: str) -> None:
    refused = await staff.call("GET", path, staff.teacher("ada"))
    assert refused.json()["code"] == "role_not_allowed"


async def test_sections_are_found_by_teacher_and_by_free_seat(staff: Staff) -> None:
    await staff.load()
    sections = await staff.sections()
    assert set(await staff.sections(teacher="ada")) == {"10001"}
    assert set(await staff.sections(teacher="nobody")) == set()
    full = {"capacity": 0}
    await staff.call("PATCH", f"/sections/{sections['10002']['id']}", ADMIN, full)
    assert "10001" in await staff.sections(with_seats=True)
    assert "10002" not in await staff.sections(with_seats=True)
    await staff.call("PATCH", f"/sections/{sections['10001']['id']}", ADMIN, {"state": "closed"})
    assert "10001" not in await staff.sections(with_seats=True)
    await staff.call("PATCH", "/terms/F24", ADMIN, {"state": "closed"})
    assert await staff.sections(with_seats=True) == {}


async def test_one_section_is_shown_to_those_whose_it_is(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    for headers in (ADMIN, staff.teacher("ada")):
        shown = await staff.call("GET", f"/sections/{section}", headers)
        assert (shown.status_code, shown.json()["number"]) == (200, "10001")
    refused = await staff.call("GET", f"/sections/{section}", staff.teacher("grace"))
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_section")
    missing = await staff.call("GET", "/sections/999", staff.teacher("grace"))
    assert missing.json()["code"] == "no_such_section"


async def test_the_line_is_seen_paused_and_resumed(staff: Staff) -> None:
    away = await staff.call("GET", "/selection", ADMIN)
    assert (away.status_code, away.json()["code"]) == (503, "service_away")
    await staff.house.start("queue_node", create_queue)
    state = (await staff.call("GET", "/selection", ADMIN)).json()
    assert (state["pending"], state["last_number"], state["paused"]) == (0, 0, None)
    paused = (await staff.call("POST", "/selection/pause", ADMIN, {"reason": "lunch"})).json()
    assert (paused["paused"]["by"], paused["paused"]["reason"]) == ("admin-1", "lunch")
    resumed = (await staff.call("POST", "/selection/resume", ADMIN)).json()
    assert resumed["paused"] is None
