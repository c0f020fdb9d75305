"""What no address leads to: steps, dialogs, a line and a plan with something in them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import arm
from tests.browser.campus import ADMINISTRATOR, TERM, Campus, Person
from tests.browser.conftest import Visits
from tests.browser.test_every_page import DESKTOP, in_all_looks
from tests.browser.test_line import take
from tests.browser.test_login import enter, heading


def armed(visits: Visits, person: Person | None = None) -> Page:
    """A visitor's page with axe-core at hand."""
    page = visits(person, reduced_motion="reduce").page
    arm(page)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    return page


def fits_everybody(page: Page) -> None:
    """Nothing is wrong in any look; back to how it was."""
    assert "\n".join(in_all_looks(page)) == ""


def test_the_steps_of_entering(visits: Visits, campus: Campus) -> None:
    page = armed(visits)
    page.goto("/login")
    enter(page, campus.newcomer())
    heading(page, "Set up your second factor")
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    fits_everybody(page)


def test_the_step_of_the_second_factor(visits: Visits, campus: Campus) -> None:
    page = armed(visits)
    page.goto("/login")
    enter(page, campus.student())
    heading(page, "One more step")
    fits_everybody(page)


def test_a_plan_with_a_clash_and_a_line_that_waits(visits: Visits, campus: Campus) -> None:
    page = armed(visits, campus.student())
    page.goto("/catalogue")
    for course in ("MATH-1010", "BIOL-1010"):
        page.get_by_role("searchbox").fill(course)
        page.get_by_role("button", name=f"{course} in my plan").click()
    page.goto("/plan")
    expect(page.get_by_text("MATH-1010 and BIOL-1010")).to_be_visible()
    fits_everybody(page)
    page.goto("/")
    page.evaluate("localStorage.setItem('course-selection.language', 'en')")
    with campus.line_held():
        take(page, campus, "CS-1010")
        page.goto("/line")
        expect(page.get_by_role("region", name="Waiting")).to_be_visible()
        fits_everybody(page)


DIALOGS = (
    ("/admin/users", "Create account"),
    ("/admin/users", "Manage Grace Hu"),
    ("/admin/codes", "Make codes"),
    ("/admin/terms", "Create term"),
    ("/admin/terms", f"Manage {TERM}"),
    (f"/admin/terms/{TERM}/rounds", "Create round"),
    ("/admin/sections/{id}", "Add student"),
    ("/admin/cockpit", "Pause the line"),
)


@pytest.mark.parametrize(("path", "button"), DIALOGS, ids=[button for _, button in DIALOGS])
def test_a_dialog(visits: Visits, campus: Campus, path: str, button: str) -> None:
    page = armed(visits, ADMINISTRATOR)
    page.goto(path.format(id=campus.section("MATH-1010")["id"]))
    if button.startswith("Manage Grace"):
        page.get_by_label("Search").fill("Grace Hu")
    opener = page.get_by_role("button", name=button)
    opener.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator(".skeleton, [aria-busy=true]")).to_have_count(0)
    looks_alone(page)
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_a_catalogue_in_which_nothing_fits(visits: Visits, campus: Campus) -> None:
    page = armed(visits, campus.student())
    page.goto("/catalogue?q=no-such-course")
    clear = page.get_by_role("main").get_by_role("button", name="Clear filters")
    expect(clear).to_be_visible()
    fits_everybody(page)


def test_what_a_student_is_asked(visits: Visits, campus: Campus) -> None:
    person = campus.student()
    campus.seat("MATH-1010", person)
    page = armed(visits, person)
    page.goto("/timetable")
    for button in ("Drop MATH-1010", "To my calendar"):
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        looks_alone(page)
        page.keyboard.press("Escape")
    page.goto("/account")
    page.get_by_role("button", name="Get new recovery codes").click()
    looks_alone(page)


def looks_alone(page: Page) -> None:
    """The same in the language that is shown, for what covers the switch of languages."""
    assert "\n".join(in_all_looks(page, languages=("en",))) == ""
