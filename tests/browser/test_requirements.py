"""Requirements: said by the administrator, read by students with what they have."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.barriers import arm, barriers, too_wide
from tests.browser.campus import ADMINISTRATOR, Campus
from tests.browser.conftest import Visits

NARROWEST, DESKTOP = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
NEED = "STAT-1010>=C and (OLD-1010 or MATH-1010)"


def test_a_course_requires_something_and_students_see_what_they_miss(
    visits: Visits, campus: Campus
) -> None:
    section = campus.section("GEOL-1010")
    office = visits(ADMINISTRATOR)
    arm(office.page)
    desk = office.open(f"/admin/sections/{section['id']}")
    said = desk.get_by_role("region", name="Requirements")
    expect(said).to_contain_text("This course asks for nothing.")
    edit = said.get_by_role("button", name="Edit requirements")
    edit.click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Passed before", exact=True).fill("STAT-1010>=C and (OLD-1010")
    dialog.get_by_role("button", name="Save requirements").click()
    expect(dialog.get_by_text("Character 18: the ( here is not closed.")).to_be_visible()
    office.troubles.clear()  # the browser notes every answer that refuses
    dialog.get_by_label("Passed before", exact=True).fill(NEED)
    dialog.get_by_label("For students with one of these tags").fill("year 2, year 3")
    for size in (NARROWEST, DESKTOP):
        desk.set_viewport_size(size)  # type: ignore[arg-type]
        assert too_wide(desk) + barriers(desk) == []
    dialog.get_by_role("button", name="Save requirements").click()
    expect(desk.get_by_text("perhaps they are misspelt: OLD-1010")).to_be_visible()
    expect(edit).to_be_focused()
    expect(said).to_contain_text(NEED)

    student = campus.student("Rita Require")
    taken = f"username,course,term,grade\n{student.username},MATH-1010,F20,B\n"
    csv = {"Content-Type": "text/csv"}
    campus.call("POST", "/teacher/history/import", content=taken, headers=csv)
    visitor = visits(student)
    arm(visitor.page)
    page = visitor.open(f"/catalogue/{section['id']}")
    own = page.get_by_role("region", name="Requirements")
    lines = own.get_by_role("listitem")
    expect(lines.filter(has_text="STAT-1010 Statistics").last).to_contain_text("Missing")
    expect(lines.filter(has_text="MATH-1010 Linear Algebra").last).to_contain_text("You have this")
    expect(own).to_contain_text("year 2, year 3")
    reasons = page.get_by_text("You need to have passed before: STAT-1010>=C.")
    expect(reasons).to_be_visible()
    expect(page.get_by_role("button", name="Take now")).to_be_disabled()
    for size in (NARROWEST, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert too_wide(page) + barriers(page) == []
    path = f"/teacher/courses/{section['course_id']}/requirements"
    campus.call("PUT", path, json={})
    page.reload()
    expect(page.get_by_role("button", name="Take now")).to_be_enabled()
    expect(own).to_have_count(0)
