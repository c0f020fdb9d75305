"""A passkey as the second factor of somebody whose first one the university's provider saw."""

from __future__ import annotations

from tests.nodes.auth.authenticator import Authenticator
from tests.nodes.auth.conftest import School, refused
from tests.nodes.auth.passkey_people import listed, options_of, with_passkey
from tests.nodes.auth.signing_in import MFA, PAGES, Browser, browser, entries, provider, school

__all__ = ["browser", "provider", "school"]


def here() -> Authenticator:
    return Authenticator(origin=PAGES, site=PAGES.removeprefix("https://"))


async def test_it_is_asked_for_where_the_provider_saw_none(
    browser: Browser, school: School
) -> None:
    device, _ = await with_passkey(school, here())
    browser.provider.add("bob", {"amr": ["pwd"]})
    login = (await browser.sign_in("bob")).json()["login"]
    assert login["status"] == "passkey_required"
    assert await entries(school, "provider_linked") == [], "not before the second factor"
    challenge = login["challenge"]
    shown = device.get(await options_of(school, challenge), challenge)
    entered = await browser.ask("/login/passkey", shown)
    assert entered.json()["status"] == "ok", entered.text
    assert "refresh_token" not in entered.json(), "a page has it in the cookie"
    (linked,) = await entries(school, "provider_linked")
    assert linked["actor"] == "bob"
    sessions = await school.call("GET", "/sessions", token=entered.json()["access_token"])
    providers = sorted(each["provider"] for each in sessions.json()["items"])
    assert providers == ["", "Example University"], "that of the set-up, and this one"


async def test_one_for_other_pages_does_not_end_the_sign_in(
    browser: Browser, school: School
) -> None:
    device, _ = await with_passkey(school, here())
    browser.provider.add("bob", {"amr": ["pwd"]})
    challenge = (await browser.sign_in("bob")).json()["login"]["challenge"]
    phished = Authenticator(origin="https://evil.example", site="evil.example")
    phished.key, phished.credential, phished.handle = device.key, device.credential, device.handle
    shown = phished.get(await options_of(school, challenge), challenge)
    assert refused(await browser.ask("/login/passkey", shown), 401, "wrong_passkey")
    assert await entries(school, "provider_linked") == []


async def test_it_is_not_asked_for_where_the_provider_saw_a_second_one(
    browser: Browser, school: School
) -> None:
    _, entered = await with_passkey(school, here())
    browser.provider.add("bob", MFA)
    assert (await browser.sign_in("bob")).json()["login"]["status"] == "ok"
    (row,) = await listed(school, entered["access_token"])
    assert row["last_used_at"] is None
