"""Takes the pictures of the pages: `make screenshots`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.campus import TERM, Campus, Person
from tests.browser.conftest import chromium
from tests.browser.visitor import Visitor
from tests.system.installation import CHECKOUT, Installation

FOLDER = CHECKOUT / "docs" / "screenshots"
DESKTOP, PHONE = {"width": 1180, "height": 720}, {"width": 375, "height": 680}
HELD = ("MATH-1010", "PHYS-1010", "CHEM-1010")
PLANNED = ("CS-1010", "ARTS-1010")
IN_THE_WAY = "BIOL-1010"  # meets when one that is held does
DAY = 86_400  # seconds


class Picture(NamedTuple):
    """One picture; its file is named after it."""

    name: str
    path: str
    size: dict[str, int]
    theme: str = "light"
    language: str = "en-GB"
    with_text: str = ""  # that shows that everything is there


PICTURES = (
    Picture("catalogue", "/catalogue?q=1010", DESKTOP, with_text="11 sections"),
    Picture("timetable-dark", "/timetable", DESKTOP, "dark"),
    Picture("timetable-phone-dark", "/timetable", PHONE, "dark"),
)
BEFORE_A_ROUND = Picture("plan-phone-zh", "/plan", PHONE, "light", "zh-CN", with_text="还有")


@contextmanager
def _running() -> Iterator[tuple[Browser, Installation]]:
    installation = Installation()
    try:
        installation.start()
        with sync_playwright() as playwright:
            yield chromium(playwright), installation
    finally:
        installation.close()


def _student(campus: Campus) -> Person:
    student = campus.student("Mei Lindqvist")
    for course in HELD:
        campus.seat(course, student)
    return student


def _plan(page: Page, campus: Campus) -> None:
    for course in PLANNED:
        page.goto(f"/catalogue/{campus.section(course)['id']}")
        page.get_by_role("button", name="Add to plan").click()


def _countdown(campus: Campus) -> None:
    """A round that opens in a while, so that the plan counts down to it."""
    opens = int(time.time()) + 2 * DAY
    wanted = {"name": "First choice", "opens_at": opens, "closes_at": opens + 5 * DAY}
    campus.call("POST", f"/teacher/terms/{TERM}/rounds", json=wanted)


def _take_swap(page: Page, campus: Campus) -> Path:
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.goto(f"/catalogue/{campus.section(IN_THE_WAY)['id']}")
    page.get_by_role("button", name="Swap with").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    path = FOLDER / "swap.png"
    page.screenshot(path=path)
    return path


def _take(page: Page, picture: Picture) -> Path:
    page.emulate_media(color_scheme=picture.theme)  # type: ignore[arg-type]
    page.set_viewport_size(picture.size)  # type: ignore[arg-type]
    page.evaluate(
        "name => localStorage.setItem('course-selection.language', name)", picture.language[:2]
    )
    page.goto(picture.path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".skeleton, [aria-busy=true]")).to_have_count(0)

    if picture.with_text:
        expect(page.get_by_text(picture.with_text)).to_be_visible()
    page.evaluate("document.fonts.ready")
    path = FOLDER / f"{picture.name}.png"
    page.screenshot(path=path)
    return path


def main() -> None:
    """Start everything, take all pictures, say where they are."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _running() as (browser, installation):
        campus = Campus(installation.gateway_url)
        campus.make_term()
        visitor = Visitor(browser, installation.gateway_url)
        page = visitor.log_in(_student(campus).credentials).open("/")
        _plan(page, campus)
        taken = [_take_swap(page, campus), *(_take(page, picture) for picture in PICTURES)]
        _countdown(campus)
        taken.append(_take(page, BEFORE_A_ROUND))
        for path in taken:
            sys.stdout.write(f"{path.relative_to(CHECKOUT)}\n")
        browser.close()


if __name__ == "__main__":
    main()
