"""An account's day: its devices, password, second factor, and the codes that the office gives."""

from __future__ import annotations

import re

import pyotp
from playwright.sync_api import Page, expect

from backend.common.one_time import new_code
from tests.browser.campus import ADMINISTRATOR, PASSWORD, Campus, Person
from tests.browser.conftest import Visits
from tests.browser.test_login import REFUSED, enter, heading, manual_secret
from tests.system.cli.people import STEP, moment_with_room

NEW_PASSWORD = "seven loud orange kites"
ENDED = "401 .*/api/"


def device(page: Page) -> None:
    """Whoever looks sees one other device and can end it."""
    expect(page.get_by_text("this device")).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile("^Log out: "))).to_have_count(1)


def test_another_device_is_logged_out_and_a_new_password_ends_the_others(
    visits: Visits, campus: Campus
) -> None:
    person = campus.add("teacher", "dee.vice", "Dee Vice")
    laptop, phone = visits(person), visits(person)
    phone.expects(ENDED)
    away = phone.open("/teaching")
    heading(away, "My sections")
    page = laptop.open("/account")
    device(page)
    page.get_by_role("button", name=re.compile("^Log out: ")).click()
    expect(page.get_by_text("Logged out there.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Log out: "))).to_have_count(0)
    away.reload()
    heading(away, "Log in")
    enter(away, person)
    heading(away, "My sections")
    page.get_by_role("link", name="Change password").click()
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New password once more").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Change password").click()
    heading(page, "My account")
    expect(page.get_by_text("Your password has been changed.")).to_be_visible()
    away.reload()
    heading(away, "Log in")
    enter(away, person)
    expect(away.get_by_role("alert")).to_be_visible()
    enter(away, person._replace(password=NEW_PASSWORD))
    heading(away, "My sections")
    page.reload()
    device(page)


def recovery_codes(page: Page) -> list[str]:
    """Those that are shown, then kept as the page wishes."""
    shown = page.get_by_role("list", name="Recovery codes").locator("code")
    expect(shown.first).to_be_visible()
    codes = shown.all_inner_texts()
    page.get_by_label("I have saved these codes").check()
    page.get_by_role("button", name="Go on").click()
    return codes


def enter_with(page: Page, person: Person, recovery_code: str) -> None:
    enter(page, person)
    page.get_by_role("button", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(recovery_code)
    page.get_by_role("button", name="Log in", exact=True).click()


def test_recovery_codes_are_renewed_and_a_lost_phone_is_replaced(
    visits: Visits, campus: Campus
) -> None:
    person = campus.newcomer()
    visitor = visits()
    visitor.expects(f"{REFUSED}|{ENDED}|400 .*/api/auth/login/totp")
    page = visitor.open("/login")
    now = moment_with_room()
    enter(page, person)
    heading(page, "Set up your second factor")
    secret = pyotp.TOTP(manual_secret(page))
    page.get_by_label("Six-digit code").fill(secret.at(int(now - STEP)))
    old = recovery_codes(page)
    heading(page, "Find courses")
    page.get_by_role("link", name=re.compile("^My account")).click()
    page.get_by_role("button", name="Get new recovery codes").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_label("Six-digit code").fill(secret.at(int(now)))
    dialog.get_by_role("button", name="Get new recovery codes").click()
    new = recovery_codes(page)
    assert not set(old) & set(new)
    page.get_by_role("main").get_by_role("button", name="Log out", exact=True).click()
    heading(page, "Log in")
    enter_with(page, person, old[0])
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Recovery code").fill(new[0])
    page.get_by_role("button", name="Log in", exact=True).click()
    heading(page, "Find courses")

    office = visits(ADMINISTRATOR).open("/admin/users")
    office.get_by_label("Search").fill(person.username)
    office.get_by_role("button", name=f"Manage {person.name} ({person.username})").click()
    office.get_by_role("button", name="Reset second factor").click()
    office.get_by_role("dialog").last.get_by_role("button", name="Reset second factor").last.click()
    code = office.get_by_role("dialog").locator(".secret code").inner_text()
    office.get_by_role("button", name="I have saved it").click()

    lost = visits().open("/reset")
    lost.get_by_label("User name").fill(person.username)
    lost.get_by_label("Password", exact=True).fill(PASSWORD)
    lost.get_by_label("Reset code").fill(code)
    lost.get_by_role("button", name="Go on").click()
    heading(lost, "Your new second factor")
    lost.get_by_label("Six-digit code").fill(pyotp.TOTP(manual_secret(lost)).now())
    recovery_codes(lost)
    heading(lost, "Find courses")
    page.reload()
    heading(page, "Log in")


def test_an_activation_code_leads_to_a_password_and_into_the_account(
    visits: Visits, campus: Campus
) -> None:
    code = new_code()
    row = {"username": "acti.vate", "name": "Acti Vate", "email": "acti@uni.example"}
    wanted = {"role": "teacher", "users": [row | {"activation_code": code}]}
    campus.call("POST", "/auth/users/bulk", json=wanted)
    page = visits().open("/login")
    page.get_by_role("link", name="First time with an activation code").click()
    page.get_by_label("User name").fill("acti.vate")
    page.get_by_label("Activation code").fill(code)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New password once more").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Use this password").click()
    heading(page, "Welcome, Acti Vate! Your password is set.")
    page.get_by_role("link", name="Go to log in").click()
    enter(page, Person("acti.vate", "Acti Vate", password=NEW_PASSWORD))
    heading(page, "My sections")
