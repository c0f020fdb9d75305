"""Entering: everybody's login, a first login, registration."""

from __future__ import annotations

import re

import pyotp
from playwright.sync_api import Page, expect

from tests.browser.campus import ADMINISTRATOR, PASSWORD, Campus, Person
from tests.browser.conftest import Visits

REFUSED = r"401 .*/api/auth/login"


def enter(page: Page, person: Person) -> None:
    """Type user name and password."""
    page.get_by_label("User name", exact=True).fill(person.username)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_role("button", name="Log in", exact=True).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_wrong_password_says_so_and_a_right_one_lets_the_administrator_in(
    visits: Visits, campus: Campus
) -> None:
    visitor = visits()
    visitor.expects(REFUSED)
    page = visitor.open("/")
    page.goto("/login")
    enter(page, ADMINISTRATOR._replace(password="not-this-one"))
    expect(page.get_by_role("alert")).to_contain_text(re.compile("password", re.IGNORECASE))
    enter(page, ADMINISTRATOR)
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    expect(page).not_to_have_url(re.compile("/login"))


def test_language_and_theme_stay_after_a_reload(visits: Visits) -> None:
    page = visits().open("/login")
    page.get_by_role("button", name="中文").click()
    heading(page, "登录")
    theme = page.get_by_role("button", name=re.compile("主题|外观"))
    while "dark" not in (page.locator("html").get_attribute("class") or ""):
        theme.click()
    page.reload()
    heading(page, "登录")
    expect(page.locator("html")).to_have_class(re.compile(r"\bdark\b"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_who_is_logged_in_stays_so_after_a_reload_and_not_after_logging_out(
    visits: Visits, campus: Campus
) -> None:
    visitor = visits()
    page = visitor.open("/login")
    enter(page, ADMINISTRATOR)
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    heading(page, "Log in")
    page.reload()
    heading(page, "Log in")
    page.goto("/admin/users")
    heading(page, "Log in")
    stored = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage}) + document.cookie")
    assert "eyJ" not in stored, "no token is where a script finds it"


def test_a_first_login_sets_a_second_factor_up_and_a_recovery_code_stands_in_for_it(
    visits: Visits, campus: Campus
) -> None:
    person = campus.newcomer()
    visitor = visits()
    page = visitor.open("/login")
    enter(page, person)
    heading(page, "Set up your second factor")
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    secret = manual_secret(page)
    page.get_by_label("Six-digit code").fill(pyotp.TOTP(secret).now())
    heading(page, "Save your recovery codes")
    recovery = page.get_by_role("list", name="Recovery codes").locator("code").first.inner_text()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Please save the codes first, then tick the box."
    )
    page.get_by_label("I have saved these codes").check()
    page.get_by_role("button", name="Go on").click()
    heading(page, "Find courses")
    without_phone = visits().open("/login")
    enter(without_phone, person)
    heading(without_phone, "One more step")
    expect(without_phone.get_by_label("Six-digit code")).to_be_focused()
    without_phone.get_by_role("button", name="Use a recovery code").click()
    without_phone.get_by_label("Recovery code").fill(recovery)
    without_phone.get_by_label("Recovery code").press("Enter")
    heading(without_phone, "Find courses")


def test_a_code_of_the_second_factor_lets_in_and_a_wrong_one_does_not(
    visits: Visits, campus: Campus
) -> None:
    person = campus.student()
    visitor = visits()
    visitor.expects(r"40[013] .*/api/auth/login/totp")
    page = visitor.open("/login?next=/timetable")
    enter(page, person)
    right = person.code()
    code = page.get_by_label("Six-digit code")
    code.fill(f"{(int(right) + 500_000) % 1_000_000:06}")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(code).to_have_value("")
    code.fill(f" {right[:3]} {right[3:]} ")
    heading(page, "My timetable")


def test_registering_with_a_code(visits: Visits, campus: Campus) -> None:
    page = visits().open("/register")
    page.get_by_label("Registration code").fill(campus.registration_code())
    page.get_by_label("Full name").fill("Ravi Rao")
    page.get_by_label("E-mail address").fill("ravi@uni.example")
    page.get_by_label("User name", exact=True).fill("ravi.rao")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password once more").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    heading(page, "Welcome, Ravi Rao! Your account is made.")
    person = Person("ravi.rao", "Ravi Rao", manual_secret(page))
    page.get_by_role("link", name="Go to log in").click()
    enter(page, person)
    page.get_by_label("Six-digit code").fill(person.code())
    heading(page, "Find courses")


def test_a_page_of_another_role_says_so_and_leads_home(visits: Visits, campus: Campus) -> None:
    page = visits(ADMINISTRATOR).open("/timetable")
    heading(page, "This page is not for you")
    page.get_by_role("main").get_by_role("link").click()
    expect(page.get_by_role("heading", name="This page is not for you")).to_be_hidden()


def manual_secret(page: Page) -> str:
    """The secret as one types it into an app."""
    shown = page.locator("code").first.inner_text()
    return re.sub(r"\s", "", shown)
