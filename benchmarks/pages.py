"""How fast the catalogue's page is with 10,000 sections: `python -m benchmarks.pages`.

A real browser against a real system, both on this machine. A keystroke is timed from the event to
the painted rows; scrolling counts the frames that came late. What a first visit loads is counted
in gzip, with nothing in the cache. `--lighthouse` lets Lighthouse grade the pages instead, each as
a browser sees it that has never been here; `--sections` says how many there are.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import httpx
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect, sync_playwright

from benchmarks import lighthouse
from benchmarks.installation import started
from benchmarks.results import Result, run
from tests.browser.campus import HEADER, TERM, TERM_NAME, Campus, Person
from tests.browser.conftest import BROWSERS, PAGES
from tests.browser.visitor import HINT

SECTIONS = 10_000
SEAT = "20001"  # the number of the section in which the student has a seat
SUBJECTS = [
    "".join(letters) for letters in itertools.product("ABCDEFGH", "IOUEA", "LMNRST", "CHKTS")
][:200]
TITLES = ("Theory", "Methods", "History", "Practice", "Foundations", "Topics", "Seminar", "Design")
TAGS = ("", "online", "evening; year 1")
WORDS = ("history", "methods of", "ailc-1010", "hall", "design 7", "jo")
WINDOW: ViewportSize = {"width": 1280, "height": 800}
MOST_KEYSTROKE_MS, FRAME_MS, MOST_KB = 50.0, 1000 / 60, 200.0
LATE = 1.5  # frames; what takes longer was not there in time
SCROLL_S = 5.0
TYPING = """() => {
  window.times = []
  addEventListener('input', (event) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => window.times.push(performance.now() - event.timeStamp)
    port2.postMessage(null)
  }), true)
}"""
SCROLLING = """(seconds) => new Promise((resolve) => {
  const frames = []
  const begun = performance.now()
  let last = begun
  const step = (now) => {
    frames.push(now - last)
    last = now
    scrollBy({ top: 90, behavior: 'instant' })
    if (now - begun < seconds * 1000) requestAnimationFrame(step)
    else resolve(frames.slice(1))
  }
  requestAnimationFrame(step)
})"""


def catalogue(sections: int) -> str:
    """A term of so many sections, two or three of each course."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(HEADER)
    for number in range(sections):
        subject = SUBJECTS[number % len(SUBJECTS)]
        course = f"{subject}-{1010 + number // len(SUBJECTS) // 3 * 10}"
        hour = 8 + number % 11
        title = f"{TITLES[number % len(TITLES)]} of {subject.title()} {number // 400}"
        times = ("MWTRF"[number % 5], f"{hour}:00", f"{hour}:50")
        rows.writerow((course, title, number % 4 + 1, "LEC", f"Jo March {number % 700}", *times,
                       f"Hall {number % 90}", 30, 20_000 + number, TAGS[number % 3]))  # fmt: skip
    return text.getvalue()


def university(url: str, sections: int) -> Campus:
    """Fill the system at `url`."""
    campus = Campus(url)
    wanted = {"term": TERM, "name": TERM_NAME}
    headers = {"Content-Type": "text/csv"}
    content = catalogue(sections).encode()
    campus.call(
        "POST", "/teacher/catalogue/import", params=wanted, content=content, headers=headers
    )
    return campus


@contextmanager
def browsing(url: str, campus: Campus, port: int = 0) -> Iterator[BrowserContext]:
    """A browser with a profile of its own in which a new student with a seat is logged in.

    Args:
        port: where it takes orders of other programs; 0 for none.
    """
    person = campus.student("Mei Lindqvist")
    campus.seat_in(SEAT, person)
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        arguments = ["--no-sandbox", *([f"--remote-debugging-port={port}"] if port else [])]
        context = playwright.chromium.launch_persistent_context(
            "", executable_path=path, args=arguments, viewport=WINDOW, base_url=url, locale="en-GB"
        )
        context.set_default_timeout(60_000)
        log_in(context, url, person)
        yield context
        context.close()


