"""Seats straight from the list, and a plan from which nothing is lost by a slip."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.campus import TERM, Campus
from tests.browser.conftest import Visits
from tests.browser.test_catalogue import find, posts_of


def test_a_seat_is_taken_from_the_list_with_one_request(visits: Visits, campus: Campus) -> None:
    person = campus.student()
    page = visits(person).open("/catalogue")
    find(page, "Drawing")
    sent = posts_of(page)
    button = page.get_by_role("button", name=re.compile(r"ARTS-1010 \(section"))
    expect(button).to_have_accessible_name(re.compile("^Take "))
    button.dblclick()
    expect(button).to_have_accessible_name(re.compile(": yours$"))
    expect(button).to_be_focused()
    expect(page.get_by_role("listitem").filter(has_text="ARTS-1010").first).to_contain_text("Yours")
    button.press("Enter")  # what is taken cannot be taken again
    assert len({request.headers["idempotency-key"] for request in sent}) == 1
    assert campus.roster("ARTS-1010").count(person.username) == 1


def test_sections_of_one_course_have_names_of_their_own(visits: Visits, campus: Campus) -> None:
    twin = {"term": TERM, "course": "GEOL-1010", "number": "T-2", "credits": 3, "capacity": 9}
    campus.call("POST", "/teacher/sections", json=twin | {"title": "Geology"})
    page = visits(campus.student()).open("/catalogue?q=GEOL-1010")
    for action in ("Take GEOL-1010", "GEOL-1010 in my plan"):
        buttons = page.get_by_role("button", name=action)
        expect(buttons).to_have_count(2)
        names = {button.get_attribute("aria-label") for button in buttons.all()}
        assert len(names) == 2


def test_what_was_removed_from_the_plan_is_put_back_where_it_was(
    visits: Visits, campus: Campus
) -> None:
    page = visits(campus.student()).open("/catalogue")
    for course in ("MATH-1010", "CHEM-1010", "ARTS-1010"):
        find(page, course)
        page.get_by_role("button", name=f"{course} in my plan").click()
    page.get_by_role("link", name="Plan", exact=True).click()
    items = page.get_by_role("main").get_by_role("listitem").filter(has=page.locator(".handle"))
    page.get_by_role("button", name="Remove CHEM-1010 from the plan").press("Enter")
    expect(items).to_have_text([re.compile("MATH-1010"), re.compile("ARTS-1010")])
    expect(page.get_by_role("button", name=re.compile("^ARTS-1010, place 2"))).to_be_focused()
    page.get_by_role("button", name="Undo").press("Enter")
    expected = [re.compile(course) for course in ("MATH-1010", "CHEM-1010", "ARTS-1010")]
    expect(items).to_have_text(expected)
    expect(page.get_by_role("button", name=re.compile("^CHEM-1010, place 2"))).to_be_focused()


def offer(campus: Campus, course: str, *capacities: int) -> None:
    """Sections of a new course, numbered `COURSE/1` and so on."""
    for number, capacity in enumerate(capacities, 1):
        section = {"term": TERM, "course": course, "title": course, "number": f"{course}/{number}"}
        campus.call(
            "POST", "/teacher/sections", json=section | {"credits": 1, "capacity": capacity}
        )


def test_a_plan_takes_an_alternative_and_is_one_entry_in_the_line(
    visits: Visits, campus: Campus
) -> None:
    offer(campus, "PLAN-1010", 0, 9)
    offer(campus, "PLAN-2010", 0)
    page = visits(campus.student()).open("/catalogue")
    for name in ("PLAN-1010 in my plan (section PLAN-1010/1)", "PLAN-2010 in my plan"):
        find(page, name[:9])
        page.get_by_role("button", name=name).click()
    page.get_by_role("link", name="Plan", exact=True).click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("you would get none of 2")
    choice = page.get_by_label("Add an alternative for PLAN-1010")
    choice.select_option(index=1)
    expect(page.get_by_role("list", name="Alternatives for PLAN-1010")).to_contain_text(
        "or else PLAN-1010/2"
    )
    expect(main).to_contain_text("you would get 1 of 2")

    whole = page.get_by_label("All or nothing")
    whole.check()
    expect(main).to_contain_text("you would get none of 2")
    page.get_by_role("button", name="Ask for all 2").click()
    expect(main).to_contain_text("but not all of your plan")
    page.reload()
    whole.uncheck()
    page.get_by_role("button", name="Ask for all 2").click()
    page.get_by_role("link", name="My requests").click()
    answered = page.get_by_role("region", name="Answered").get_by_role("article")
    expect(answered).to_have_count(2)
    expect(answered.first).to_contain_text("You got 1 of 2")
    newest = answered.first.get_by_role("listitem")
    expect(newest).to_have_text(
        [re.compile(r"PLAN-1010 \(PLAN-1010/2\): yours"), re.compile("All seats")]
    )
