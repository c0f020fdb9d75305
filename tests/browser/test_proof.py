"""What anybody can check afterwards: a student's receipt, and a report that everybody reads."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import httpx
from playwright.sync_api import Page, expect

from tests.browser.campus import PATIENCE, Campus, Person
from tests.browser.conftest import Visits
from tests.browser.test_every_state import armed, fits_everybody
from tests.system.command_line import CommandLine
from tests.system.installation import Installation

OWN = "PR26"  # a term of its own, so that nobody else's requests are in its report
ASKED = 6


def kept(page: Page, button: str, folder: Path) -> Path:
    """The file that a button saves."""
    with page.expect_download() as saved:
        page.get_by_role("button", name=button).click()
    file = folder / saved.value.suggested_filename
    saved.value.save_as(file)
    return file


def ask(url: str, person: Person, section: int) -> None:
    """Ask for a seat and hear how it ended."""
    with httpx.Client(base_url=f"{url}/api", timeout=PATIENCE) as http:
        session = http.post("/auth/login", json=person.credentials).raise_for_status().json()
        http.headers["Authorization"] = f"Bearer {session['access_token']}"
        asked = {"action": "select", "section_id": section}
        ticket = http.post("/student/selections", json=asked).raise_for_status().json()
        deadline = time.monotonic() + PATIENCE
        while ticket["state"] == "pending":
            assert time.monotonic() < deadline, ticket
            ticket = http.get(f"/student/selections/{ticket['id']}").raise_for_status().json()


def test_a_receipt_is_downloaded_and_anybody_can_check_it(
    visits: Visits, campus: Campus, installation: Installation, tmp_path: Path
) -> None:
    page = visits(campus.student()).open(f"/catalogue/{campus.section('ZOOL-1010')['id']}")
    page.get_by_role("button", name="Take now").click()
    page.get_by_role("link", name="My requests").click()
    answered = page.get_by_role("region", name="Answered").get_by_role("article")
    expect(answered).to_contain_text("You got it")
    receipt = kept(page, "Download the receipt of request", tmp_path)
    keys = tmp_path / "keys.json"
    keys.write_text(httpx.get(f"{installation.gateway_url}/api/student/receipts/keys").text)
    check = CommandLine(installation.environment, tmp_path)
    genuine = check.json("verify", "--receipt", str(receipt), "--key", str(keys))
    assert (genuine["verdict"], genuine["outcome"]) == ("genuine", "enrolled")
    assert genuine["section"].startswith("ZOOL-1010")
    told = json.loads(receipt.read_text())
    told["receipt"]["outcome"] = "refused"
    receipt.write_text(json.dumps(told))
    forged = check("verify", "--receipt", str(receipt), "--key", str(keys), "--json")
    assert (forged.returncode, json.loads(forged.stdout)["verdict"]) == (1, "wrong")


def test_a_published_report_is_read_and_taken_along_without_a_login(
    visits: Visits, campus: Campus, installation: Installation, tmp_path: Path
) -> None:
    campus.call("POST", "/teacher/terms", json={"code": OWN, "name": "Proof", "state": "open"})
    wanted = {"term": OWN, "course": "PRF-1010", "title": "Proofs", "number": "7901"}
    rest = {"credits": 1, "capacity": ASKED - 1, "meetings": []}
    section = campus.call("POST", "/teacher/sections", json=wanted | rest)
    for _ in range(ASKED):
        ask(installation.gateway_url, campus.student(), section["id"])
    campus.call("PATCH", f"/teacher/terms/{OWN}", json={"state": "closed"})  # nobody's first term
    campus.call("PUT", f"/teacher/terms/{OWN}/report")
    page = armed(visits)
    page.goto("/reports")
    page.get_by_role("link", name="Proof").click()
    expect(page.get_by_role("heading", name=f"Fairness report {OWN}")).to_be_visible()
    in_order = page.get_by_role("status").filter(has_text="Nobody was decided before")
    expect(in_order).to_be_visible()
    row = page.get_by_role("table", name="Section by section").get_by_role("row").nth(1)
    expect(row).to_contain_text("PRF-1010")
    file = kept(page, "Download as a table (CSV)", tmp_path)
    assert file.name == f"report-{OWN}.csv"
    rows = list(csv.reader(io.StringIO(file.read_text())))
    told = next(each for each in rows if each and each[0].startswith("PRF-1010"))
    assert {str(ASKED), str(ASKED - 1)} <= set(told)
    fits_everybody(page)
