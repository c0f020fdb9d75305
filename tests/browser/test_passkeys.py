"""A passkey's life without a mouse: made at the first login, used, named, and removed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.campus import PASSWORD, Campus
from tests.browser.conftest import PATIENCE
from tests.browser.test_keyboard import enter, go_to, on, press
from tests.browser.visitor import Visitor
from tests.system.installation import Installation

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_home(browser: Browser, installation: Installation) -> Iterator[Visitor]:
    """Somebody at localhost, since browsers make no passkeys for numbers."""
    visitor = Visitor(browser, installation.gateway_url.replace("127.0.0.1", "localhost"))
    visitor.context.set_default_timeout(PATIENCE)
    yield visitor
    visitor.close()
    assert visitor.troubles == []


class Device:
    """Chromium's authenticator in software, as a telephone or a key would be.

    Raises:
        playwright.sync_api.Error: this browser has none.
    """

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        made = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self._it = {"authenticatorId": made["authenticatorId"]}

    def passkeys(self) -> int:
        return len(self._session.send("WebAuthn.getCredentials", self._it)["credentials"])

    def agree(self, *, does: bool) -> None:
        """Whether its owner agrees to what it is asked from now on."""
        self._session.send("WebAuthn.setUserVerified", self._it | {"isUserVerified": does})

    def lose(self) -> None:
        self._session.send("WebAuthn.removeVirtualAuthenticator", self._it)


def kept_codes(page: Page) -> list[str]:
    """The recovery codes that are shown, kept as the page wishes."""
    on(page, "Save your recovery codes")
    codes = page.get_by_role("list", name="Recovery codes").locator("code").all_inner_texts()
    go_to(page, "I have saved these codes")
    page.keyboard.press("Space")
    press(page, "Go on")
    return codes


def leave(page: Page) -> None:
    press(page, "Log out")
    on(page, "Log in")


def add(page: Page, name: str) -> None:
    """One more passkey, on the account page."""
    press(page, "Add a passkey")
    go_to(page, "Name of the passkey")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(name)
    go_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def test_a_student_lives_with_passkeys_alone(at_home: Visitor, campus: Campus) -> None:
    person = campus.newcomer()
    page = at_home.open("/login")
    device = Device(page)
    enter(page, person)
    expect(page.get_by_label("Six-digit code")).to_be_focused()
    press(page, "Use a passkey instead")
    press(page, "Make a passkey")
    codes = kept_codes(page)
    on(page, "Find courses")
    assert device.passkeys() == 1

    page.goto("/account")
    expect(page.get_by_text("never used")).to_be_visible()
    press(page, "Rename Linux")
    go_to(page, "Name of the passkey")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("My telephone")
    page.keyboard.press("Enter")
    expect(page.get_by_text("My telephone")).to_be_visible()
    press(page, "Remove My telephone")
    go_to(page, "Password")
    page.keyboard.type(PASSWORD)
    at_home.expects("409 .*/remove")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("this is the last you have")
    page.keyboard.press("Escape")
    leave(page)

    enter(page, person)  # and the passkey is asked for by itself
    on(page, "Find courses")
    page.goto("/account")
    expect(page.get_by_text("last used")).to_be_visible()
    add(page, "Again")
    expect(page.get_by_role("alert")).to_contain_text("has a passkey for your account already")
    page.keyboard.press("Escape")
    device.lose()
    spare = Device(page)
    add(page, "In the drawer")
    expect(page.get_by_text("In the drawer")).to_be_visible()
    press(page, "Remove My telephone")
    go_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The passkey has been removed.")).to_be_visible()
    expect(page.get_by_text("My telephone")).to_have_count(0)
    leave(page)

    spare.agree(does=False)
    enter(page, person)
    expect(page.get_by_role("alert")).to_contain_text("No passkey was used")
    press(page, "No passkey at hand? Use a recovery code")
    go_to(page, "Recovery code")
    page.keyboard.type(codes[0])
    page.keyboard.press("Enter")
    on(page, "Find courses")


def test_where_passkeys_are_not_at_home_the_page_says_where(
    browser: Browser, installation: Installation, campus: Campus
) -> None:
    person = campus.add("teacher", "pat.keys", "Pat Keys")
    elsewhere = Visitor(browser, installation.gateway_url).log_in(person.credentials)
    page = elsewhere.open("/account")
    expect(page.get_by_text("Passkeys can be used at http://localhost")).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey")).to_have_count(0)
    elsewhere.close()
    assert elsewhere.troubles == []
