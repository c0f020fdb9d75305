"""What one sees without a network, and that it is gone with the one it belongs to."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.campus import Campus
from tests.browser.conftest import Visits

KEPT = """async () => {
  const names = await caches.keys()
  const cached = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
  const files = cached.flat().map((request) => new URL(request.url).pathname)
  return { stored: JSON.stringify({ ...localStorage, ...sessionStorage }), files }
}"""
WORKER_DONE = """async () => {
  const worker = (await navigator.serviceWorker.ready).active
  return worker.state === 'activated'
}"""


def plan(page: Page, course: str) -> None:
    page.goto("/catalogue")
    page.get_by_role("searchbox").fill(course)
    page.get_by_role("button", name=re.compile(f"{course}.* in my plan")).click()


def test_the_last_timetable_and_plan_open_offline_and_go_with_their_owner(
    visits: Visits, campus: Campus
) -> None:
    person = campus.student("Olga Off")
    campus.seat("MATH-1010", person)
    visitor = visits(person)
    visitor.expects(r"ERR_INTERNET_DISCONNECTED|Failed to fetch|ERR_FAILED")
    page = visitor.page
    plan(page, "CS-1010")
    page.goto("/timetable")
    held = page.get_by_role("region", name="Week").get_by_role("listitem")
    expect(held.filter(has_text="MATH-1010")).to_have_count(2)
    page.wait_for_function(WORKER_DONE)

    visitor.context.set_offline(True)
    page.reload()
    as_of = page.get_by_text(re.compile("^As of "))
    expect(as_of).to_be_visible()
    expect(held.filter(has_text="MATH-1010")).to_have_count(2)
    expect(held.filter(has_text="CS-1010")).to_have_count(2)
    page.goto("/plan")  # a page that was never opened before
    expect(as_of).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="CS-1010")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Ask for"))).to_be_disabled()

    visitor.context.set_offline(False)
    expect(as_of).to_have_count(0)
    expect(page.get_by_role("button", name="Ask for this course")).to_be_enabled()
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile("/login"))
    kept = page.evaluate(KEPT)
    for trace in ("MATH-1010", "CS-1010", person.username, person.name):
        assert trace not in kept["stored"]
    assert not [file for file in kept["files"] if file.startswith("/api")]
    visitor.context.set_offline(True)
    for path in ("/timetable", "/plan"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert not re.search("MATH-1010|CS-1010", page.content())
