"""Importing a catalogue through the staff door."""

from __future__ import annotations

import csv
import io
import random
import time
from typing import Any

import pytest
import sqlalchemy as sa

from backend.data_node.tables import terms
from tests.nodes import tokens
from tests.nodes.staff.conftest import ADMIN, CATALOGUE, Staff

HEADER = CATALOGUE.splitlines(keepends=True)[0]
ROW = b"PHYS-1100,Physics I,4,LEC,ada,MR,10:00,11:50,Hall 1,%s,25,10001\n"


def nothing_but(**counts: int) -> dict[str, int]:
    return {"created": 0, "changed": 0, "unchanged": 0, "absent": 0, **counts}


async def test_a_new_term_is_made_with_its_courses_and_sections(staff: Staff) -> None:
    report = await staff.load(name="Fall  2024")
    assert report["created_term"]
    assert report["sections"] == nothing_but(created=3)
    assert report["courses"] == nothing_but(created=2)
    assert (report["meetings"], report["seats"]) == (3, 50)
    answer = await staff.call("GET", "/terms", ADMIN)
    (term,) = answer.json()["items"]
    assert (term["code"], term["name"], term["state"]) == ("F24", "Fall 2024", "open")


async def test_sections_have_meetings_credits_and_the_teachers_that_exist(staff: Staff) -> None:
    await staff.load()
    found = await staff.sections(term="F24")
    physics = found["10001"]
    assert [meeting["days"] for meeting in physics["meetings"]] == ["MR", "W"]
    assert (physics["instructor"], physics["location"]) == ("ada", "Hall 1, Lab 2")
    assert (physics["teacher_id"], physics["teacher"]) == (staff.teachers["ada"], "Ada")
    assert (physics["capacity"], physics["ceiling"], physics["taken"]) == (30, 30, 0)
    calculus = found["10003"]
    assert (calculus["credits"], calculus["credits_max"]) == (1, 4)
    assert (calculus["capacity"], calculus["meetings"]) == (0, [])
    assert (calculus["instructor"], calculus["teacher_id"]) == ("emmy", None)


async def test_the_report_says_what_was_made_of_the_file(staff: Staff) -> None:
    notes = {note["message"]: note for note in (await staff.load())["notes"]}
    no_time = notes["1 row has no time: its section meets at no fixed time"]
    assert (no_time["code"], no_time["count"], no_time["lines"]) == ("no_time", 1, [5])
    assert (
        "4 rows say how many are enrolled: not taken over, seats come by selection alone" in notes
    )


async def test_the_same_file_again_changes_nothing_and_tells_nobody(staff: Staff) -> None:
    await staff.load()
    before = await staff.feed()
    report = await staff.load()
    assert not report["created_term"]
    assert report["sections"] == nothing_but(unchanged=3)
    assert report["courses"] == nothing_but(unchanged=2)
    assert await staff.feed() == before


async def test_one_change_of_the_feed_tells_of_the_whole_import(staff: Staff) -> None:
    known = len(await staff.feed())
    await staff.load()
    assert [(e["kind"], e["body"]) for e in (await staff.feed())[known:]] == [
        ("catalogue", {"term": "F24"})
    ]


async def test_only_what_differs_is_changed(staff: Staff) -> None:
    await staff.load()
    changed = CATALOGUE.replace(b"Hall 2,20", b"Hall 9,25").replace(b"Calculus", b"Calculus I")
    report = await staff.load(changed)
    assert report["sections"] == nothing_but(changed=2, unchanged=1)
    assert report["courses"] == nothing_but(changed=1, unchanged=1)
    found = await staff.sections()
    assert (found["10002"]["location"], found["10002"]["capacity"]) == ("Hall 9", 25)
    assert found["10002"]["ceiling"] == 25
    assert found["10003"]["title"] == "Calculus I"


async def test_tags_come_with_their_column_and_stay_without_it(staff: Staff) -> None:
    head, first, *rest = CATALOGUE.decode().splitlines()
    lines = [f"{head},tags", f"{first},online;honours", *(f"{line}," for line in rest)]
    await staff.load("\n".join(lines).encode() + b"\n")
    assert (await staff.sections())["10001"]["tags"] == ["online", "honours"]
    assert (await staff.load())["sections"]["changed"] == 0
    assert (await staff.sections())["10001"]["tags"] == ["online", "honours"]
    lines[1] = f"{first},"
    assert (await staff.load("\n".join(lines).encode() + b"\n"))["sections"]["changed"] == 1
    assert (await staff.sections())["10001"]["tags"] == []


