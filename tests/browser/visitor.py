"""Somebody at a browser. Whatever goes wrong behind the page is noticed and fails the test."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

from tests.browser.names import indistinct

HINT = """
  if (location.protocol.startsWith('http') && !sessionStorage.hinted) {
    localStorage['course-selection.session'] ??= '{}'
    sessionStorage.hinted = 'once, so that who is logged out stays so'
  }
"""
TELL_VIOLATIONS = """
  addEventListener('securitypolicyviolation', (event) =>
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))
"""
OWN_SCHEMES = ("data:", "blob:", "about:")


class Visitor:
    """A browser with cookies of its own, and its tabs.

    Attributes:
        page: the first tab.
        troubles: console errors, violations of the CSP, calls of other hosts, controls that cannot
            be told apart. A test wants none.
    """

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:  # noqa: ANN401
        self.url = url
        self.troubles: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        wanted = {"locale": "en-GB", "base_url": url, "color_scheme": "light"} | options
        self.context = browser.new_context(**wanted)
        self.context.add_init_script(TELL_VIOLATIONS)
        self.context.on("console", self._heard)
        self.context.on("request", self._asked)
        self.context.on("page", self._watch)
        self.page = self.context.new_page()

    def tab(self, path: str) -> Page:
        """Another tab of the same browser, at `path`."""
        page = self.context.new_page()
        page.goto(path)
        return page

    def open(self, path: str) -> Page:
        """Go to an address as one who types it."""
        self.page.goto(path)
        return self.page

    def log_in(self, credentials: dict[str, str]) -> Visitor:
        """Have a session, by the login route and the cookie that it sets."""
        from_these_pages = {"X-Course-Selection": "web", "Origin": self.url}
        answer = self.context.request.post(
            "/api/auth/login", data=credentials, headers=from_these_pages
        )
        assert answer.json()["status"] == "ok", answer.text()
        self.context.add_init_script(HINT)
        return self

    def expects(self, text: str) -> None:
        """A console error with this regular expression in it belongs to the test."""
        self._expected.append(re.compile(text))

    def close(self) -> None:
        """Look at the pages as they are left, hear what they still have to say, and leave."""
        for page in self.context.pages:
            self.troubles += indistinct(page)
            page.evaluate("new Promise((done) => setTimeout(done))")
        self.context.close()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", self._threw)
        page.on("websocket", lambda socket: self._note(f"another host: {socket.url}"))

    def _heard(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error":
            self._note(f"{message.text} ({where})")

    def _threw(self, error: Error) -> None:
        self._note(f"thrown: {error}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", *OWN_SCHEMES)):
            self._note(f"another host: {request.url}")

    def _note(self, trouble: str) -> None:
        if not any(pattern.search(trouble) for pattern in self._expected):
            self.troubles.append(trouble)
