"""The whole way without a mouse."""

from __future__ import annotations

import pyotp
from playwright.sync_api import Page, expect

from tests.browser.campus import Campus
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


def test_from_logging_in_to_the_timetable(visits: Visits, campus: Campus) -> None:
    person = campus.student()
    page = visits().open("/login")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    keys = page.keyboard
    go_to(page, "Skip to content")
    go_to(page, "User name")
    keys.type(person.username)
    go_to(page, "Password")
    keys.type(person.password)
    keys.press("Enter")
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
