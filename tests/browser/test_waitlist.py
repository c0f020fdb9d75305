"""Waiting for a full section: joining, a place that moves by itself, the seat, the way out."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.campus import ADMINISTRATOR, TERM, Campus, Person
from tests.browser.conftest import Visits
from tests.browser.test_every_state import armed, fits_everybody

NUMBER = "7801"
COURSE = "WAIT-1010"


def full_section(campus: Campus, holder: Person) -> int:
    """A section with one seat, which `holder` has, and room for two who wait."""
    section = campus.call(
        "POST",
        "/teacher/sections",
        json={
            "term": TERM,
            "course": COURSE,
            "title": "Patience",
            "number": NUMBER,
            "credits": 1,
            "capacity": 1,
            "waitlist_limit": 2,
            "meetings": [{"days": "U", "start": "08:00", "end": "08:50"}],
        },
    )
    campus.seat_in(NUMBER, holder)
    return int(section["id"])


def give_back(campus: Campus, section: int, person: Person) -> None:
    """Take a seat away by hand."""
    body = {"student": person.username, "action": "drop", "reason": "By a test", "key": "back"}
    campus.call("POST", f"/teacher/sections/{section}/roster", json=body)


def test_a_seat_goes_to_the_first_who_waits(visits: Visits, campus: Campus) -> None:
    holder, first, second = (campus.student() for _ in range(3))
    section = full_section(campus, holder)
    one = visits(first).open(f"/catalogue/{section}")
    expect(one.get_by_text("Nobody waits yet.")).to_be_visible()
    expect(one.get_by_role("button", name="Take now")).to_have_count(0)
    one.get_by_role("button", name="Join the waitlist").press("Enter")
    expect(
        one.get_by_role("status").filter(has_text="You are next on the waitlist")
    ).to_be_visible()
    other = visits(second).open(f"/catalogue/{section}")
    expect(other.get_by_text("1 waits already.")).to_be_visible()
    other.get_by_role("button", name="Join the waitlist").click()
    expect(other.get_by_role("status").filter(has_text="Number 2")).to_be_visible()
    other.get_by_role("link", name="My requests").click()
    expect(other.get_by_role("article")).to_contain_text("Number 2 on the waitlist")
    give_back(campus, section, holder)
    expect(one.get_by_role("button", name="Drop", exact=True)).to_be_visible()
    expect(other.get_by_role("article")).to_contain_text("You are next on the waitlist")
    assert campus.roster(COURSE) == [first.username]
    other.get_by_role("link", name="Timetable").click()
    waits = other.get_by_role("region", name="What I wait for")
    waits.get_by_role("button", name=f"Leave the waitlist of {COURSE}").click()
    expect(waits).to_have_count(0)
    roster = campus.call("GET", f"/teacher/sections/{section}/roster")
    assert roster["waiting"] == []


def test_a_place_is_taken_from_the_list(visits: Visits, campus: Campus) -> None:
    section = campus.section(COURSE)["id"]
    campus.call("PATCH", f"/teacher/sections/{section}", json={"capacity": 1})
    page = visits(campus.student()).open(f"/catalogue?q={COURSE}")
    button = page.get_by_role("button", name=f"{COURSE} (section {NUMBER})").first
    expect(button).to_have_accessible_name(f"Join the waitlist of {COURSE} (section {NUMBER})")
    button.press("Enter")
    expect(button).to_have_accessible_name(f"On the waitlist of {COURSE} (section {NUMBER})")
    expect(button).to_be_focused()
    button.press("Enter")  # who waits cannot join again
    (place,) = campus.call("GET", f"/teacher/sections/{section}/roster")["waiting"]
    body = {"student": place["username"], "action": "drop", "reason": "By a test", "key": "left"}
    campus.call("POST", f"/teacher/sections/{section}/roster", json=body)


def test_waiting_suits_everybody(visits: Visits, campus: Campus) -> None:
    campus.call("PATCH", f"/teacher/sections/{campus.section(COURSE)['id']}", json={"capacity": 1})
    page = armed(visits, campus.student())
    page.goto(f"/catalogue/{campus.section(COURSE)['id']}")
    join = page.get_by_role("button", name="Join the waitlist")
    expect(join).to_be_visible()
    join.click()
    expect(page.get_by_role("status").filter(has_text="You are next")).to_be_visible()
    fits_everybody(page)
    page.goto("/timetable")
    expect(page.locator("#waits")).to_be_visible()
    fits_everybody(page)
    staff = visits(ADMINISTRATOR).open(f"/admin/sections/{campus.section(COURSE)['id']}/edit")
    staff.get_by_label("State").select_option("cancelled")
    says = staff.get_by_text("1 student waits and is taken off the waitlist")
    expect(says).to_be_visible()
    staff.get_by_role("button", name="Save").click()
    staff.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"{COURSE} 已停开")).to_be_visible()  # as it was left
    expect(page.locator("#waits")).to_have_count(0)
    dismiss = page.get_by_role("button", name="关闭")
    while dismiss.count():  # notices lie over what is below
        dismiss.first.click()
    page.get_by_role("button", name="查看变更").click()
    expect(page.get_by_role("dialog")).to_contain_text("候补名单已结束")
