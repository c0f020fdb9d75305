"""Takes the pictures of the pages: `make screenshots`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.campus import Campus, Person
from tests.browser.conftest import chromium
from tests.browser.visitor import Visitor
from tests.system.installation import CHECKOUT, Installation

FOLDER = CHECKOUT / "docs" / "screenshots"
DESKTOP, PHONE = {"width": 1180, "height": 720}, {"width": 375, "height": 680}
HELD = ("MATH-1010", "PHYS-1010", "CHEM-1010")
PLANNED = ("CS-1010", "ARTS-1010")


class Picture(NamedTuple):
    """One picture; its file is named after it."""

    name: str
    path: str
    size: dict[str, int]
    theme: str = "light"
    language: str = "en-GB"


PICTURES = (
    Picture("catalogue", "/catalogue?q=1010", DESKTOP),
    Picture("timetable-dark", "/timetable", DESKTOP, "dark"),
    Picture("plan-phone-zh", "/plan", PHONE, "light", "zh-CN"),
    Picture("timetable-phone-dark", "/timetable", PHONE, "dark"),
)


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


def _take(page: Page, picture: Picture) -> Path:
    page.emulate_media(color_scheme=picture.theme)  # type: ignore[arg-type]
    page.set_viewport_size(picture.size)  # type: ignore[arg-type]
    page.evaluate(
        "name => localStorage.setItem('course-selection.language', name)", picture.language[:2]
    )
    page.goto(picture.path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".skeleton, [aria-busy=true]")).to_have_count(0)

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
        for picture in PICTURES:
            sys.stdout.write(f"{_take(page, picture).relative_to(CHECKOUT)}\n")
        browser.close()


if __name__ == "__main__":
    main()