async def test_sections_missing_from_the_file_stay(staff: Staff) -> None:
    await staff.load()
    report = await staff.load(HEADER + ROW % b"30")
    assert report["sections"]["absent"] == 2
    assert report["courses"]["absent"] == 1
    assert set(await staff.sections()) == {"10001", "10002", "10003"}


async def test_a_smaller_capacity_takes_no_seat_away(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10001"]["id"]
    await staff.enrol(section, *staff.students[:3])
    await staff.load(HEADER + ROW % b"2")
    shrunk = (await staff.sections())["10001"]
    assert (shrunk["capacity"], shrunk["ceiling"], shrunk["taken"]) == (2, 3, 3)
    report = await staff.load(HEADER + ROW % b"2")
    assert report["sections"]["unchanged"] == 1


async def test_a_section_with_students_stays_in_its_course(staff: Staff) -> None:
    await staff.load()
    section = (await staff.sections())["10002"]["id"]
    await staff.enrol(section, staff.students[0])
    moved = CATALOGUE.replace(b"PHYS-1100,Physics I,4,LEC,grace", b"MATH-2020,Waves,4,LEC,grace")
    answer = await staff.call("POST", "/catalogue/import", ADMIN, moved, term="F24")
    assert answer.json()["code"] == "catalogue_invalid"
    assert answer.json()["errors"][0]["where"] == "line 4, column code"
    assert (await staff.sections())["10002"]["course"] == "PHYS-1100"
    assert len((await staff.call("GET", "/courses", ADMIN)).json()["items"]) == 2


async def test_new_times_of_a_section_with_students_are_pointed_out(staff: Staff) -> None:
    await staff.load()
    await staff.enrol((await staff.sections())["10002"]["id"], staff.students[0])
    report = await staff.load(CATALOGUE.replace(b"TF,10:00", b"TF,09:00"))
    assert report["notes"][-1]["lines"] == [4]
    assert report["notes"][-1]["message"].startswith("1 section with students has other times")


async def test_columns_the_file_does_not_have_leave_sections_alone(staff: Staff) -> None:
    await staff.load()
    before = (await staff.sections())["10001"]
    await staff.load(b"crn,code,title,credits,capacity\n10001,PHYS-1100,Physics One,4,30\n")
    assert (await staff.sections())["10001"] == {**before, "title": "Physics One"}


async def test_a_dry_run_reports_and_changes_nothing(staff: Staff) -> None:
    known = await staff.feed()
    report = await staff.load(dry_run=True)
    assert report["dry_run"]
    assert report["sections"] == nothing_but(created=3)
    assert (await staff.call("GET", "/terms", ADMIN)).json()["items"] == []
    assert await staff.feed() == known


async def test_a_file_with_errors_changes_nothing_and_names_line_and_column(staff: Staff) -> None:
    broken = CATALOGUE.replace(b",30,25,10001", b",-30,25,10001", 1).replace(b"TF", b"TX")
    answer = await staff.call("POST", "/catalogue/import", ADMIN, broken, term="F24")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "catalogue_invalid")
    assert problem["detail"] == "The file has 2 errors; nothing was changed."
    assert problem["values"] == {"count": 2}
    assert problem["errors"] == [
        {
            "where": "line 2, column capacity",
            "line": 2,
            "column": "capacity",
            "code": "seats_form",
            "message": "'-30' is no number of seats; use 0, 30 or unlimited",
            "values": {"text": "'-30'", "unlimited": "unlimited"},
        },
        {
            "where": "line 4, column days",
            "line": 4,
            "column": "days",
            "code": "day_unknown",
            "message": "'X' is no day; days are letters of MTWRFSU",
            "values": {"letter": "'X'", "days": "MTWRFSU"},
        },
    ]
    assert (await staff.call("GET", "/terms", ADMIN)).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"", "line 1"),
        (HEADER, "line 2"),
        (HEADER + b'PHYS-1100,"Physics', "line 2, column title"),
        (HEADER + b"PHYS-1100,Physics,4", "line 2, column type"),
        (HEADER + b"PHYS-1100,Phys\xefque,4,,,,,,,3,,1\n", "line 2, column title"),
        (HEADER + b"PHYS-1100," + b"x" * 10_000_000 + b",4,,,,,,,3,,1\n", "line 2, column title"),
        (HEADER + b"PHYS-1100,a\x00b,4,,,,,,,3,,1\n", "line 2, column title"),
        (b"code,code,title,credits,capacity,crn\n", "line 1, column code"),
        (b"code,title,credits,crn\n", "line 1, column capacity"),
    ],
)
async def test_hostile_files_are_refused_by_place(staff: Staff, body: bytes, where: str) -> None:
    answer = await staff.call("POST", "/catalogue/import", ADMIN, body, term="F24")
    assert answer.json()["code"] == "catalogue_invalid"
    assert answer.json()["errors"][0]["where"] == where


