"""Every page, for each who may see it: no barriers, nothing too wide, nothing wrong behind it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.barriers import OF_COLOUR, arm, barriers, too_wide
from tests.browser.campus import ADMINISTRATOR, PASSWORD, TEACHER, Campus, Person
from tests.browser.conftest import PATIENCE
from tests.browser.names import indistinct
from tests.browser.routes import PageRoute, page_routes
from tests.browser.visitor import Visitor
from tests.system.installation import Installation

PHONE, DESKTOP = {"width": 375, "height": 740}, {"width": 1280, "height": 800}
NARROWEST = {"width": 320, "height": 640}
HALF = {"width": 640, "height": 400}  # a screen of 1280 by 800 at 200 %
COURSE = "MATH-1010"
PLANNED = "S20"  # a term with rounds
DAY = 86_400  # seconds
WHO = {"anyone": "nobody", "known": "student"}
ROUTES = page_routes()
WITH_A_DOOR = {"/login", "/register", "/reset", "/no-such-page"}

Visitors = dict[str, Visitor]


@pytest.fixture(scope="module")
def visitors(browser: Browser, installation: Installation, campus: Campus) -> Iterator[Visitors]:
    """One of each role, who has something to see, with axe-core at hand."""
    campus.registration_code()
    plan_rounds(campus)
    hold_somebody(campus)
    bind_credits_and_seats(campus)
    there = {}
    for who, person in _people(campus).items():
        there[who] = Visitor(browser, installation.gateway_url, reduced_motion="reduce")
        there[who].context.set_default_timeout(PATIENCE)
        arm(there[who].page)
        if person:
            there[who].log_in(person.credentials)
    yield there
    for visitor in there.values():
        visitor.close()


def _people(campus: Campus) -> dict[str, Person | None]:
    student = campus.student("Zoë Zimmermann-Zhang")
    for course in (COURSE, "PHYS-1010"):
        campus.seat(course, student)
    teacher = Person(TEACHER, "Grace Hu", password=PASSWORD)
    return {"nobody": None, "student": student, "teacher": teacher, "admin": ADMINISTRATOR}


def plan_rounds(campus: Campus) -> None:
    """A closed term with a round that is over, one that is open and one that comes; its report."""
    term = {"code": PLANNED, "name": "Spring 2020", "state": "closed"}
    campus.call("POST", "/teacher/terms", json=term)
    now = int(time.time())
    for at, name in enumerate(("First choice", "Everybody", "Late changes")):
        opens = now + (at - 1) * DAY - DAY // 2
        wanted = {"name": name, "opens_at": opens, "closes_at": opens + DAY, "credit_limit": 20}
        wanted |= {"groups": ["CS-1"], "tags": ["honours"]} if at == 0 else {}
        campus.call("POST", f"/teacher/terms/{PLANNED}/rounds", json=wanted)
    campus.call("PUT", f"/teacher/terms/{PLANNED}/report")


def hold_somebody(campus: Campus) -> None:
    """Holds on a student: one without an end, one with."""
    held = {"students": [campus.student("Hal Held").username], "contact": "the bursar's office"}
    campus.call("POST", "/teacher/holds", json={**held, "reason": "Fees of the last term"})
    ends = {"reason": "No adviser yet", "until": int(time.time()) + DAY}
    campus.call("POST", "/teacher/holds", json={**held, **ends})


def bind_credits_and_seats(campus: Campus) -> None:
    """A minimum that many are below, seats that are kept, and sections that share theirs."""
    campus.call("PATCH", f"/teacher/terms/{PLANNED}", json={"credit_minimum": 12})
    kept = {"name": "first-year students", "seats": 12, "until": int(time.time()) + DAY}
    path = f"/teacher/sections/{campus.section(COURSE)['id']}/kept"
    campus.call("PUT", path, json={"kept": [{**kept, "tags": ["freshman"]}]})
    shared = {"sections": [campus.section("GEOL-1010")["id"]], "capacity": 50}
    path = f"/teacher/sections/{campus.section('STAT-1010')['id']}/cross-listing"
    campus.call("PUT", path, json=shared)


def shown(page: Page) -> None:
    """The page is there with its data."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".skeleton, [aria-busy=true]")).to_have_count(0)


def in_all_looks(page: Page, languages: tuple[str, ...] = ("en", "zh-CN")) -> list[str]:
    """What is wrong in both themes and languages, on a phone and on a desk."""
    wrong = []
    for language in languages:
        if page.locator("html").get_attribute("lang") != language:
            page.get_by_role("button", name="中文" if language == "zh-CN" else "English").click()
            expect(page.locator("html")).to_have_attribute("lang", language)
        for size in (DESKTOP, PHONE, HALF, NARROWEST):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            look = f"{language} {size['width']}"
            wrong += [f"{look}: {it}" for it in too_wide(page)]
            if size in (DESKTOP, PHONE):
                wrong += _in_both_themes(page, look)
    return wrong


def _in_both_themes(page: Page, look: str) -> list[str]:
    """All rules in the light, and in the dark those that another theme can break."""
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html.dark")).to_have_count(1)
    wrong = [f"{look} dark: {it}" for it in barriers(page, *OF_COLOUR)]
    page.emulate_media(color_scheme="light")
    expect(page.locator("html.dark")).to_have_count(0)
    wrong += [f"{look} light: {it}" for it in barriers(page)]
    return wrong + [f"{look}: {it}" for it in indistinct(page)]


@pytest.mark.parametrize("route", ROUTES, ids=[f"{route.who}{route.path}" for route in ROUTES])
def test_a_page(visitors: Visitors, campus: Campus, route: PageRoute) -> None:
    visitor = visitors[WHO.get(route.who, route.who)]
    page = visitor.page
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.goto(route.path.format(id=campus.section(COURSE)["id"], code=PLANNED))
    shown(page)
    wrong = in_all_looks(page)
    troubles, visitor.troubles = visitor.troubles, []
    assert "\n".join(wrong + troubles) == ""


def test_the_routes_are_found() -> None:
    paths = {route.path for route in ROUTES}
    assert paths >= WITH_A_DOOR | {"/catalogue", "/catalogue/{id}", "/timetable", "/admin/users"}
    assert paths >= {
        "/admin/terms/{code}/rounds",
        "/admin/holds",
        "/admin/audit",
        "/admin/settings",
    }
    assert all(route.who in {"anyone", "known", "student", "teacher", "admin"} for route in ROUTES)
