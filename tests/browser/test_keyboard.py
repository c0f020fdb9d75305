"""The whole way without a mouse, for each who has one."""

from __future__ import annotations

import re

import pyotp
from playwright.sync_api import Page, expect

from tests.browser.campus import ADMINISTRATOR, PASSWORD, TEACHER, TERM, Campus, Person
from tests.browser.conftest import Visits

MOST_STEPS = 60  # Tab presses from one thing to the next
FOCUSED = """() => {
  const it = document.activeElement
  if (it === document.body) return ''
  const label = it.labels?.[0]?.textContent ?? it.getAttribute('aria-label') ?? it.textContent
  return label.replace(/\\s+/g, ' ').trim()
}"""


def go_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press a key until the focus is on what is called so, and can be seen there."""
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        if page.evaluate(FOCUSED).startswith(name):
            ring = "e => getComputedStyle(e).outlineStyle + getComputedStyle(e).boxShadow"
            around = page.locator(":focus, :has(> :focus), li:has(:focus)")
            assert any(it.evaluate(ring) != "nonenone" for it in around.all()), f"no ring: {name}"
            return
    raise AssertionError(f"the focus never reached {name}; it is on {page.evaluate(FOCUSED)}")


def press(page: Page, name: str, key: str = "Tab") -> None:
    """Go to what is called so and press Enter."""
    go_to(page, name, key)
    page.keyboard.press("Enter")


def enter(page: Page, person: Person) -> None:
    """Log in, as one who types."""
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    go_to(page, "User name")
    page.keyboard.type(person.username)
    go_to(page, "Password")
    page.keyboard.type(person.password)
    page.keyboard.press("Enter")


def on(page: Page, heading: str) -> None:
    """The page with this heading is there, and one hears so."""
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_focused()


def test_from_logging_in_to_the_timetable(visits: Visits, campus: Campus) -> None:
    person = campus.student()
    page = visits().open("/login")
    keys = page.keyboard
    go_to(page, "Skip to content")
    enter(page, person)
    expect(page.get_by_label("Six-digit code")).to_be_focused()
    keys.type(pyotp.TOTP(person.secret).now())
    expect(page.get_by_role("heading", name="Find courses")).to_be_focused()
    expect(page.get_by_role("link", name="ARTS-1010")).to_be_visible()
    go_to(page, "Search by code")
    keys.type("mechanics")
    expect(page.get_by_text("1 section", exact=True)).to_be_visible()
    go_to(page, "PHYS-1010 Mechanics")
    keys.press("Enter")
    expect(page.get_by_role("region", name="Mechanics")).to_be_focused()
    expect(page.get_by_role("button", name="Take now")).to_be_enabled()
    go_to(page, "Take now")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Drop", exact=True)).to_be_visible()
    keys.press("Escape")
    go_to(page, "Timetable", "Shift+Tab")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="My timetable")).to_be_focused()
    go_to(page, "Drop PHYS-1010")
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Drop PHYS-1010")).to_be_focused()
    assert person.username in campus.roster("PHYS-1010")


def test_a_teachers_day(visits: Visits, campus: Campus) -> None:
    campus.seat("ZOOL-1010", campus.student("Wang Fang"))
    late = campus.student("Olu Ade")
    page = visits().open("/login")
    keys = page.keyboard
    enter(page, Person(TEACHER, "Grace Hu", password=PASSWORD))
    on(page, "My sections")
    go_to(page, "Search")
    keys.type("zoology")
    expect(page.get_by_role("row")).to_have_count(2)
    press(page, "ZOOL-1010")
    expect(page.get_by_role("heading", name="Roster: 1")).to_be_visible()
    press(page, "Add student")
    go_to(page, "User name of the student")
    keys.type(late.username)
    go_to(page, "Reason")
    keys.type("Came late")
    keys.press("Enter")
    expect(page.get_by_role("cell", name="Olu Ade", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Add student")).to_be_focused()
    go_to(page, "Find a student")
    keys.type("wang")
    expect(page.get_by_role("cell", name="Olu Ade", exact=True)).to_be_hidden()
    with page.expect_download():
        press(page, "Download CSV")
    press(page, "Edit section", "Shift+Tab")
    expect(page.get_by_role("spinbutton", name="Seats")).to_have_value("40")
    go_to(page, "Seats")
    keys.press("ControlOrMeta+A")
    keys.type("41")
    press(page, "Save")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "Save")
    expect(page.get_by_role("heading", name="Roster: 2")).to_be_visible()
    assert campus.section("ZOOL-1010")["capacity"] == 41


def test_an_administrators_day(visits: Visits, campus: Campus) -> None:
    page = visits().open("/login")
    keys = page.keyboard
    enter(page, ADMINISTRATOR)
    on(page, "Users")
    press(page, "Create account")
    go_to(page, "Role")
    keys.type("Te")
    go_to(page, "User name")
    keys.type("kay.board")
    go_to(page, "Name")
    keys.type("Kay Board")
    go_to(page, "E-mail")
    keys.type("kay@uni.example")
    keys.press("Enter")
    expect(page.get_by_text("The account of Kay Board has been created.")).to_be_visible()
    press(page, "I have saved it")
    expect(page.get_by_role("button", name="Create account")).to_be_focused()
    press(page, "Codes", "Shift+Tab")
    on(page, "Registration codes")
    press(page, "Make codes")
    go_to(page, "Uses of each")
    keys.press("ControlOrMeta+A")
    keys.type("2")
    keys.press("Enter")
    press(page, "I have saved it")
    expect(page.get_by_role("cell", name=re.compile("usable")).first).to_be_visible()
    press(page, "Terms", "Shift+Tab")
    on(page, "Terms")
    for act, told in (("Close selection", "closed"), ("Open selection", "open")):
        press(page, f"Manage {TERM}")
        press(page, act)
        press(page, act)
        expect(page.get_by_text(f"Selection for {TERM} is {told}")).to_be_visible()
        keys.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    press(page, "Registration day", "Shift+Tab")
    on(page, "Registration day")
    press(page, "Pause the line")
    go_to(page, "Reason")
    keys.type("By keyboard")
    keys.press("Enter")
    try:
        expect(page.get_by_text("By keyboard")).to_be_visible()
        press(page, "Let the line move")
        press(page, "Let the line move")
        expect(page.get_by_role("main").get_by_text("The line is moving")).to_be_visible()
    finally:
        campus.resume()
    press(page, "Log out", "Shift+Tab")
    on(page, "Log in")
