"""Swapping one seat for another: both change, or nothing does."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.campus import Campus, Person
from tests.browser.conftest import Visits
from tests.browser.test_every_state import armed, fits_everybody

OFFER = "Swap with MATH-1010 (1001)"
ASKED = "Asked to swap MATH-1010 (1001) for BIOL-1010 (1006)"


def ask_to_swap(visits: Visits, campus: Campus, person: Person) -> Page:
    """From Linear Algebra to Cell Biology, by keyboard; the page that shows the line then."""
    campus.seat("MATH-1010", person)
    page = visits(person).open(f"/catalogue/{campus.section('BIOL-1010')['id']}")
    expect(page.get_by_role("button", name="Take now")).to_be_disabled()
    offer = page.get_by_role("button", name=OFFER)
    offer.press("Enter")
    dialog = page.get_by_role("dialog", name="Swap MATH-1010 (1001) for BIOL-1010 (1006)?")
    expect(dialog).to_contain_text("You keep your seat in MATH-1010 (1001) unless")
    page.keyboard.press("Escape")
    expect(offer).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Swap", exact=True).press("Enter")
    expect(page.get_by_role("link", name=re.compile("In line as number"))).to_be_visible()
    expect(offer).to_be_hidden()
    page.get_by_role("link", name="My requests").click()
    waiting = page.get_by_role("region", name="Waiting").get_by_role("article")
    expect(waiting).to_contain_text(ASKED)
    return page


def test_the_offer_of_a_swap_suits_everybody(visits: Visits, campus: Campus) -> None:
    person = campus.student()
    for course in ("MATH-1010", "CS-1010"):
        campus.seat(course, person)
    page = armed(visits, person)
    page.goto(f"/catalogue/{campus.section('BIOL-1010')['id']}")
    offers = page.locator(".swaps").get_by_role("button")
    expect(offers.nth(0)).to_be_disabled()
    expect(offers.nth(1)).to_have_accessible_description(
        "It meets at the same time as MATH-1010 (1001), which you hold."
    )
    fits_everybody(page)


def test_a_swap_gives_one_seat_for_the_other(visits: Visits, campus: Campus) -> None:
    person = campus.student()
    with campus.line_held():
        page = ask_to_swap(visits, campus, person)
    expect(page.get_by_role("status").filter(has_text="You got BIOL-1010")).to_be_visible()
    answered = page.get_by_role("region", name="Answered").get_by_role("article")
    expect(answered).to_contain_text(ASKED)
    expect(answered).to_contain_text("You got it")
    page.get_by_role("link", name="Timetable").click()
    expect(page.get_by_role("button", name="Drop BIOL-1010")).to_be_visible()
    expect(page.get_by_role("button", name="Drop MATH-1010")).to_have_count(0)
    assert person.username in campus.roster("BIOL-1010")
    assert person.username not in campus.roster("MATH-1010")


def test_a_refused_swap_keeps_the_old_seat_and_says_so(visits: Visits, campus: Campus) -> None:
    person = campus.student()
    with campus.line_held():
        page = ask_to_swap(visits, campus, person)
        campus.seat("CS-1010", person)
    answered = page.get_by_role("region", name="Answered").get_by_role("article")
    swap = answered.filter(has_text=ASKED)
    expect(swap).to_contain_text("It meets at the same time as CS-1010 (1002), which you hold.")
    expect(swap).to_contain_text("You keep MATH-1010 (1001).")
    assert person.username in campus.roster("MATH-1010")
    assert person.username not in campus.roster("BIOL-1010")
