"""A lecture with its lab: linked by staff, taken, swapped, dropped and waited for together."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.campus import ADMINISTRATOR, TERM, Campus
from tests.browser.conftest import Visits


def make(campus: Campus, number: str, day: str, component: str = "") -> int:
    """A section of the course LINK-1010 on one day of the week."""
    meeting = {"days": day, "start": "21:00", "end": "21:50"}
    section = {"term": TERM, "course": "LINK-1010", "title": "Robotics", "number": number}
    more = {"credits": 1, "capacity": 5, "component": component, "meetings": [meeting]}
    return int(campus.call("POST", "/teacher/sections", json=section | more)["id"])


def taken(campus: Campus, *sections: int) -> list[int]:
    return [campus.call("GET", f"/teacher/sections/{each}")["taken"] for each in sections]


def test_the_parts_of_a_course_are_taken_swapped_and_dropped_together(
    visits: Visits, campus: Campus
) -> None:
    lecture, lab, other = (
        make(campus, "L-1", "M", "lecture"),
        make(campus, "B-1", "T", "lab"),
        make(campus, "B-2", "W"),
    )
    office = visits(ADMINISTRATOR).open(f"/admin/sections/{other}/edit")
    office.get_by_label("Part of the course").select_option("lab")
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("LINK-1010")

    page = visits(campus.student()).open(f"/catalogue/{lecture}")
    panel = page.get_by_role("region", name="Robotics")
    choice = panel.get_by_label("Choose a lab")
    expect(choice.get_by_role("option")).to_have_count(2)
    choice.select_option(str(lab))
    panel.get_by_role("button", name="Take these together").click()
    expect(panel.get_by_role("button", name="Drop", exact=True)).to_be_visible()
    assert taken(campus, lecture, lab, other) == [1, 1, 0]

    page.goto(f"/catalogue/{other}")
    panel.get_by_role("button", name="Swap with LINK-1010 (B-1)").click()
    page.get_by_role("dialog").get_by_role("button", name="Swap").click()
    expect(panel.get_by_role("button", name="Drop", exact=True)).to_be_visible()

    panel.get_by_role("button", name="Drop", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("LINK-1010 (B-2) + LINK-1010 (L-1)")
    dialog.get_by_role("button", name="Drop").click()
    expect(panel.get_by_role("button", name="Take these together")).to_be_enabled()
    assert taken(campus, lecture, lab, other) == [0, 0, 0]
    a_full_set_is_waited_for_and_a_plan_waits_for_better(visits, campus, lecture, lab, other)


def a_full_set_is_waited_for_and_a_plan_waits_for_better(
    visits: Visits, campus: Campus, lecture: int, lab: int, other: int
) -> None:
    for each, seats in ((lecture, 3), (lab, 1), (other, 3)):
        room = {"capacity": seats, "waitlist_limit": 5}
        campus.call("PATCH", f"/teacher/sections/{each}", json=room)
    holder, person, planner = (campus.student() for _ in range(3))
    seat = {"student": holder.username, "action": "select", "reason": "By a test", "key": "set"}
    office = visits(ADMINISTRATOR).open(f"/admin/sections/{lecture}")
    office.get_by_role("button", name="Add student").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("User name").fill(holder.username)
    dialog.get_by_label("Reason").fill("By a test")
    dialog.get_by_label("Choose a lab").select_option(str(lab))
    dialog.get_by_role("button", name="Add student").click()
    expect(dialog).to_have_count(0)
    assert taken(campus, lecture, lab, other) == [1, 1, 0]

    page = visits(person).open(f"/catalogue/{lecture}")
    panel = page.get_by_role("region", name="Robotics")
    panel.get_by_label("Choose a lab").select_option(str(lab))
    panel.get_by_role("button", name="Join the waitlist of each part").press("Enter")
    place = panel.get_by_role("status").filter(has_text="You are next on the waitlist")
    expect(place).to_contain_text("together with LINK-1010 (B-1)")

    plan = visits(planner).open(f"/catalogue/{lecture}")
    panel = plan.get_by_role("region", name="Robotics")
    panel.get_by_label("Choose a lab").select_option(str(lab))
    panel.get_by_role("button", name="Add these to plan").click()
    plan.get_by_role("link", name="Plan", exact=True).click()
    plan.get_by_label("Add an alternative for LINK-1010").select_option(index=1)
    plan.get_by_label("Wait for better alternatives").check()
    expect(plan.get_by_text("You would wait for LINK-1010 (L-1) + LINK-1010 (B-1)")).to_be_visible()
    plan.get_by_role("button", name="Ask for this course").click()
    plan.get_by_role("link", name="My requests").click()
    ticket = plan.get_by_role("article")
    expect(ticket).to_contain_text("On the waitlist of LINK-1010 (L-1) + LINK-1010 (B-1)")
    assert taken(campus, lecture, lab, other) == [2, 1, 1]

    for who, number in ((holder, "out"), (person, "out too")):
        back = {**seat, "student": who.username, "action": "drop", "key": number}
        campus.call("POST", f"/teacher/sections/{lab}/roster", json=back)
        if who is holder:
            expect(page.get_by_role("button", name="Drop", exact=True)).to_be_visible()
    assert taken(campus, lecture, lab, other) == [1, 1, 0]
    plan.goto(f"/catalogue/{lab}")
    expect(plan.get_by_role("button", name="Drop", exact=True)).to_be_visible()
    assert campus.call("GET", f"/teacher/sections/{lab}/roster")["waiting"] == []
