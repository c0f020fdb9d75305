"""Waiting in line: whatever happens to the page, the place stays."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import short_tokens
from tests.browser.campus import Campus
from tests.browser.conftest import Visits
from tests.browser.test_catalogue import posts_of
from tests.system.cli.people import STEP, moment_with_room
from tests.system.installation import Installation

CUT = "ERR_INTERNET_DISCONNECTED|ERR_NETWORK|ERR_FAILED"
COURSES = ("MATH-1010", "CS-1010", "PHYS-1010")


def take(page: Page, campus: Campus, course: str) -> None:
    """Ask for a seat from the details of the section."""
    page.goto(f"/catalogue/{campus.section(course)['id']}")
    page.get_by_role("button", name="Take now").click()
    expect(page.get_by_role("link", name=re.compile("In line as number"))).to_be_visible()


def number_shown(page: Page) -> str:
    """The number of the one request that waits."""
    waiting = page.get_by_role("region", name="Waiting").get_by_role("article")
    expect(waiting).to_have_count(1)
    found = re.search(r"number (\d+)", waiting.inner_text())
    assert found
    return found[1]


def expect_answer(page: Page, text: str = "You got it", count: int = 1) -> None:
    answered = page.get_by_role("region", name="Answered").get_by_role("article")
    expect(answered.filter(has_text=text)).to_have_count(count)


def test_a_plan_is_submitted_with_one_click_in_its_order(visits: Visits, campus: Campus) -> None:
    person = campus.student()
    page = visits(person).open("/catalogue")
    for course in COURSES:
        page.get_by_role("searchbox").fill(course)
        page.get_by_role("button", name=f"{course} in my plan").click()
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("button", name="Move PHYS-1010 up").click()
    page.get_by_role("button", name=re.compile("^PHYS-1010, place 2")).press("ArrowUp")
    order = ["PHYS-1010", "MATH-1010", "CS-1010"]
    listed = page.get_by_role("main").get_by_role("listitem").filter(has=page.get_by_role("link"))
    expect(listed).to_have_text([re.compile(course) for course in order])
    sent = posts_of(page)
    with campus.line_held():
        page.get_by_role("button", name="Ask for all 3 in this order").click()
        expect(page.get_by_role("link", name=re.compile("In line as number"))).to_have_count(3)
        numbers = re.findall(r"In line as number ([\d,]+)", page.get_by_role("main").inner_text())
        assert len(set(numbers)) == 1
    expect(page.get_by_role("main").get_by_text("Yours")).to_have_count(len(COURSES))
    assert len(sent) == 1
    assert all(person.username in campus.roster(course) for course in COURSES)


def test_a_reload_and_a_second_tab_keep_the_place(visits: Visits, campus: Campus) -> None:
    visitor = visits(campus.student())
    page = visitor.page
    with campus.line_held():
        take(page, campus, "MATH-1010")
        page.get_by_role("link", name="My requests").click()
        number = number_shown(page)
        page.reload()
        assert number_shown(page) == number
        other = visitor.tab("/line")
        assert number_shown(other) == number
    expect_answer(page)
    expect_answer(other)


def test_another_device_shows_the_same_line(visits: Visits, campus: Campus) -> None:
    person = campus.student()
    now = moment_with_room()
    phone = visits()
    phone.log_in(person.credentials | {"totp_code": person.code(now - STEP)})
    page = visits(person).page
    with campus.line_held():
        take(page, campus, "PHYS-1010")
        page.get_by_role("link", name="My requests").click()
        assert number_shown(phone.open("/line")) == number_shown(page)
    expect_answer(phone.page)
    expect_answer(page)


def test_a_cut_connection_comes_back_with_the_answer(visits: Visits, campus: Campus) -> None:
    visitor = visits(campus.student())
    visitor.expects(CUT)
    page = visitor.page
    with campus.line_held():
        take(page, campus, "CS-1010")
        page.get_by_role("link", name="My requests").click()
        number_shown(page)
        visitor.context.set_offline(True)
        expect(page.get_by_text("You are offline.")).to_be_visible()
    visitor.context.set_offline(False)
    expect(page.get_by_text("You are offline.")).to_be_hidden()
    expect_answer(page)


def test_a_click_without_a_connection_becomes_one_request(visits: Visits, campus: Campus) -> None:
    visitor = visits(campus.student())
    visitor.expects(CUT)
    page = visitor.open(f"/catalogue/{campus.section('CHEM-1010')['id']}")
    button = page.get_by_role("button", name="Take now")
    expect(button).to_be_enabled()
    visitor.context.set_offline(True)
    button.click()
    expect(page.get_by_text("No answer yet. We keep trying")).to_be_visible()
    visitor.context.set_offline(False)
    expect(page.get_by_role("button", name="Drop", exact=True)).to_be_visible()
    page.goto("/line")
    expect(page.get_by_role("article")).to_have_count(1)


def test_a_token_that_runs_out_while_one_waits_is_renewed_unnoticed(
    visits: Visits, campus: Campus, installation: Installation
) -> None:
    person = campus.student()
    installation.stop("auth_node")
    installation.modules["auth_node"] = short_tokens.__name__
    try:
        installation.start("auth_node")
        visitor = visits(person)
        visitor.expects("401 .*/api/student/")
        page = visitor.page
        with campus.line_held():
            take(page, campus, "MATH-1010")
            page.get_by_role("link", name="My requests").click()
            number = number_shown(page)
            with page.expect_response("**/api/auth/refresh") as renewed:
                pass  # the event stream ends with the token
            assert renewed.value.ok
            assert number_shown(page) == number
        expect_answer(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("My requests")
    finally:
        del installation.modules["auth_node"]
        installation.stop("auth_node")
        installation.start("auth_node")
