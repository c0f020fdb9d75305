"""Catalogue files: what is understood, what is noted, what is an error and where."""

from __future__ import annotations

import pytest

from backend.domain import catalogue
from backend.domain.catalogue import MOST_ERRORS, Reading, read_catalogue
from backend.domain.catalogue_sections import ListedSection

HEADER = "code,title,credits,type,instructor,days,start,end,location,capacity,enrolled,crn"
ROW = "PHYS-1100,Physics I,4,LEC,ada,MR,10:00,11:50,Hall 1,30,25,1"


def read(*lines: str, header: str = HEADER) -> Reading:
    return read_catalogue("\n".join((header, *lines, "")).encode())


def only(reading: Reading) -> ListedSection:
    assert reading.errors == ()
    (section,) = reading.sections
    return section


def notes(reading: Reading) -> dict[str, tuple[int, ...]]:
    assert reading.errors == ()
    return {note.message: note.lines for note in reading.notes}


def errors(reading: Reading) -> list[tuple[str, str]]:
    assert reading.sections == ()
    return [(error.where, error.message) for error in reading.errors]


def row(**cells: str) -> str:
    known = dict(zip(HEADER.split(","), ROW.split(","), strict=True))
    return ",".join({**known, **cells}.values())


def test_a_row_is_a_section_with_a_meeting() -> None:
    section = only(read(ROW))
    assert (section.number, section.course, section.title) == ("1", "PHYS-1100", "Physics I")
    assert (section.credits, section.credits_max, section.capacity) == (400, 400, 30)
    assert (section.instructors, section.location, section.line) == (("ada",), "Hall 1", 2)
    (meeting,) = section.meetings or ()
    assert (meeting.time.days, meeting.time.start, meeting.time.end) == ("MR", 600, 710)
    assert (meeting.kind, meeting.location, meeting.instructor) == ("LEC", "Hall 1", "ada")


def test_rows_with_one_crn_are_the_meetings_of_one_section() -> None:
    reading = read(ROW, row(days="W", location="Lab", instructor="grace"), row(crn="2"))
    first, second = reading.sections
    assert [meeting.time.days for meeting in first.meetings or ()] == ["MR", "W"]
    assert (first.instructors, first.location) == (("ada", "grace"), "Hall 1, Lab")
    assert second.number == "2"
    assert notes(reading)["1 section has several rows: each is a meeting of it"] == (2,)


def test_a_row_that_says_the_same_again_is_left_out() -> None:
    reading = read(ROW, ROW, ROW)
    assert len(only(reading).meetings or ()) == 1
    assert notes(reading)["2 rows repeat another one of their section: left out"] == (3, 4)


def test_columns_may_come_in_any_order_and_case() -> None:
    reading = read('9,"A, ""B""",30,X-1,3', header="CRN,Title,capacity, CODE ,Credits")
    section = only(reading)
    assert (section.number, section.title, section.course) == ("9", 'A, "B"', "X-1")
    assert (section.instructors, section.location, section.meetings) == (None, None, None)


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        ({"days": "", "start": "", "end": ""}, "1 row has no time: its section meets at no"),
        ({"start": "", "end": ""}, "1 row has days but no time: the days are left out"),
        ({"days": ""}, "1 row has a time but no days: the time is left out"),
        ({"credits": "1-15"}, "1 section has a range of credits: the lower end counts"),
        ({"capacity": "0"}, "1 section has 0 seats: kept as it is, nobody can enrol"),
        ({"capacity": ""}, "1 section has no capacity: taken as 0 seats"),
        ({"enrolled": "7"}, "1 row says how many are enrolled: not taken over"),
    ],
)
def test_what_is_interpreted_is_noted_with_its_line(cells: dict[str, str], note: str) -> None:
    found = notes(read(row(**cells)))
    assert [lines for message, lines in found.items() if message.startswith(note)] == [(2,)]


def test_many_rows_of_a_kind_are_one_note_with_the_first_lines() -> None:
    untimed = [row(crn=str(n), days="", start="", end="") for n in range(1200)]
    found = notes(read(*untimed))
    assert found["1,200 rows have no time: their sections meet at no fixed time"] == (2, 3, 4, 5, 6)


