"""Rounds: planned by the administrator, counted down to and used by a student."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.barriers import arm, barriers, too_wide
from tests.browser.campus import ADMINISTRATOR, Campus
from tests.browser.conftest import Visits

TERM = "R27"
CATALOGUE = """code,title,credits,type,instructor,days,start,end,location,capacity,crn
ROND-1010,Rondo,3,LEC,Jo March,M,08:00,09:50,Hall 1,5,9001
ROND-1020,Roundel,3,LEC,Jo March,T,08:00,09:50,Hall 1,5,9002
"""
DAY = 86_400
SOON = 6  # seconds that a student sees the countdown
NARROWEST, DESKTOP = {"width": 320, "height": 640}, {"width": 1280, "height": 800}


@pytest.fixture
def term(campus: Campus) -> Iterator[int]:
    """An open term of its own, the newest while the test runs; the id of its first section."""
    params = {"term": TERM, "name": "Round 2027"}
    headers = {"Content-Type": "text/csv"}
    campus.call(
        "POST", "/teacher/catalogue/import", params=params, content=CATALOGUE, headers=headers
    )
    campus.call("PATCH", f"/teacher/terms/{TERM}", json={"state": "open"})
    found = campus.call("GET", "/teacher/sections", params={"term": TERM})["items"]
    yield found[0]["id"]
    campus.call("DELETE", f"/teacher/terms/{TERM}", params={"force": True})


def test_a_round_opens_under_the_eyes_of_a_student(
    term: int, visits: Visits, campus: Campus
) -> None:
    tomorrow = int(time.time()) + DAY
    wanted = {"name": "First choice", "opens_at": tomorrow, "closes_at": tomorrow + DAY}
    made = campus.call("POST", f"/teacher/terms/{TERM}/rounds", json=wanted)
    path = f"/teacher/rounds/{made['id']}"
    student = campus.student()
    page = visits(student, timezone_id="UTC").open(f"/catalogue/{term}")
    opening = datetime.fromtimestamp(tomorrow, UTC)
    says_when = f"First choice” opens {opening:%b} {opening.day}, {opening:%Y, %H:%M}."
    expect(page.get_by_role("status").filter(has_text=says_when)).to_be_visible()
    expect(page.get_by_role("button", name="Take now")).to_be_disabled()
    page.get_by_role("button", name="Add to plan").click()

    campus.call("PATCH", path, json={"opens_at": time.time() + SOON})
    page.goto("/plan")
    rounds = page.get_by_role("region", name="When you can ask")
    ask = page.get_by_role("button", name="Ask for this course")
    expect(rounds.get_by_role("timer")).to_have_text(re.compile(r"^00:00:0\d$"))
    expect(rounds).to_contain_text("Then you can take seats, swap seats")
    expect(ask).to_be_disabled()
    expect(rounds).to_contain_text("is open until")
    expect(ask).to_be_enabled()
    ask.click()
    expect(page.get_by_role("main").get_by_text("Yours")).to_be_visible()
    roster = campus.call("GET", f"/teacher/sections/{term}/roster")["students"]
    assert [each["username"] for each in roster] == [student.username]

    campus.call("PATCH", path, json={"opens_at": 1, "closes_at": time.time()})
    expect(rounds).to_contain_text("ended")  # the page is told
    page.goto("/timetable")
    expect(page.get_by_role("button", name="Drop ROND-1010")).to_be_disabled()
    expect(page.get_by_text("No round is open or planned in which you can give")).to_be_visible()
    page.goto(f"/catalogue/{term + 1}")
    expect(page.get_by_role("status").filter(has_text="First choice” ended")).to_be_visible()


@pytest.mark.usefixtures("term")
def test_an_administrator_plans_rounds(visits: Visits, campus: Campus) -> None:
    student = campus.student()
    visitor = visits(ADMINISTRATOR, timezone_id="UTC")
    arm(visitor.page)
    page = visitor.open("/admin/terms")
    page.get_by_role("link", name=f"See rounds of {TERM}").click()
    expect(page.get_by_role("main")).to_contain_text("This term has no rounds")
    create = page.get_by_role("button", name="Create round")
    create.click()
    dialog = page.get_by_role("dialog", name="Create round")
    dialog.get_by_label("Name", exact=True).fill("First choice")
    dialog.get_by_label("Opens").fill("2030-01-06T08:00")
    dialog.get_by_label("Closes", exact=True).fill("2030-01-06T08:00")
    dialog.get_by_role("checkbox", name="give seats back").uncheck()
    dialog.get_by_label("Groups").fill("CS-1, CS-2")
    dialog.get_by_role("button", name="Save round").click()
    expect(dialog).to_contain_text("Must be later than the opening.")
    assert barriers(page) == []
    page.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
    assert too_wide(page) == []
    dialog.get_by_label("Closes", exact=True).fill("2030-01-10T20:00")
    dialog.get_by_label("Closes", exact=True).press("Enter")
    row = page.get_by_role("row").filter(has_text="First choice")
    expect(row).to_contain_text("Not open yet")
    expect(row).to_contain_text("take seats and swap seats")
    expect(row).to_contain_text("CS-1, CS-2")
    expect(create).to_be_focused()
    assert too_wide(page) == []

    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_role("button", name="Edit the round First choice").click()
    page.get_by_role("dialog").get_by_label("Opens").fill("2020-01-06T08:00")
    page.get_by_role("dialog").get_by_label("At most so many sections").fill("4")
    page.get_by_role("dialog").get_by_label("Credits earned from").fill("60")
    page.get_by_role("dialog").get_by_label("Students by name").fill(student.username)
    page.get_by_role("button", name="Save round").click()
    expect(row).to_contain_text("4 sections")
    expect(row).to_contain_text("CS-1, CS-2 · 60 credits earned or more; 1 student by name")
    expect(row).to_contain_text(re.compile("Open(?! yet)"))
    page.get_by_role("button", name="Edit the round First choice").click()
    page.get_by_role("dialog").get_by_role("button", name="Show and change the list").click()
    listed = page.get_by_role("dialog").get_by_label("Students by name")
    expect(listed).to_be_focused()
    expect(listed).to_have_value(student.username)
    listed.fill("")
    page.get_by_role("button", name="Save round").click()
    expect(row).not_to_contain_text("by name")
    page.get_by_role("button", name="Delete the round First choice").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"It is the only round of {TERM}")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("main")).to_contain_text("This term has no rounds")
