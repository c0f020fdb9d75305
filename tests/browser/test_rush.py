"""Registration day: five hundred others at once, and one student at the pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.campus import ADMINISTRATOR, Campus
from tests.browser.conftest import Visits
from tests.system.command_line import COMMAND, PATIENCE
from tests.system.installation import Installation

STUDENTS = 500
REHEARSE = ("rehearse", "--students", str(STUDENTS), "--sections", "10", "--json")
assert sys.executable


@contextmanager
def rush(installation: Installation, home: Path) -> Iterator[subprocess.Popen[str]]:
    """The rehearsal as the administrator starts it, under way."""
    environment = {**installation.environment, "HOME": os.fspath(home)}
    login = ("user", "login", "--username", ADMINISTRATOR.username, "--password")
    subprocess.run(
        [COMMAND, *login, ADMINISTRATOR.password],
        env=environment, check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    process = subprocess.Popen(
        [COMMAND, *REHEARSE], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_student_gets_a_seat_in_the_middle_of_a_rush(
    visits: Visits, campus: Campus, installation: Installation, tmp_path: Path
) -> None:
    person = campus.student()
    page = visits(person).open(f"/catalogue/{campus.section('CHEM-1010')['id']}")
    take = page.get_by_role("button", name="Take now")
    expect(take).to_be_enabled()
    with rush(installation, tmp_path) as others:
        busy = visits(ADMINISTRATOR).page
        with busy.expect_response(lambda answer: moving(answer.url), timeout=PATIENCE * 1000):
            busy.goto("/admin/cockpit")
        take.click()
        expect(page.get_by_role("button", name="Drop", exact=True)).to_be_visible()
        page.get_by_role("link", name="Timetable").click()
        expect(page.get_by_role("link", name="CHEM-1010").first).to_be_visible()
        printed, _ = others.communicate(timeout=PATIENCE)
    assert others.returncode == 0, printed
    assert json.loads(printed)
    assert person.username in campus.roster("CHEM-1010")


def moving(url: str) -> bool:
    return url.endswith("/teacher/selection")
