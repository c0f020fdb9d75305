"""An administrator's day: people, codes, terms, a seat by hand, and the line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campus import ADMINISTRATOR, Campus, Person
from tests.browser.conftest import Visits
from tests.browser.test_login import enter, heading

CATALOGUE = """\
code,title,credits,type,instructor,days,start,end,location,capacity,crn
LAW-1010,Contracts,3,LEC,,MR,08:00,09:50,Hall 1,60,1
LAW-1020,Torts,3,LEC,,TF,08:00,09:50,Hall 1,60,2
"""
SAVED = "I have saved it"


@pytest.fixture
def page(visits: Visits, campus: Campus) -> Page:
    return visits(ADMINISTRATOR).open("/admin/users")


def test_an_account_is_made_used_and_disabled(page: Page, visits: Visits, campus: Campus) -> None:
    page.get_by_role("button", name="Create account").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Role").select_option("teacher")
    dialog.get_by_label("User name").fill("tom.tutor")
    dialog.get_by_label("Name", exact=True).fill("Tom Tutor")
    dialog.get_by_label("E-mail").fill("tom@uni.example")
    dialog.get_by_role("button", name="Create account").click()
    password = dialog.locator(".secret", has_text="Password").locator("code").inner_text()
    dialog.get_by_role("button", name=SAVED).click()
    tutor = visits().open("/login")
    enter(tutor, Person("tom.tutor", "Tom Tutor", password=password))
    heading(tutor, "Choose your password")
    page.get_by_label("Search").fill("tom.tutor")
    page.get_by_role("button", name="Manage Tom Tutor (tom.tutor)").click()
    dialog.get_by_role("button", name="Disable account").click()
    page.get_by_role("dialog").last.get_by_role("button", name="Disable account").last.click()
    expect(page.get_by_text("Tom Tutor can no longer log in")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="tom.tutor")).to_contain_text("Disabled")


def test_a_code_is_made_and_shown_once(page: Page) -> None:
    page.get_by_role("link", name="Codes").click()
    page.get_by_role("button", name="Make codes").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Uses of each").fill("3")
    dialog.get_by_role("button", name="Make codes").click()
    code = dialog.locator("code").inner_text()
    dialog.get_by_role("button", name=SAVED).click()
    expect(page.get_by_role("cell", name=re.compile("usable")).first).to_be_visible()
    assert code not in page.content()


def test_a_catalogue_is_looked_at_then_brought_in_and_opened(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "law.csv"
    file.write_text(CATALOGUE)
    page.get_by_role("link", name="Terms").click()
    page.get_by_role("link", name="Import a catalogue").click()
    page.get_by_label("Code of the term").fill("LAW26")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name=re.compile("Check|Look|Preview", re.IGNORECASE)).click()
    expect(page.get_by_text("Nothing has been changed yet")).to_be_visible()
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_text("The catalogue is in LAW26.")).to_be_visible()
    page.get_by_role("link", name="Terms").first.click()
    row = page.get_by_role("row").filter(has_text="LAW26")
    expect(row).to_be_visible()
    page.get_by_role("button", name="Manage LAW26").click()
    page.get_by_role("dialog").get_by_role(
        "button", name=re.compile("Close selection|Open")
    ).click()
    page.get_by_role("dialog").last.get_by_role(
        "button", name=re.compile("Close selection|Open selection")
    ).last.click()
    expect(page.get_by_text(re.compile("Selection for LAW26 is (open|closed)"))).to_be_visible()


def test_a_student_is_seated_and_removed_for_a_reason(page: Page, campus: Campus) -> None:
    student = campus.student("Hana Hand")
    page.goto(f"/admin/sections/{campus.section('GEOL-1010')['id']}")
    page.get_by_role("button", name="Add student").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("User name of the student").fill(student.username)
    dialog.get_by_label("Reason").fill("Exchange programme")
    dialog.get_by_role("button", name="Add student").click()
    expect(page.get_by_role("cell", name="Hana Hand", exact=True)).to_be_visible()
    assert campus.roster("GEOL-1010") == [student.username]
    page.get_by_role("button", name="Remove Hana Hand").click()
    dialog.get_by_label("Reason").fill("A mistake")
    dialog.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("cell", name="Hana Hand", exact=True)).to_be_hidden()
    assert campus.roster("GEOL-1010") == []


def test_the_line_is_paused_and_moves_again(page: Page, visits: Visits, campus: Campus) -> None:
    waiting = visits(campus.student()).open(f"/catalogue/{campus.section('CHEM-1010')['id']}")
    page.get_by_role("link", name="Registration day").click()
    try:
        page.get_by_role("button", name="Pause the line").click()
        page.get_by_role("dialog").get_by_label("Reason").fill("A fire drill")
        page.get_by_role("dialog").get_by_role("button", name="Pause the line").click()
        expect(page.get_by_text("A fire drill")).to_be_visible()
        waiting.get_by_role("button", name="Take now").click()
        expect(waiting.get_by_role("link", name=re.compile("In line as"))).to_be_visible()
        page.get_by_role("button", name="Let the line move").click()
        page.get_by_role("dialog").get_by_role("button", name="Let the line move").click()
        expect(page.get_by_role("main").get_by_text("The line is moving")).to_be_visible()
        expect(waiting.get_by_role("button", name="Drop", exact=True)).to_be_visible()
    finally:
        campus.resume()
