"""Registration day: five hundred others at once, and one student at the pages."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.campus import ADMINISTRATOR, PASSWORD, Campus, Person
from tests.browser.conftest import Visits
from tests.browser.test_catalogue import find
from tests.browser.test_line import expect_answer
from tests.browser.test_login import enter, heading, manual_secret
from tests.system.command_line import COMMAND, PATIENCE
from tests.system.installation import Installation

STUDENTS = 500
REHEARSE = ("rehearse", "--students", str(STUDENTS), "--sections", "10", "--json")
COURSES = ("MATH-1010", "CS-1010", "PHYS-1010")


@contextmanager
def rush(installation: Installation, home: Path) -> Iterator[subprocess.Popen[str]]:
    """The rehearsal as the administrator starts it, under way."""
    environment = {**installation.environment, "HOME": os.fspath(home)}
    login = ("user", "login", "--username", ADMINISTRATOR.username, "--password")
    subprocess.run(
        [COMMAND, *login, ADMINISTRATOR.password],
        env=environment, check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    process = subprocess.Popen(
        [COMMAND, *REHEARSE], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def register(page: Page, campus: Campus) -> Person:
    """Make an account with a code from the office and log in with it."""
    page.goto("/register")
    page.get_by_label("Registration code").fill(campus.registration_code())
    page.get_by_label("Full name").fill("Day Long")
    page.get_by_label("E-mail address").fill("day.long@uni.example")
    page.get_by_label("User name", exact=True).fill("day.long")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password once more").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    heading(page, "Welcome, Day Long! Your account is made.")
    person = Person("day.long", "Day Long", manual_secret(page))
    page.get_by_role("link", name="Go to log in").click()
    enter(page, person)
    page.get_by_label("Six-digit code").fill(person.code())
    heading(page, "Find courses")
    return person


def plan(page: Page, courses: Sequence[str]) -> None:
    """Find each course as one types and put it into the plan."""
    for course in courses:
        find(page, course)
        page.get_by_role("button", name=f"{course} in my plan").click()
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(page.get_by_role("button", name=f"Ask for all {len(courses)}")).to_be_enabled()


def test_a_students_day_from_registering_to_the_timetable_in_the_middle_of_a_rush(
    visits: Visits, campus: Campus, installation: Installation, tmp_path: Path
) -> None:
    page = visits().page
    person = register(page, campus)
    plan(page, COURSES)
    with campus.line_held(), rush(installation, tmp_path) as others:
        while waiting(campus) < STUDENTS:
            assert others.poll() is None, "the others are done, and the line was held"
        page.get_by_role("button", name=f"Ask for all {len(COURSES)}").click()
        page.get_by_role("link", name="My requests").click()
        asked = page.get_by_role("region", name="Waiting").get_by_role("article")
        expect(asked.get_by_role("listitem")).to_have_count(len(COURSES))
        ahead = re.findall(r"([\d,]+) ahead of you", page.get_by_role("main").inner_text())
        assert min(int(number.replace(",", "")) for number in ahead) >= STUDENTS
        office = visits(ADMINISTRATOR).open("/admin/cockpit")
        office.get_by_role("button", name="Let the line move").click()
        office.get_by_role("dialog").get_by_role("button", name="Let the line move").click()
        expect_answer(page)
        page.get_by_role("link", name="Timetable").click()
        week = page.get_by_role("region", name="Week")
        for course in COURSES:
            expect(week.get_by_role("listitem").filter(has_text=course)).to_have_count(2)
        printed, _ = others.communicate(timeout=PATIENCE)
    assert others.returncode == 0, printed
    assert json.loads(printed)["passed"]
    assert all(person.username in campus.roster(course) for course in COURSES)


def waiting(campus: Campus) -> int:
    """How many requests are in the line."""
    pending: int = campus.call("GET", "/teacher/selection")["pending"]
    return pending
