"""Finding a course and taking a seat, to the timetable."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Request, expect

from tests.browser.campus import Campus
from tests.browser.conftest import Visits


def find(page: Page, text: str) -> None:
    page.get_by_role("searchbox").fill(text)


def row(page: Page, course: str) -> None:
    """Open the details of a course from the list."""
    page.get_by_role("link", name=re.compile(course)).first.click()
    expect(page.get_by_role("button", name="Take now")).to_be_visible()


def posts_of(page: Page) -> list[Request]:
    """The requests for seats that the page sends from now on."""
    sent: list[Request] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/student/selections"):
            sent.append(request)

    page.on("request", note)
    return sent


def test_the_list_follows_what_is_typed_and_the_address_carries_it(
    visits: Visits, campus: Campus
) -> None:
    visitor = visits(campus.student())
    page = visitor.open("/catalogue")
    found = page.get_by_text(re.compile(r"^\d[\d,]* sections?$"))
    expect(found).to_have_text(re.compile(r"4\d\d"))
    find(page, "linear alg")
    expect(found).to_have_text("1 section")
    expect(page).to_have_url(re.compile("q=linear"))
    page.get_by_role("searchbox").fill("")
    page.get_by_label("Subject").select_option("STAT")
    page.get_by_role("button", name="Monday").click()
    expect(page).to_have_url(re.compile("subject=STAT.*days=M"))
    narrowed = found.inner_text()
    shared = visitor.tab(page.url)
    expect(shared.get_by_text(re.compile(r"^\d[\d,]* sections?$"))).to_have_text(narrowed)
    expect(shared.get_by_label("Subject")).to_have_value("STAT")
    page.get_by_role("button", name="Clear filters").click()
    expect(page).to_have_url(re.compile("/catalogue$"))
    page.get_by_role("combobox", name="Tag").select_option("online")
    expect(page).to_have_url(re.compile("tag=online"))
    expect(found).to_have_text("2 sections")
    page.get_by_role("link", name=re.compile("Statistics")).click()
    tags = page.get_by_role("region", name="Statistics").get_by_role("list", name="Tags")
    expect(tags.get_by_role("listitem")).to_have_text(["online", "first year"])
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_role("combobox", name="Tag")).to_have_value("")
    expect(found).to_have_text(re.compile(r"4\d\d"))


def test_a_seat_is_taken_answered_and_in_the_timetable(visits: Visits, campus: Campus) -> None:
    person = campus.student()
    page = visits(person).open("/catalogue")
    find(page, "Linear Algebra")
    row(page, "MATH-1010")
    page.get_by_role("button", name="Take now").click()
    expect(page.get_by_role("button", name="Drop", exact=True)).to_be_visible()
    page.get_by_role("link", name="Timetable").click()
    week = page.get_by_role("region", name="Week")
    expect(week.get_by_role("listitem").filter(has_text="MATH-1010")).to_have_count(2)
    assert person.username in campus.roster("MATH-1010")
    page.get_by_role("button", name="Drop MATH-1010").click()
    page.get_by_role("dialog").get_by_role("button", name="Drop", exact=True).click()
    expect(week.get_by_role("listitem").filter(has_text="MATH-1010")).to_have_count(0)
    assert person.username not in campus.roster("MATH-1010")


def test_two_clicks_are_one_request(visits: Visits, campus: Campus) -> None:
    page = visits(campus.student()).open("/catalogue")
    find(page, "Drawing")
    row(page, "ARTS-1010")
    sent = posts_of(page)
    page.get_by_role("button", name="Take now").dblclick()
    expect(page.get_by_role("button", name="Drop", exact=True)).to_be_visible()
    page.goto("/line")
    expect(page.get_by_role("article")).to_have_count(1)
    assert len({request.headers["idempotency-key"] for request in sent}) == 1


def test_why_it_is_not_possible_is_said_before_the_click(visits: Visits, campus: Campus) -> None:
    person = campus.student()
    campus.seat("MATH-1010", person)
    page = visits(person).open(f"/catalogue/{campus.section('BIOL-1010')['id']}")
    expect(page.get_by_text("It meets at the same time as MATH-1010")).to_be_visible()
    expect(page.get_by_role("button", name="Take now")).to_be_disabled()


def test_the_last_seat_goes_while_one_looks_at_it(visits: Visits, campus: Campus) -> None:
    late, quick = campus.student("Late Lin"), campus.student("Quick Qi")
    page = visits(late).open("/catalogue")
    find(page, "Choir")
    row(page, "MUSI-1010")
    details = page.get_by_role("region", name="Choir")
    expect(details.get_by_text("1 seat free")).to_be_visible()
    campus.seat("MUSI-1010", quick)
    expect(details.get_by_text(re.compile("Full$"))).to_be_visible()
    expect(details.get_by_text("All seats are taken.")).to_be_visible()
    expect(page.get_by_role("button", name="Take now")).to_be_disabled()
    assert campus.roster("MUSI-1010") == [quick.username]


def test_who_clicked_a_moment_too_late_is_told_so(visits: Visits, campus: Campus) -> None:
    late, quick = campus.student("Late Lin"), campus.student("Quick Qi")
    first, page = visits(quick).page, visits(late).page
    with campus.line_held():
        for one in (first, page):
            one.goto(f"/catalogue/{campus.section('DANC-1010')['id']}")
            one.get_by_role("button", name="Take now").click()
            expect(one.get_by_role("link", name=re.compile("In line as number"))).to_be_visible()
    expect(first.get_by_role("button", name="Drop", exact=True)).to_be_visible()
    details = page.get_by_role("region", name="Dance")
    expect(details.get_by_text("All seats are taken.")).to_be_visible()
    page.get_by_role("link", name="My requests").click()
    answered = page.get_by_role("region", name="Answered").get_by_role("article")
    expect(answered).to_contain_text("All seats are taken.")


def test_an_address_leads_into_its_own_term(visits: Visits, campus: Campus) -> None:
    winter = {"code": "W25", "name": "Winter 2025", "state": "closed"}
    campus.call("POST", "/teacher/terms", json=winter)
    wanted = {"term": "W25", "course": "SNOW-1010", "number": "9301", "title": "Snow"}
    made = campus.call("POST", "/teacher/sections", json=wanted | {"credits": 1, "capacity": 5})
    page = visits(campus.student()).open(f"/catalogue/{campus.section('CS-1010')['id']}")
    term = page.get_by_label("Term")
    expect(term).to_have_value("F26")
    page.goto(f"/catalogue/{made['id']}")
    expect(page.get_by_role("heading", name="Snow")).to_be_visible()
    expect(term).to_have_value("W25")
    term.select_option("F26")
    expect(page.get_by_text("not in the catalogue of this term")).to_be_visible()
    expect(term).to_have_value("F26")
    campus.call("DELETE", "/teacher/terms/W25", params={"force": True})