def test_titles_of_a_course_may_differ() -> None:
    reading = read(ROW, row(crn="2", title="Honors Physics"))
    assert [section.title for section in reading.sections] == ["Physics I", "Honors Physics"]
    assert (3,) in notes(reading).values()


def test_columns_that_are_unknown_or_absent_are_named() -> None:
    found = notes(read("X,T,3,30,1,?", header="code,title,credits,capacity,crn,room colour"))
    assert "1 column is not used: room colour" in found
    assert any("instructor, location, days, start, end" in message for message in found)


def test_a_file_that_may_be_cut_at_its_end_is_pointed_out() -> None:
    reading = read_catalogue(f"{HEADER}\n{ROW}".encode())
    assert notes(reading)[
        "the last row does not end its line: please check that the file is complete"
    ] == (2,)


def test_weeks_are_a_pattern() -> None:
    reading = read(f'{ROW},"1-3,5"', header=f"{HEADER},weeks")
    assert (only(reading).meetings or ())[0].time.weeks == 0b10111


def test_a_formula_is_text() -> None:
    assert only(read(row(title="=cmd()"))).title == "=cmd()"


def test_line_numbers_count_the_lines_inside_quotes() -> None:
    reading = read(row(title='"Physics\n\nand more"'), row(crn="2", capacity="x"))
    assert errors(reading)[0][0] == "line 5, column capacity"


