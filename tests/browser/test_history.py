"""A file of courses taken before: corrected, looked at, brought in, and found again."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.barriers import arm, barriers, too_wide
from tests.browser.campus import ADMINISTRATOR, Campus
from tests.browser.conftest import Visits

NARROWEST, DESKTOP = {"width": 320, "height": 640}, {"width": 1280, "height": 800}


def file_of(text: str) -> dict[str, object]:
    return {"name": "history.csv", "mimeType": "text/csv", "buffer": text.encode()}


def test_a_file_is_corrected_looked_at_and_brought_in(visits: Visits, campus: Campus) -> None:
    student = campus.student("Hilde History")
    visitor = visits(ADMINISTRATOR)
    arm(visitor.page)
    page = visitor.open(f"/admin/history?student={student.username}")
    one = page.get_by_role("region", name="One student")
    expect(one).to_contain_text("Nothing is known of this student.")
    bring = page.get_by_role("region", name="Bring in a file")
    pick = bring.get_by_label("File of courses taken")
    header = "用户名,课程,学期,成绩\n"
    pick.set_input_files(file_of(f"{header}{student.username},MATH-1010,F20,Z\n"))  # type: ignore[arg-type]
    bring.get_by_role("button", name="Show what would change").click()
    expect(bring).to_contain_text("Line 2, column grade")
    expect(bring).to_contain_text("'Z' is no grade")
    visitor.troubles.clear()  # the browser notes every answer that refuses
    good = f"{header}{student.username},MATH-1010,F20,88.50\n{student.username},OLD-9,F19,F\n"
    pick.set_input_files(file_of(good))  # type: ignore[arg-type]
    bring.get_by_role("button", name="Show what would change").click()
    expect(bring.get_by_role("status")).to_contain_text("Nothing is changed yet.")
    expect(bring.get_by_role("status")).to_be_focused()
    expect(bring).to_contain_text("perhaps it is misspelt: OLD-9")
    expect(one).to_contain_text("Nothing is known of this student.")
    bring.get_by_role("button", name="Bring it in").click()
    expect(bring.get_by_role("status")).to_contain_text("Done, for 1 student.")
    wrong = one.get_by_role("button", name="Delete OLD-9 in F19")
    wrong.click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(wrong).to_have_count(0)
    own = visits(student).open("/account")
    own.get_by_role("link", name="See what I took before").click()
    expect(own.get_by_role("row").filter(has_text="MATH-1010")).to_contain_text("Passed")
    row = one.get_by_role("row").filter(has_text="MATH-1010")
    expect(row).to_contain_text("88.5")
    expect(row).to_contain_text("Passed")
    for size in (NARROWEST, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert too_wide(page) + barriers(page) == []
