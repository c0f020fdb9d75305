"""Registration day from the administrator's desk: waiting for an empty line, and a rehearsal."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.campus import ADMINISTRATOR, Campus
from tests.browser.conftest import Visits

CHECKS = 8


def rehearse(page: Page, students: int) -> None:
    page.goto("/admin/rehearsal")
    page.get_by_label("Students", exact=True).fill(str(students))
    page.get_by_label("Sections", exact=True).fill("4")
    page.get_by_label("Seats of each section").fill("10")
    page.get_by_role("button", name="Rehearse").click()


def scratch_terms(campus: Campus) -> list[str]:
    items = campus.call("GET", "/teacher/terms")["items"]
    return [term["code"] for term in items if term["scratch"]]


def test_a_rehearsal_in_the_browser_passes_and_leaves_nothing(
    visits: Visits, campus: Campus
) -> None:
    page = visits(ADMINISTRATOR).page
    rehearse(page, 50)
    result = page.get_by_role("region", name="Result of the rehearsal")
    expect(result.get_by_role("status")).to_contain_text("Passed", timeout=60_000)
    figures = result.locator("dl").first
    expect(figures.get_by_text("150", exact=True)).to_have_count(3)  # sent, accepted, decided
    found = result.locator("dl").last.get_by_role("definition")
    expect(found).to_have_text([re.compile(r"\b0$")] * CHECKS)
    expect(page.get_by_role("region", name="Progress")).to_be_hidden()
    assert scratch_terms(campus) == []


def test_a_rehearsal_that_was_left_over_is_listed_and_removed(
    visits: Visits, campus: Campus
) -> None:
    wanted = {"students": 3, "sections": [{"name": "A/1", "capacity": 1}]}
    code = campus.call("POST", "/teacher/rehearsals", json=wanted)["term"]
    page = visits(ADMINISTRATOR).open("/admin/rehearsal")
    remove = page.get_by_role("button", name=f"Remove {code}")
    remove.click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(remove).to_be_hidden()
    assert code not in scratch_terms(campus)


def test_the_line_is_watched_until_it_is_empty(visits: Visits, campus: Campus) -> None:
    page = visits(ADMINISTRATOR).open("/admin/cockpit")
    other = visits(ADMINISTRATOR).page
    with campus.line_held():
        rehearse(other, 20)
        expect(other.get_by_role("region", name="Progress")).to_contain_text("60 of 60 accepted")
        page.reload()  # what it shows was asked for now, when all wait
        expect(page.get_by_role("button", name="Let the line move")).to_be_visible()
        watch = page.get_by_role("button", name="Wait until empty")
        watch.click()
        note = page.get_by_role("region", name="Emptying the line")
        expect(note).to_contain_text("paused with 60 requests in it")
        page.get_by_role("button", name="Stop watching").click()
        campus.resume()
        expect(page.get_by_role("button", name="Pause the line")).to_be_visible()
        watch.click()
        expect(note).to_contain_text("Nobody waits in line")
    expect(page.get_by_text("99 % decided within").locator("..")).to_contain_text("ms")
    expect(other.get_by_role("region", name="Result of the rehearsal")).to_be_visible()
    nodes = page.get_by_role("listitem").filter(has_text="online")
    expect(nodes).to_have_count(6)
