"""A section that changes while students hold seats: what staff see before, what students after."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.campus import ADMINISTRATOR, PASSWORD, TERM, Campus, Person
from tests.browser.conftest import Visits


def section(campus: Campus, number: str, start: str, end: str) -> int:
    """A section of a course of its own, on Sundays."""
    made = campus.call(
        "POST",
        "/teacher/sections",
        json={
            "term": TERM,
            "course": f"MOVE-{number}",
            "title": f"Moving {number}",
            "number": number,
            "credits": 1,
            "capacity": 9,
            "location": "Hall 1",
            "meetings": [{"days": "U", "start": start, "end": end}],
        },
    )
    return int(made["id"])


def bar(page: Page, course: str) -> None:
    expect(page.get_by_text(f"One of your courses has changed: {course}")).to_be_visible()


def test_who_would_get_a_clash_is_said_before_saving_and_everybody_is_told_after(
    visits: Visits, campus: Campus
) -> None:
    moved = section(campus, "8001", "08:00", "09:00")
    section(campus, "8002", "10:00", "11:00")
    both, one = campus.student("Bo Both"), campus.student("Una One")
    for student in (both, one):
        campus.seat_in("8001", student)
    campus.seat_in("8002", both)
    watching = visits(both).open("/timetable")
    expect(watching.get_by_text("MOVE-8001").first).to_be_visible()

    page = visits(ADMINISTRATOR).open(f"/admin/sections/{moved}/edit")
    page.get_by_role("group", name="Time 1").get_by_label("To").fill("10:30")
    expect(page.get_by_text("2 students hold a seat; all of them keep it.")).to_be_visible()
    expect(page.get_by_text(f"Bo Both ({both.username}): MOVE-8002 (8002)")).to_be_visible()
    expect(page.get_by_text("Una One")).to_be_hidden()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("MOVE-8001")

    bar(watching, "MOVE-8001")
    expect(watching.get_by_text(re.compile("08:00.10:30")).first).to_be_visible()
    away = visits(one).open("/catalogue")
    bar(away, "MOVE-8001")
    away.reload()
    bar(away, "MOVE-8001")
    show = away.get_by_role("button", name="Read what is new")
    show.press("Enter")
    dialog = away.get_by_role("dialog")
    expect(dialog.get_by_role("deletion")).to_have_text(re.compile("08:00.09:00"))
    expect(dialog.get_by_role("insertion")).to_have_text(re.compile("08:00.10:30"))
    expect(dialog.get_by_text("It meets at the same time as")).to_be_hidden()
    away.keyboard.press("Escape")
    expect(show).to_be_focused()
    show.press("Enter")
    dialog.get_by_role("button", name="I have read this").click()
    expect(away.get_by_text("One of your courses has changed")).to_be_hidden()
    away.reload()
    expect(away.get_by_role("heading", level=1)).to_be_visible()
    expect(away.get_by_text("One of your courses has changed")).to_be_hidden()
    watching.get_by_role("button", name="Read what is new").click()
    clash = watching.get_by_role("dialog").get_by_text("same time as MOVE-8002 (8002)")
    expect(clash).to_be_visible()


def test_sections_are_sorted_chosen_and_given_to_a_teacher(visits: Visits, campus: Campus) -> None:
    for number, start in (("8101", "12:00"), ("8102", "12:30"), ("8103", "15:00")):
        section(campus, number, start, "14:00" if start < "15" else "16:00")
    campus.add("teacher", "mo.mover", "Mo Mover")
    campus.add("teacher", "co.mover", "Co Mover")
    page = visits(ADMINISTRATOR).open(f"/admin/sections?term={TERM}&search=move-81")
    courses = page.get_by_role("row").get_by_role("link")
    expect(courses).to_have_text(["MOVE-8101", "MOVE-8102", "MOVE-8103"])
    head = page.get_by_role("columnheader", name="Number")
    for order in ("ascending", "descending"):
        head.get_by_role("button").press("Enter")
        expect(head).to_have_attribute("aria-sort", order)
    expect(courses).to_have_text(["MOVE-8103", "MOVE-8102", "MOVE-8101"])

    for number in ("8101", "8102"):
        page.get_by_role("checkbox", name=f"Choose MOVE-{number} {number}").press("Space")
    expect(page.get_by_text("2 chosen")).to_be_visible()
    page.get_by_role("button", name="Give to a teacher …").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Teacher (user name)").fill("mo.mover")
    dialog.get_by_role("combobox", name="Shared with (user names)").fill("co.mover")
    dialog.get_by_role("combobox", name="Shared with (user names)").press("Enter")
    dialog.get_by_role("button", name="Show what would change").click()
    expect(dialog.get_by_role("listitem").filter(has_text="Moving 8101")).to_have_text(
        re.compile(r"MOVE-8101 8101 Moving 8101:\s+nobody → Mo Mover, with co.mover")
    )
    expect(dialog.get_by_text(re.compile(r"MOVE-8101 \(8101\) . MOVE-8102"))).to_be_visible()
    dialog.get_by_role("button", name="Change 2 sections").click()
    expect(page.get_by_text("2 sections are with Mo Mover now")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="mo.mover")).to_have_count(2)
    expect(page.get_by_text("None chosen")).to_be_visible()
    for username, name in (("mo.mover", "Mo Mover"), ("co.mover", "Co Mover")):
        teaching = visits(Person(username, name, password=PASSWORD)).open("/teaching")
        expect(teaching.get_by_role("link", name="MOVE-8102")).to_be_visible()

    page.get_by_role("link", name="MOVE-8101").click()
    page.get_by_role("link", name="Edit section").click()
    expect(page.get_by_label("Teacher (user name)")).to_have_value("mo.mover")
    page.get_by_label("Teacher (user name)").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("MOVE-8101")
    wanted = {"term": TERM, "search": "move-81"}
    items = campus.call("GET", "/teacher/sections", params=wanted)["items"]
    found = {one["course"]: one["teacher"] for one in items}
    assert found == {"MOVE-8101": None, "MOVE-8102": "Mo Mover", "MOVE-8103": None}
