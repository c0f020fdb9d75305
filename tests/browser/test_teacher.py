"""A teacher's day: own sections, a roster that fills, a section made and changed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.campus import PASSWORD, TEACHER, TERM, Campus, Person
from tests.browser.conftest import Visits

TEACHING = Person(TEACHER, "Grace Hu", password=PASSWORD)


def test_the_roster_is_found_searched_and_downloaded(visits: Visits, campus: Campus) -> None:
    for name in ("Wang Fang", "Olu Ade"):
        campus.seat("STAT-1010", campus.student(name))
    page = visits(TEACHING).open("/login")
    page.goto("/teaching")
    page.get_by_label("Search").fill("statistics")
    page.get_by_role("link", name="STAT-1010").click()
    expect(page.get_by_role("heading", name="Roster: 2")).to_be_visible()
    expect(page.get_by_role("img", name="Seats taken over time")).to_be_visible()
    page.get_by_label("Find a student").fill("olu")
    expect(page.get_by_role("cell", name="Olu Ade", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="Wang Fang", exact=True)).to_be_hidden()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download CSV").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    assert "Wang Fang" in text
    assert "Olu Ade" in text


def test_a_section_is_made_on_the_grid_and_then_made_smaller(
    visits: Visits, campus: Campus
) -> None:
    page = visits(TEACHING).open("/teaching/new")
    page.get_by_label("Term").select_option(TERM)
    page.get_by_label("Course", exact=True).fill("ZOOL-1010")
    page.get_by_label("Number").fill("7001")
    page.get_by_label("Credits").fill("4")
    page.get_by_role("spinbutton", name="Seats").fill("3")
    page.get_by_role("combobox", name="Tags").fill("writing, ")
    page.get_by_role("button", name="Add a time: Tuesday 13:00").press("Enter")
    expect(page.get_by_role("group", name="Time 1").get_by_label("From")).to_have_value("13:00")
    page.get_by_role("button", name="Create section").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ZOOL-1010")
    expect(page.get_by_role("list", name="Tags").get_by_role("listitem")).to_have_text("writing")
    for name in ("One", "Two"):
        campus.seat_in("7001", campus.student(name))
    page.reload()
    expect(page.get_by_role("heading", name="Roster: 2")).to_be_visible()
    page.get_by_role("link", name="Edit section").click()
    page.get_by_role("spinbutton", name="Seats").fill("1")
    expect(page.get_by_text("1 more than there will be seats")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("definition").filter(has_text="full")).to_be_visible()
    expect(page.get_by_role("heading", name="Roster: 2")).to_be_visible()
