"""The weeks of a term whose days are known, and the file for a calendar without a question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.campus import ADMINISTRATOR, TERM, Campus
from tests.browser.conftest import Visits

DAYS = {"first_day": "2026-09-02", "last_day": "2026-12-11", "holidays": ["2026-09-28"]}
UNKNOWN: dict[str, object] = {"first_day": None, "last_day": None, "holidays": []}


@pytest.fixture
def term_days(campus: Campus) -> Iterator[None]:
    """The term begins on a Wednesday and has a Monday off."""
    campus.call("PATCH", f"/teacher/terms/{TERM}", json=DAYS)
    yield
    campus.call("PATCH", f"/teacher/terms/{TERM}", json=UNKNOWN)


@pytest.mark.usefixtures("term_days")
def test_weeks_and_calendar_follow_the_days_of_the_term(visits: Visits, campus: Campus) -> None:
    person = campus.student()
    campus.seat("MATH-1010", person)  # Mondays and Thursdays
    page = visits(person).open("/timetable")
    classes = page.get_by_role("list", name="Week").get_by_role("listitem")
    week = page.get_by_role("combobox", name="Week")
    week.select_option("5")
    expect(classes).to_have_text([re.compile("Thursday.*MATH-1010", re.DOTALL)])
    expect(page.get_by_text("No classes: Mon Sep 28")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="To my calendar").click()
        page.get_by_role("button", name="Download").click()
    saved = Path(download.value.path()).read_bytes().decode()
    assert download.value.suggested_filename == f"{TERM}.ics"
    assert "DTSTART;TZID=UTC:20260903T080000\r\n" in saved, "the first Thursday of the term"
    assert "EXDATE;TZID=UTC:20260928T080000\r\n" in saved
    assert "UNTIL=20261210T080000Z" in saved


@pytest.mark.usefixtures("term_days")
def test_a_calendar_is_subscribed_to_by_an_address_that_one_can_end(
    visits: Visits, campus: Campus
) -> None:
    person = campus.student()
    campus.seat("MATH-1010", person)
    page = visits(person).open("/timetable")
    page.get_by_role("button", name="To my calendar").click()
    feed = page.get_by_role("region", name="Subscribe")
    feed.get_by_role("button", name="Make an address").click()
    address = feed.get_by_role("code").inner_text()
    assert "SUMMARY:MATH-1010" in httpx.get(address).text
    feed.get_by_role("button", name="Replace the address").click()
    asked = page.get_by_role("dialog", name="Replace the address?")
    asked.get_by_role("button", name="Replace the address").click()
    expect(feed.get_by_role("code")).not_to_have_text(address)
    assert httpx.get(address).status_code == 404
    address = feed.get_by_role("code").inner_text()
    feed.get_by_role("button", name="Switch off").click()
    page.get_by_role("dialog").get_by_role("button", name="Switch off").last.click()
    expect(feed.get_by_role("status")).to_have_text("The address is switched off.")
    expect(feed.get_by_role("button", name="Make an address")).to_be_focused()
    assert httpx.get(address).status_code == 404


def test_an_administrator_says_when_a_term_is_taught(visits: Visits, campus: Campus) -> None:
    page = visits(ADMINISTRATOR).open("/admin/terms")
    campus.call("POST", "/teacher/terms", json={"code": "D27", "name": "Days", "state": "closed"})
    page.reload()
    page.get_by_role("button", name="Manage D27").click()
    page.get_by_label("First day of teaching").fill("2027-03-01")
    page.get_by_label("Last day of teaching").fill("2027-02-01")
    page.get_by_role("button", name="Save days").click()
    last = page.get_by_label("Last day of teaching")
    assert last.evaluate("(field) => field.validity.rangeUnderflow"), "a term ends after it begins"
    last.fill("2027-06-11")
    page.get_by_label("From").fill("2027-04-05")
    page.get_by_label("To (only for several days)").fill("2027-04-07")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("From")).to_be_focused()
    page.get_by_role("button", name="Save days").click()
    expect(page.get_by_text("The days of D27 are saved")).to_be_visible()
    kept = campus.call("GET", "/teacher/terms/D27")
    assert (kept["first_day"], kept["last_day"]) == ("2027-03-01", "2027-06-11")
    assert kept["holidays"] == ["2027-04-05", "2027-04-06", "2027-04-07"]
    campus.call("DELETE", "/teacher/terms/D27")