def log_in(context: BrowserContext, url: str, person: Person) -> None:
    """Have a session, and what the pages keep to remember it by."""
    headers = {"X-Course-Selection": "web", "Origin": url}
    answer = context.request.post("/api/auth/login", data=person.credentials, headers=headers)
    assert answer.json()["status"] == "ok", answer.text()
    page = context.new_page()
    page.goto("/favicon.svg")
    page.evaluate(HINT)
    page.close()


def opened(page: Page) -> float:
    """Open the catalogue; ms until its first rows are there."""
    page.goto("/catalogue")
    page.locator("[data-row='0']").wait_for()
    found: float = page.evaluate("performance.now()")
    return found


def keystrokes(page: Page) -> list[float]:
    """Ms from each keystroke until what it finds is painted."""
    page.evaluate(TYPING)
    search = page.get_by_role("searchbox")
    for word in WORDS:
        search.focus()
        page.keyboard.type(word, delay=120)
        for _ in word:
            page.keyboard.press("Backspace", delay=60)
    expect(page.locator("[data-row='0']")).to_be_visible()
    times: list[float] = page.evaluate("window.times")
    return sorted(times)


def frames(page: Page) -> list[float]:
    """Ms between the frames while the list scrolls, faster than one reads."""
    page.mouse.move(400, 500)
    found: list[float] = page.evaluate(SCROLLING, SCROLL_S)
    return sorted(found)


def loaded_kb(context: BrowserContext, url: str) -> float:
    """What the files of a first visit of the catalogue weigh in kB, gzip."""
    page = context.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    opened(page)
    page.wait_for_load_state("load")
    page.close()
    files = [address for address in asked if not address.startswith(f"{url}/api/")]
    with httpx.Client(headers={"Accept-Encoding": "gzip"}) as client:
        return sum(_weight(client, address) for address in files) / 1000


def _weight(client: httpx.Client, address: str) -> int:
    with client.stream("GET", address) as answer:
        for _ in answer.iter_raw():
            pass
        return answer.num_bytes_downloaded


def measure(chosen: argparse.Namespace) -> Result:
    """All figures, or Lighthouse's grades."""
    assert PAGES.is_file(), "the pages are not built; `make pages` does that"
    with started() as installation:
        url = installation.gateway_url
        campus = university(url, chosen.sections)
        conditions = f"{chosen.sections:,} sections"
        if chosen.lighthouse:
            visit = partial(browsing, url, campus)
            return lighthouse.grades(url, visit, chosen.pages, chosen.visits, conditions)
        with browsing(url, campus) as context:
            return speeds(context, url, conditions)


def speeds(context: BrowserContext, url: str, conditions: str) -> Result:
    """How fast the page answers."""
    conditions += ", a window of 1280 × 800, headless Chromium"
    result = Result("pages", conditions)
    page = context.new_page()
    opened(page)  # once for the caches of everybody
    result.add("opening_ms", opened(page), "ms")
    times = keystrokes(page)
    result.add("keystroke_p50_ms", times[len(times) // 2], "ms")
    wanted = f"≤ {MOST_KEYSTROKE_MS:.0f}"
    result.add("keystroke_p95_ms", times[int(0.95 * len(times))], "ms", wanted)
    result.add("keystroke_max_ms", times[-1], "ms")
    gaps = frames(page)
    result.add("frames_per_s", 1000 * len(gaps) / sum(gaps), "/s")
    late = sum(gap > LATE * FRAME_MS for gap in gaps)
    result.add("late_frames_percent", 100 * late / len(gaps), "%", "≤ 1")
    result.add("longest_frame_ms", gaps[-1], "ms")
    page.close()
    result.add("first_load_kb", loaded_kb(context, url), "kB", f"≤ {MOST_KB:.0f}")
    return result


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--lighthouse", action="store_true", help="grades instead of speeds")
    parser.add_argument("--pages", nargs="+", default=list(lighthouse.PATHS), metavar="PATH")
    parser.add_argument("--visits", type=int, default=3, help="how often, for the middle grade")
    parser.add_argument("--sections", type=int, default=SECTIONS)


if __name__ == "__main__":
    run(__doc__, measure, options)
