"""A round that draws: a request waits for it, the administrator ends it, everybody sees how."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.barriers import arm, barriers, too_wide
from tests.browser.campus import ADMINISTRATOR, Campus
from tests.browser.conftest import Visits

TERM = "D27"
CATALOGUE = """code,title,credits,type,instructor,days,start,end,location,capacity,crn
DRAW-1010,Drawing,3,LEC,Jo March,M,08:00,09:50,Hall 1,5,9101
"""
NARROWEST = {"width": 320, "height": 640}


@pytest.fixture
def section(campus: Campus) -> Iterator[int]:
    """The only section of an open term of its own; its id."""
    params = {"term": TERM, "name": "Draws 2027"}
    headers = {"Content-Type": "text/csv"}
    campus.call(
        "POST", "/teacher/catalogue/import", params=params, content=CATALOGUE, headers=headers
    )
    campus.call("PATCH", f"/teacher/terms/{TERM}", json={"state": "open"})
    (found,) = campus.call("GET", "/teacher/sections", params={"term": TERM})["items"]
    yield found["id"]
    campus.call("DELETE", f"/teacher/terms/{TERM}", params={"force": True})


def test_a_request_waits_for_the_draw_and_the_draw_can_be_checked(
    section: int, visits: Visits, campus: Campus
) -> None:
    visitor = visits(ADMINISTRATOR, timezone_id="UTC")
    arm(visitor.page)
    admin = visitor.open(f"/admin/terms/{TERM}/rounds")
    admin.get_by_role("button", name="Create round").click()
    dialog = admin.get_by_role("dialog", name="Create round")
    dialog.get_by_label("Name", exact=True).fill("Lots")
    dialog.get_by_label("Opens").fill("2025-01-06T08:00")
    dialog.get_by_label("Closes", exact=True).fill("2099-01-06T08:00")
    dialog.get_by_label("Order of requests").select_option(label="Groups one after the other")
    dialog.get_by_label("Who goes first").fill("CS-4, #honours")
    expect(dialog).to_contain_text("one group after the other is served")
    dialog.get_by_label("Order of requests").select_option(label="Lottery")
    expect(dialog.get_by_label("Who goes first")).to_have_count(0)
    assert barriers(admin) == []
    dialog.get_by_role("button", name="Save round").click()
    expect(admin.get_by_role("row").filter(has_text="Lots")).to_contain_text("Lottery")

    page = visits(campus.student(), timezone_id="UTC").open(f"/catalogue/{section}")
    page.get_by_role("button", name="Take now").click()
    page.goto("/line")
    expect(page.get_by_role("main")).to_contain_text("Will be drawn Jan 6, 2099, 08:00")

    admin.get_by_role("button", name="See the draw of Lots").click()
    draw = admin.get_by_role("dialog", name="Draw of “Lots”")
    expect(draw).to_contain_text("1 request waits for the draw.")
    draw.get_by_text("How the draw can be checked").click()
    promised = draw.locator("code").first.inner_text()
    assert barriers(admin) == []
    draw.get_by_role("button", name="Close the round now").click()
    expect(draw).to_contain_text("1 request was decided.", timeout=15_000)
    seed = draw.locator("code").nth(1).inner_text()
    assert hashlib.sha256(bytes.fromhex(seed)).hexdigest() == promised
    expect(draw.get_by_role("row").filter(has_text="DRAW-1010 9101")).to_be_visible()
    admin.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
    assert too_wide(admin) == []

    expect(page.get_by_role("main").get_by_text("Will be drawn")).to_have_count(0)
    roster = campus.call("GET", f"/teacher/sections/{section}/roster")["students"]
    assert len(roster) == 1
    page.goto("/plan")
    expect(page.get_by_role("region", name="When you can ask")).to_contain_text("was drawn")
