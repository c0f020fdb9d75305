"""Rosters as JSON and as a file for spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest

from backend.common.models import SECTION_EXAMPLE, Roster, RosterEntry
from backend.domain.spreadsheets import formula_safe
from backend.teacher_node.roster_file import roster_file, roster_file_name
from tests.nodes.staff.conftest import ADMIN, Staff


async def test_a_roster_lists_who_holds_a_seat_by_name(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    await staff.enrol(section, staff.students[2], staff.students[0])
    for headers in (ADMIN, staff.teacher("ada")):
        roster = (await staff.call("GET", f"/sections/{section}/roster", headers)).json()
        assert roster["section"]["taken"] == 2
        assert [student["username"] for student in roster["students"]] == ["s0", "s2"]
        assert roster["students"][0] == {
            "id": staff.students[0],
            "username": "s0",
            "name": "Student 0",
            "group": "G1",
            "enrolled_at": 1_900_000_000.5,
            "credits": 4,
            "ticket_id": f"ticket-{staff.students[0]}",
        }


async def test_another_teachers_roster_stays_closed_in_either_form(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    for wanted in ("json", "csv"):
        answer = await staff.call(
            "GET", f"/sections/{section}/roster", staff.teacher("grace"), format=wanted
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "not_your_section")
    missing = await staff.call("GET", "/sections/999/roster", ADMIN, format="csv")
    assert missing.json()["code"] == "no_such_section"
    odd = await staff.call("GET", f"/sections/{section}/roster", ADMIN, format="xml")
    assert odd.json()["code"] == "invalid_fields"


async def test_the_file_opens_in_spreadsheets(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    await staff.enrol(section, staff.students[0])
    answer = await staff.call("GET", f"/sections/{section}/roster", ADMIN, format="csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="roster-F24-PHYS-1100-10001.csv"'
    )
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        {
            "username": "s0",
            "name": "Student 0",
            "group": "G1",
            "enrolled_at": "2030-03-17T17:46:40+00:00",
            "credits": "4",
        }
    ]


@pytest.mark.parametrize(
    "cell", ["=cmd()", "+1", "-1", "@x", "\tx", "\rx", "\n=x", " =1", "\uff1d1"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert formula_safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ada", "a=b", "1"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert formula_safe(cell) == cell


def test_names_with_commas_quotes_and_accents_survive_the_file() -> None:
    entry = RosterEntry(
        id=1, username="zoe", name='Zoë, "Z"', group="=G", enrolled_at=0.0, ticket_id="t", credits=3
    )
    content = roster_file(Roster(section=SECTION_EXAMPLE, students=[entry]))
    assert content.startswith(b"\xef\xbb\xbfusername,")
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert (row["name"], row["group"]) == ('Zoë, "Z"', "'=G")


def test_the_file_name_is_safe_whatever_the_section_is_called() -> None:
    section = type(SECTION_EXAMPLE)(
        id=1,
        term="F24",
        course_id=1,
        course='A/..\\"\r\nSet-Cookie: x',
        title="",
        number="é;1",
        credits=1,
        credits_max=1,
        capacity=1,
        ceiling=1,
        taken=0,
        state="open",
    )
    name = roster_file_name(Roster(section=section, students=[]))
    assert name == "roster-F24-A_.._Set-Cookie_x-_1.csv"