@pytest.mark.parametrize(
    ("cells", "where", "message"),
    [
        ({"crn": ""}, "crn", "is empty"),
        ({"code": " "}, "code", "is empty"),
        ({"title": ""}, "title", "is empty"),
        ({"credits": ""}, "credits", "is empty"),
        ({"credits": "three"}, "credits", "'three' is no number of credits such as 3, 1.5 or 1-15"),
        ({"credits": "5-1"}, "credits", "'5-1' is no range of credits such as 1-15"),
        ({"credits": "100"}, "credits", "'100' is more than 99 credits"),
        ({"capacity": "-1"}, "capacity", "'-1' is no number of seats; use 0, 30 or unlimited"),
        ({"capacity": "1" + "0" * 30}, "capacity", f"'1{'0' * 30}' is more than 100,000 seats"),
        ({"capacity": "٣"}, "capacity", "'٣' is no number of seats; use 0, 30 or unlimited"),
        ({"days": "MX"}, "days", "'X' is no day; days are letters of MTWRFSU"),
        ({"days": "MM"}, "days", "'MM' names a day twice"),
        ({"start": "10am"}, "start", "a time is written HH:MM, not '10am'"),
        ({"start": "25:00"}, "start", "there is no time '25:00'"),
        ({"start": "12:00"}, "end", "11:50 is not after the start, 12:00"),
        ({"start": "11:50"}, "end", "11:50 is not after the start, 11:50"),
        ({"end": ""}, "end", "is empty, but the other time is there"),
        ({"start": ""}, "start", "is empty, but the other time is there"),
        ({"title": "a\x00b"}, "title", "has the control character U+0000"),
        ({"title": "\u202eevil"}, "title", "has the control character U+202E"),
        ({"title": "x" * 301}, "title", "is 301 characters long; 300 are the most"),
        ({"location": "x" * 10_001}, "location", "is 10,001 characters long; 10,000 are the most"),
        ({"title": '"Phys"ics'}, "title", "goes on after its closing quotation mark: 'ics'"),
        ({"title": '"Physics'}, "title", "begins with a quotation mark, and no other one ends it"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_column(
    cells: dict[str, str], where: str, message: str
) -> None:
    assert errors(read(row(crn="9"), row(**cells))) == [(f"line 3, column {where}", message)]


TAGGED = f"{HEADER},tags"


def test_the_tags_of_all_rows_of_a_section_are_its_tags() -> None:
    lines = (f"{ROW},online;  honours  college |", f"{row(days='W')},writing;online")
    assert only(read(*lines, header=TAGGED)).tags == ("online", "honours college", "writing")
    assert only(read(f"{ROW},", header=TAGGED)).tags == ()
    assert only(read(ROW)).tags is None, "without the column nothing is said about them"


@pytest.mark.parametrize(
    ("tags", "message"),
    [
        ("x" * 41, "is 41 characters long; 40 are the most"),
        ("a\x00b", "has the control character U+0000"),
        (";".join(map(str, range(21))), "20 tags are the most"),
    ],
)
def test_tags_that_cannot_be_are_named(tags: str, message: str) -> None:
    assert errors(read(f"{ROW},{tags}", header=TAGGED)) == [("line 2, column tags", message)]


def test_a_section_has_only_so_many_tags_whatever_its_rows() -> None:
    lines = [f"{ROW},{';'.join(map(str, range(first, first + 11)))}" for first in (0, 11)]
    assert errors(read(*lines, header=TAGGED)) == [("line 3, column tags", "20 tags are the most")]


def test_rows_of_one_section_must_agree() -> None:
    reading = read(ROW, row(code="MATH-1", capacity="31", credits="3", days="W"))
    says = "differs from line 2, which has the same crn '1'"
    assert errors(reading) == [
        ("line 3, column code", says),
        ("line 3, column credits", says),
        ("line 3, column capacity", says),
    ]


def test_later_rows_of_a_section_need_not_repeat_its_numbers() -> None:
    section = only(read(row(capacity=""), row(days="W", title=""), row(days="F", credits="")))
    assert (section.capacity, section.title, section.credits) == (30, "Physics I", 400)


def test_a_row_of_the_wrong_length_is_an_error_at_its_end() -> None:
    reading = read("PHYS-1100,Physics I,4", f"{ROW},more", f"{ROW},")
    assert errors(reading) == [
        ("line 2, column type", "the row ends after 3 of 12 columns"),
        ("line 3, column 13", "the row has 13 columns, the header 12"),
        ("line 4, column 13", "the row has 13 columns, the header 12"),
    ]


@pytest.mark.parametrize(
    ("data", "where", "message"),
    [
        (b"", "line 1", "the file is empty"),
        (b"\n\n \n", "line 3, column code", "the column is missing"),
        (f"{HEADER}\n".encode(), "line 2", "there are no sections below the header"),
        (f"{HEADER}\n,,,,,,,,,,,\n".encode(), "line 2", "there are no sections below the header"),
        (b"code,title,CODE,credits,capacity,crn\n", "line 1, column code", "the column is there"),
        (b"code,title,credits,crn\n", "line 1, column capacity", "the column is missing"),
        (b"code,title,credits,capacity,crn,days\n", "line 1, column start", "the column is miss"),
        (b"code;title\n", "line 1, column code", "the column is missing; columns are separated by"),
        (
            b"code\ttitle\n",
            "line 1, column code",
            "the column is missing; columns are separated by",
        ),
        (HEADER.encode("utf-16"), "line 1", "the file is UTF-16; save the file as UTF-8"),
        (b"\x00\xff", "line 1, column 1", "byte 2 (0xFF) is no UTF-8; save the file as UTF-8"),
        (b"," * 500, "line 1, column 101", "has more than 100 columns"),
    ],
)
def test_a_file_of_the_wrong_kind_says_so(data: bytes, where: str, message: str) -> None:
    first_where, first_message = errors(read_catalogue(data))[0]
    assert (first_where, first_message[: len(message)]) == (where, message)


def test_a_wrong_encoding_is_named_by_line_column_and_byte() -> None:
    data = f"{HEADER}\r\n{ROW}\r\nPHYS-1,Physiqu".encode() + b"\xe9,4"
    place = data.index(0xE9) + 1
    assert errors(read_catalogue(data))[0] == (
        "line 3, column title",
        f"byte {place} (0xE9) is no UTF-8; save the file as UTF-8 (in a spreadsheet: CSV UTF-8)",
    )


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert only(read_catalogue(b"\xef\xbb\xbf" + f"{HEADER}\n{ROW}\n".encode())).number == "1"


def test_reading_stops_when_there_are_very_many_errors() -> None:
    reading = read(*["x"] * (MOST_ERRORS + 50))
    assert len(reading.errors) == MOST_ERRORS
    assert reading.stopped
    assert not read("x").stopped


def test_a_file_has_only_so_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "MOST_ROWS", 2)
    rows = [row(crn=str(number)) for number in range(4)]
    assert errors(read(*rows)) == [("line 4", "the file has more than 2 rows")]
