"""Signing in through the university, by keyboard, at a real provider, and what its link is for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.campus import ADMINISTRATOR, Campus
from tests.browser.conftest import PATIENCE, Visits
from tests.browser.test_login import enter, heading
from tests.browser.visitor import Visitor
from tests.identity_provider import IdentityProvider
from tests.system.command_line import CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

BUTTON = "Sign in with Example University"


@pytest.fixture
def visitor(browser: Browser, installation: Installation) -> Iterator[Visitor]:
    """Somebody at the address that the provider sends browsers back to."""
    there = Visitor(browser, installation.public_url)
    there.context.set_default_timeout(PATIENCE)
    there.expects(r"another host: http://127\.0\.0\.1:\d+/university/authorize")
    yield there
    there.close()
    assert there.troubles == []


def sign_in(page: Page, username: str) -> None:
    """From our login page through the provider's and back, with no mouse."""
    button = page.get_by_role("button", name=BUTTON)
    expect(button).to_be_visible()
    page.get_by_label("Password", exact=True).focus()
    while not button.evaluate("(element) => element === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Example University")
    page.keyboard.type(username)
    page.keyboard.press("Enter")


def run(line: CommandLine, *words: str) -> str:
    """What a command prints; in a thread, since this one is the browser's."""
    with ThreadPoolExecutor(1) as aside:
        done = aside.submit(line, *words).result()
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_by_keyboard_through_the_provider_and_back_to_the_page_one_asked_for(
    visitor: Visitor,
    campus: Campus,
    provider: IdentityProvider,
    installation: Installation,
    visits: Visits,
    tmp_path: Path,
) -> None:
    person = campus.student()
    provider.add(person.username, {"amr": ["pwd", "otp"]})
    page = visitor.open("/login?next=/timetable")
    sign_in(page, person.username)
    heading(page, "My timetable")
    expect(page).to_have_url(f"{installation.public_url}/timetable")
    page.go_back()
    assert "code=" not in page.url, "the code is not in the history"
    page.goto("/account")
    expect(page.get_by_text("signed in with Example University")).to_be_visible()

    # Its session is one like any other: logging out ends it, and the provider is asked again.
    page.get_by_role("button", name="Log out", exact=True).first.click()
    heading(page, "Log in")
    provider.add(person.username, subject="somebody else")
    visitor.expects(r"403 .*/api/auth/oidc/finish")
    sign_in(page, person.username)
    expect(page.get_by_role("alert")).to_contain_text("belongs to somebody else")
    expect(page.get_by_label("User name", exact=True)).to_be_visible()
    expect(page).to_have_url(f"{installation.public_url}/login/provider")

    # An administrator looks who it is and unlinks; without a second factor there, ours is asked.
    registrar = visits(ADMINISTRATOR).open("/admin/users")
    registrar.get_by_label("Search").fill(person.username)
    manage = f"Manage {person.name} ({person.username})"
    registrar.get_by_role("button", name=manage, exact=True).click()
    for _ask_and_confirm in range(2):
        dialog = registrar.get_by_role("dialog").last
        dialog.get_by_role("button", name="Unlink from provider").last.click()
    expect(registrar.get_by_text("is no longer linked to anybody")).to_be_visible()
    sign_in(page, person.username)
    heading(page, "One more step")
    page.get_by_label("Six-digit code").fill(person.code())
    heading(page, "Find courses")

    line = CommandLine(installation.environment, tmp_path)
    run(line, "user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
    linked = run(line, "user", "link-provider", ADMIN, "--subject", "the registrar", "--json")
    known = {"username": ADMIN, "issuer": provider.issuer, "subject": "the registrar"}
    assert json.loads(linked) == known
    run(line, "user", "unlink-provider", ADMIN)


def test_while_the_provider_is_away_the_form_lets_in(
    visitor: Visitor, campus: Campus, provider: IdentityProvider
) -> None:
    person = campus.student()
    provider.add(person.username)
    visitor.expects(r"503 .*/api/auth/oidc/finish")
    page = visitor.open("/login")
    provider.lies.down = True
    try:
        sign_in(page, person.username)
        expect(page.get_by_role("alert")).to_contain_text("Example University does not answer")
    finally:
        provider.lies.down = False
    enter(page, person)
    page.get_by_label("Six-digit code").fill(person.code())
    heading(page, "Find courses")
