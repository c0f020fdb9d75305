"""A hold: placed by the administrator, read by the student, lifted."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.barriers import arm, barriers, too_wide
from tests.browser.campus import ADMINISTRATOR, Campus
from tests.browser.conftest import Visits

NARROWEST, DESKTOP = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
REASON = "Two library books are overdue"


def test_a_hold_keeps_a_student_from_taking_seats_until_it_is_lifted(
    visits: Visits, campus: Campus
) -> None:
    student = campus.student("Hanna Hold")
    office = visits(ADMINISTRATOR)
    arm(office.page)
    desk = office.open(f"/admin/holds?student={student.username}")
    expect(desk.get_by_text("Nobody has a hold.")).to_be_visible()
    place = desk.get_by_role("button", name="Place hold")
    place.click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_label("Students")).to_have_value(student.username)
    dialog.get_by_label("Reason").fill(REASON)
    dialog.get_by_label("Whom to ask").fill("the library")
    assert barriers(desk) == []
    dialog.get_by_role("button", name="Place hold").click()
    expect(desk.get_by_text("1 student is held")).to_be_visible()
    expect(place).to_be_focused()
    row = desk.get_by_role("row", name=student.name)
    expect(row).to_contain_text("Stands")

    section = campus.section("MATH-1010")["id"]
    visitor = visits(student)
    arm(visitor.page)
    page = visitor.open(f"/catalogue/{section}")
    own = page.get_by_role("status", name="Holds on your record")
    expect(own).to_contain_text(REASON)
    expect(own).to_contain_text("Please ask the library.")
    expect(page.get_by_role("button", name="Take now")).to_be_disabled()
    expect(page.get_by_text("keeps you from taking seats")).to_be_visible()
    page.goto("/plan")
    expect(own).to_be_visible()
    for size in (NARROWEST, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert too_wide(page) + barriers(page) == []

    row.get_by_role("button", name="Lift").click()
    desk.get_by_role("dialog").get_by_role("button", name="Lift").click()
    expect(desk.get_by_text("Nobody has a hold.")).to_be_visible()
    page.goto(f"/catalogue/{section}")
    expect(page.get_by_role("button", name="Take now")).to_be_enabled()
    expect(own).to_have_count(0)
