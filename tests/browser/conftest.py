"""The real nodes, the built pages, Debian's Chromium, and visitors."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.campus import Campus, Person
from tests.browser.visitor import Visitor
from tests.identity_provider import IdentityProvider, identity_provider
from tests.system.installation import CHECKOUT, Installation

PATIENCE = 10_000  # milliseconds that a page may take on a busy machine
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PAGES = CHECKOUT / "frontend" / "dist" / "index.html"

Visits = Callable[..., Visitor]


def chromium(playwright: Playwright) -> Browser:
    """The browser of this machine."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "there is no Chromium; on Debian or Ubuntu: apt-get install chromium"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=found, args=arguments)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all; each visitor has a context."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = chromium(playwright)
        yield started
        started.close()


@pytest.fixture(scope="session")
def provider() -> Iterator[IdentityProvider]:
    """Where people can sign in beside their passwords."""
    with identity_provider() as running:
        yield running


@pytest.fixture(scope="session")
def installation(provider: IdentityProvider) -> Iterator[Installation]:
    """All nodes and the gateway, with the built pages."""
    assert PAGES.is_file(), "the pages are not built; `make browser` does that"
    running = Installation()
    known = provider.settings(running.public_url)
    running.environment |= {name.upper(): value for name, value in known.items()}
    try:
        running.start()
        yield running
    finally:
        running.close()


@pytest.fixture(scope="session")
def campus(installation: Installation) -> Campus:
    """A term that is open, and the administrator's hand."""
    made = Campus(installation.gateway_url)
    made.make_term()
    return made


@pytest.fixture
def visits(browser: Browser, installation: Installation) -> Iterator[Visits]:
    """`visits()` is a visitor; with a person one who is logged in. All are checked at the end."""
    there: list[Visitor] = []

    def come(person: Person | None = None, **options: object) -> Visitor:
        visitor = Visitor(browser, installation.gateway_url, **options)
        visitor.context.set_default_timeout(PATIENCE)
        there.append(visitor)
        return visitor.log_in(person.credentials) if person else visitor

    yield come
    for visitor in there:
        visitor.close()
    assert [trouble for visitor in there for trouble in visitor.troubles] == []
