"""A catalogue on a Chinese page: corrected in its file, chosen again, all said in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.campus import ADMINISTRATOR
from tests.browser.conftest import Visits

HEADER = "code,title,credits,type,instructor,days,start,end,location,capacity,crn"
WRONG = f"{HEADER}\nLAW-1,法学,3,LEC,,MX,08:00,09:50,,many,1\n"
RIGHT = f"{HEADER},colour\nLAW-1,法学,3,LEC,,,,,,60,1,red\n"
ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", re.IGNORECASE)


def test_errors_and_notes_are_said_in_chinese(visits: Visits, tmp_path: Path) -> None:
    visitor = visits(ADMINISTRATOR, locale="zh-CN")
    visitor.expects("422")
    page = visitor.open("/admin/terms/import")
    file = tmp_path / "law.csv"
    page.get_by_label("学期代码").fill("ZH26")
    for content, sentences in (
        (WRONG, ("第 2 行", "'X' 不是星期", "'many' 不是名额数")),
        (RIGHT, ("1 行没有时间", "列未使用")),
    ):
        file.write_text(content, encoding="utf-8")
        with page.expect_file_chooser() as chooser:
            page.locator("input[type=file]").click()
        chooser.value.set_files(file)
        page.locator("form button[type=submit]").click()
        for sentence in sentences:
            expect(page.get_by_text(sentence).first).to_be_visible()
        assert ENGLISH.findall(page.get_by_role("main").inner_text()) == []
