"""The checks that every other test relies on can fail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.barriers import arm, barriers, too_wide
from tests.browser.names import indistinct
from tests.browser.visitor import Visitor
from tests.system.installation import Installation

GOOD = """
<main>
  <h1>Sections</h1>
  <a href="http://x/a">Drawing</a> <a href="http://x/a">Drawing</a>
  <table><tr><td><button aria-label="Drop Drawing">Drop</button></td></tr>
  <tr><td><button aria-label="Drop Choir">Drop</button></td></tr></table>
  <section aria-label="One"><button>Save</button></section>
  <section aria-label="Two"><button>Save</button></section>
  <label>Name <input></label>
  <button aria-describedby="a">Move</button><button aria-describedby="b">Move</button>
  <span id="a">Monday</span><span id="b">Tuesday</span>
  <div tabindex="0" role="region" aria-label="Week">…</div>
</main>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page()
    yield made
    made.close()


def test_what_can_be_told_apart_passes(page: Page) -> None:
    page.set_content(GOOD)
    assert indistinct(page) == []


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<main><button>Drop</button><button>Drop</button></main>", "2 times button 'Drop'"),
        (
            "<main><a href=http://x/a>More</a><a href=http://x/b>More</a></main>",
            "2 times link 'More'",
        ),
        ("<main><section><button>A</button></section><button>A</button></main>", "2 times"),
        ("<button><svg></svg></button>", "a button without a name: <button>"),
        ("<input>", "a textbox without a name"),
        ("<div tabindex=0>…</div>", "has no name: <div"),
    ],
)
def test_what_cannot_is_named(page: Page, markup: str, words: str) -> None:
    page.set_content(markup)
    (found,) = indistinct(page)
    assert words in found


def test_a_barrier_and_a_page_too_wide_are_noticed(page: Page) -> None:
    arm(page)
    page.goto("data:text/html,<title>t</title><img src='data:,'><p style='width:3000px'>wide")
    assert any(found.startswith("image-alt: ") for found in barriers(page))
    assert too_wide(page)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("console.error('it broke')", "it broke"),
        ("setTimeout(() => { throw new Error('thrown late') })", "thrown late"),
        ("void Promise.reject(new Error('nobody cared'))", "nobody cared"),
        ("void fetch('http://127.0.0.1:9/a').catch(() => 0)", "another host: http://127.0.0.1:9/a"),
        ("new Image().src = 'http://127.0.0.1:9/b'", "another host: http://127.0.0.1:9/b"),
        ("void new WebSocket('ws://127.0.0.1:9/c')", "another host: ws://127.0.0.1:9/c"),
    ],
)
def test_what_goes_wrong_behind_a_page_is_noticed(
    browser: Browser, script: str, words: str
) -> None:
    visitor = Visitor(browser, "http://127.0.0.1:8")
    visitor.page.evaluate(script)
    visitor.close()
    assert any(words in trouble for trouble in visitor.troubles), visitor.troubles


def test_a_page_of_ours_is_kept_from_other_hosts(
    browser: Browser, installation: Installation
) -> None:
    visitor = Visitor(browser, installation.gateway_url)
    visitor.open("/login").evaluate("void fetch('https://other.example/').catch(() => 0)")
    visitor.close()
    assert any("CSP: connect-src https://other.example" in it for it in visitor.troubles)
