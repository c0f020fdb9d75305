"""An exception for one student: granted by the teacher, used by the student."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.campus import PASSWORD, TEACHER, TERM, Campus, Person
from tests.browser.conftest import Visits

GRACE = Person(TEACHER, "Grace Hu", password=PASSWORD)


def full_section(campus: Campus) -> int:
    """A section of the teacher's without seats."""
    made = campus.call(
        "POST",
        "/teacher/sections",
        json={
            "term": TERM,
            "course": "FULL-1010",
            "title": "Nobody Else",
            "number": "8201",
            "credits": 1,
            "capacity": 0,
            "teacher": TEACHER,
            "meetings": [{"days": "U", "start": "20:00", "end": "20:50"}],
        },
    )
    return int(made["id"])


def test_a_permit_is_granted_seen_at_once_and_used(visits: Visits, campus: Campus) -> None:
    section = full_section(campus)
    student = campus.student("Perry Permitted")
    waiting = visits(student).open(f"/catalogue/{section}")
    take = waiting.get_by_role("button", name="Take now", exact=True)
    expect(waiting.get_by_text("All seats are taken.")).to_be_visible()
    expect(take).to_be_disabled()

    page = visits(GRACE).open(f"/teaching/{section}")
    expect(page.get_by_text("No permits in this section.")).to_be_visible()
    grant = page.get_by_role("button", name="Grant a permit")
    grant.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("User name of the student").fill(student.username)
    dialog.get_by_label("Reason").fill("Needs it to graduate")
    dialog.get_by_label("Until (optional)").fill("2099-01-31T18:00")
    dialog.get_by_role("button", name="Grant a permit").click()
    expect(dialog.get_by_text("Choose at least one.")).to_be_visible()
    dialog.get_by_label("a full section").press("Space")
    dialog.get_by_role("button", name="Grant a permit").click()
    expect(dialog).to_be_hidden()
    expect(grant).to_be_focused()
    permits = page.get_by_role("table", name="Permits")
    row = permits.get_by_role("row").filter(has_text="Perry Permitted")
    expect(row).to_contain_text("Not used yet")

    expect(waiting.get_by_text("You have a permit here.")).to_contain_text("a full section")
    expect(waiting.get_by_text(re.compile("before it ends: .*2099"))).to_be_visible()
    take.click()
    expect(waiting.get_by_role("button", name="Drop", exact=True)).to_be_visible()
    expect(waiting.get_by_text("You have a permit here.")).to_be_hidden()
    assert campus.roster("FULL-1010") == [student.username]
    page.reload()
    expect(row).to_contain_text("Used")
    expect(page.get_by_role("button", name="Revoke the permit")).to_have_count(0)


def test_a_permit_is_revoked_after_asking(visits: Visits, campus: Campus) -> None:
    section = campus.section("GEOL-1010")["id"]
    student = campus.student("Remo Revoked")
    body = {"student": student.username, "kinds": ["clash", "credit"], "reason": "By mistake"}
    campus.call("POST", f"/teacher/sections/{section}/permits", json=body)
    page = visits(GRACE).open(f"/teaching/{section}")
    page.get_by_role("button", name="Revoke the permit of Remo Revoked").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Revoke").press("Enter")
    row = page.get_by_role("row").filter(has_text="Remo Revoked")
    expect(row).to_contain_text("Revoked")
    expect(row).to_contain_text("a clash of times, the credit limit")
