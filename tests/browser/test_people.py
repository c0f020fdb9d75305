"""What administrators do about people: tags for many, the audit log, who may sign up."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.campus import ADMINISTRATOR, Campus, Person
from tests.browser.conftest import Visits


@pytest.fixture
def page(visits: Visits) -> Page:
    return visits(ADMINISTRATOR).open("/admin/users")


def tags_of(campus: Campus, person: Person) -> list[str]:
    wanted = {"who": [person.username], "add": ["-"], "dry_run": True}
    [told] = campus.call("POST", "/auth/users/tags", json=wanted)["results"]
    tags: list[str] = told["before"]
    return tags


def enter_tag(field: Locator, tag: str) -> None:
    field.fill(tag)
    field.press("Enter")


def test_chosen_and_pasted_students_are_tagged_by_keyboard_and_it_is_taken_back(
    page: Page, campus: Campus
) -> None:
    chosen, pasted = campus.student("Tara Tagged"), campus.student("Paul Pasted")
    page.get_by_label("Search").fill("Tara")
    page.get_by_role("checkbox", name=f"Choose Tara Tagged ({chosen.username})").press("Space")
    expect(page.get_by_text("Chosen: 1")).to_be_visible()
    page.get_by_role("button", name="Change tags").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Students").fill(f"{chosen.username}\n{pasted.username}, nobody.here")
    enter_tag(dialog.get_by_label("Tags to add", exact=True), "honours")
    dialog.get_by_role("button", name="See what would change").press("Enter")
    expect(dialog.get_by_text("Would change: 2. Stay as they are: 0. Unknown: 1.")).to_be_visible()
    expect(dialog.get_by_role("row").nth(1)).to_contain_text("nobody.here")
    assert tags_of(campus, chosen) == []
    dialog.get_by_role("button", name="Change 2 students").press("Enter")
    expect(page.get_by_text("Tags of 2 students changed")).to_be_visible()
    assert tags_of(campus, pasted) == ["honours"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The tags are as they were before")).to_be_visible()
    assert tags_of(campus, chosen) == tags_of(campus, pasted) == []


def test_one_students_tags_are_changed_and_the_list_is_narrowed_by_them(
    page: Page, campus: Campus
) -> None:
    student = campus.student("Olga Only")
    page.get_by_label("Search").fill("Olga")
    page.get_by_role("button", name=f"Manage Olga Only ({student.username})").click()
    dialog = page.get_by_role("dialog")
    enter_tag(dialog.get_by_label("Tags", exact=True).and_(page.locator("input")), "exchange")
    dialog.get_by_role("button", name="Save tags").click()
    expect(page.get_by_text("Tags of Olga Only saved")).to_be_visible()
    assert tags_of(campus, student) == ["exchange"]
    page.keyboard.press("Escape")
    page.get_by_label("Search").fill("")
    page.get_by_label("Tag", exact=True).select_option("exchange")
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("row").nth(1)).to_contain_text("Olga Only")
    heading = page.get_by_role("columnheader", name="Name", exact=True).first
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(page).to_have_url("/admin/users?tag=exchange&sort=name")


def test_the_audit_log_is_narrowed_and_downloaded(
    page: Page, campus: Campus, tmp_path: Path
) -> None:
    student = campus.student("=Formula()")
    number = campus.call("GET", "/auth/users", params={"username": student.username})["items"][0]
    path = f"/auth/users/student/{number['id']}"
    campus.call("PATCH", path, json={"group": "=2+2"})
    page.goto("/admin/audit")
    page.get_by_label("Whom or what").fill(student.username)
    rows = page.get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Changed an account")
    rows.nth(1).locator("summary").click()
    expect(rows.nth(1)).to_contain_text("=2+2")
    page.get_by_label("What", exact=True).select_option("user_created")
    expect(rows).to_have_count(2)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download as CSV").click()
    file = tmp_path / "audit.csv"
    coming.value.save_as(file)
    [line] = csv.DictReader(io.StringIO(file.read_text("utf-8-sig")))
    assert (line["what"], line["whom"], line["who"]) == ("user_created", student.username, "admin")
    assert '"=Formula()"' in line["after"]


def test_sign_up_is_turned_off_and_on_again(page: Page, campus: Campus) -> None:
    page.goto("/admin/settings")
    box = page.get_by_label("Teachers may sign up")
    save = page.get_by_role("button", name="Save")
    expect(save).to_be_disabled()
    box.uncheck()
    save.click()
    expect(page.get_by_text("Teachers can no longer sign up.")).to_be_visible()
    assert campus.call("GET", "/auth/sign-up")["teacher_sign_up"] is False
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Teachers may sign up now.")).to_be_visible()
    expect(box).to_be_checked()
    assert campus.call("GET", "/auth/sign-up")["teacher_sign_up"] is True


def test_a_page_in_chinese_says_in_chinese_what_is_wrong(visits: Visits, tmp_path: Path) -> None:
    visitor = visits(ADMINISTRATOR, locale="zh-CN")
    page = visitor.open("/admin/users/import")
    file = tmp_path / "people.csv"
    people = ("x,X,x@uni.example,", "weak.w,W,w@uni.example,12345678", "bad.mail,B,nomail,")
    file.write_text("username,name,email,password\n" + "\n".join(people))
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="预检").click()
    expect(page.get_by_text("用户名应有 2 至 64 个字符。")).to_be_visible()
    expect(page.get_by_text("属于最常见的密码")).to_be_visible()
    expect(page.get_by_text("这不是邮箱地址")).to_be_visible()