async def test_a_byte_order_mark_and_other_letters_in_the_header_are_fine(staff: Staff) -> None:
    report = await staff.load(b"\xef\xbb\xbf" + CATALOGUE.replace(b"code,title", b"Code, TITLE "))
    assert report["sections"]["created"] == 3


async def test_a_rehearsals_term_takes_no_import(staff: Staff) -> None:
    scratch = {"code": "F24", "name": "Rehearsal", "state": "open", "scratch": True}
    await staff.database.write(lambda connection: connection.execute(sa.insert(terms), scratch))
    answer = await staff.call("POST", "/catalogue/import", ADMIN, CATALOGUE, term="F24")
    assert (answer.status_code, answer.json()["code"]) == (409, "term_is_scratch")


async def test_only_administrators_import(staff: Staff) -> None:
    for headers, status in (
        (staff.teacher("ada"), 403),
        (tokens.bearer("student"), 403),
        ({}, 401),
    ):
        for node in ("teacher_node", "data_node"):
            answer = await staff.house.client.post(
                node,
                "/catalogue/import",
                params={"term": "F24"},
                content=CATALOGUE,
                headers=headers,
            )
            assert answer.status_code == status


async def test_a_term_can_be_renamed_but_not_unreadably(staff: Staff) -> None:
    await staff.load()
    await staff.load(name="Autumn 2024")
    await staff.load()
    (term,) = (await staff.call("GET", "/terms", ADMIN)).json()["items"]
    assert term["name"] == "Autumn 2024"
    answer = await staff.call(
        "POST", "/catalogue/import", ADMIN, CATALOGUE, term="F24", name="\x1b[2J"
    )
    assert answer.json()["errors"][0]["where"] == "query.name"


@pytest.mark.parametrize("term", ["", "../x", "a b", "x" * 33])
async def test_a_term_has_a_plain_code(staff: Staff, term: str) -> None:
    answer = await staff.call("POST", "/catalogue/import", ADMIN, CATALOGUE, term=term)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_fields")


def messy_catalogue(sections: int, seed: int = 7) -> bytes:
    """Rows as universities publish them: ranges, blanks, several rows a section, odd titles."""
    draw = random.Random(seed)
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(HEADER.decode().strip().split(","))
    for number in range(sections):
        course = draw.randrange(max(1, sections // 3))
        fixed = [f"DEPT-{course:04}", f"Topics, {course}", draw.choice(["4", "3", "1-15", "0"])]
        seats = [draw.choice(["10", "30", "0", ""]), draw.choice(["0", "35", ""]), 10_000 + number]
        for _ in range(draw.choice([1, 1, 1, 2, 3])):
            where = draw.choice(["", "Hall 3", 'The "Old" Hall'])
            time_of_day = draw.choice([("", "", ""), ("MR", "16:00", "17:50"), ("W", "", "")])
            who = f"instructor{draw.randrange(900):04}"
            writer.writerow([*fixed, "LEC", who, *time_of_day, where, *seats])
    return lines.getvalue().encode()


async def test_a_catalogue_as_large_and_messy_as_real_ones_loads_at_once(staff: Staff) -> None:
    catalogue = messy_catalogue(2224)
    started = time.perf_counter()
    report = await staff.load(catalogue)
    assert time.perf_counter() - started < 6  # seconds; it takes under one alone on a machine
    assert report["sections"]["created"] == 2224
    again: dict[str, Any] = await staff.load(catalogue)
    assert again["sections"] == nothing_but(unchanged=2224)
    assert again["notes"] == report["notes"]
