"""Grades and files of history: what they mean, and where they are wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.grades import MOST, PASSING, SCALE, points_of, read_grade
from backend.domain.history import MOST_ERRORS, Entry, read_history

LETTERS = ("A+", "A", "A-", "B+", "B", "B-", "C+", "C", "C-", "D+", "D", "D-", "F")


@pytest.mark.parametrize(
    ("text", "grade", "points"),
    [
        ("a", "A", 9300),
        (" b\u2212 ", "B-", 8000),
        ("\uff21\uff0b", "A+", 9700),
        ("60", "60", 6000),
        ("087.50", "87.5", 8750),
        ("100", "100", 10_000),
        ("0.0", "0", 0),
        ("p", "P", 6000),
        ("良好", "良好", 8000),
        ("不及格", "不及格", 0),
    ],
)
def test_a_grade_has_one_form_and_a_worth(text: str, grade: str, points: int) -> None:
    assert read_grade(text) == grade
    assert points_of(grade) == points


def test_letters_fall_and_the_last_but_one_passes() -> None:
    worth = [points_of(letter) for letter in LETTERS]
    assert worth == sorted(worth, reverse=True)
    assert len(set(worth)) == len(worth)
    assert [letter for letter in LETTERS if points_of(letter) < PASSING] == ["F"]
    assert points_of("及格") == points_of("60") == PASSING


@pytest.mark.parametrize("text", ["", "E", "A++", "101", "100.01", "-1", "5.555", "3,5", "1e2"])
def test_what_is_no_grade_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no grade"):
        read_grade(text)


@given(st.sampled_from(sorted(SCALE)) | st.integers(0, MOST).map(lambda n: f"{n / 100:.2f}"))
def test_reading_a_grade_twice_is_reading_it_once(text: str) -> None:
    grade = read_grade(text)
    assert read_grade(grade) == grade
    assert 0 <= points_of(grade) <= MOST


def places(data: bytes) -> list[tuple[int, str, str]]:
    return [(error.line, error.column, error.flaw.code) for error in read_history(data).errors]


GOOD = Entry(2, "alice", "MATH-1010", "S24", "B+")


@pytest.mark.parametrize(
    "data",
    [
        b"username,course,term,grade\nalice,math-1010,S24,b+\n",
        b"\xef\xbb\xbfGrade;Term;Course Code;User Name\r\nB+;S24;MATH-1010;alice\r\n\r\n",
        "用户名,课程代码,学期,成绩\nalice,MATH-1010,S24,B+\n".encode("gb18030"),
        "学号\t课程\t学期\t分数\nalice\tMATH-1010\tS24\tB+\n".encode("utf-16"),
        b"note,username,course,term,grade\nx,alice,MATH-1010,S24,B+\n,,,,\n",
        b"username,course,term,grade\nalice,MATH-1010,S24,B+\nalice,MATH-1010,S24,B+\n",
        b"username,course,term,grade,credits\nalice,MATH-1010,S24,B+, \n",
    ],
)
def test_one_entry_however_it_is_written(data: bytes) -> None:
    reading = read_history(data)
    assert (reading.errors, reading.entries) == ([], [GOOD])


def test_credits_are_one_number_and_may_be_left_out() -> None:
    lines = "alice,A-1,S24,A,4\nalice,A-2,S24,A,1-15\nalice,A-3,S24,A,many\nalice,A-4,S24,A,\n"
    data = f"用户名,课程,学期,成绩,学分\n{lines}".encode()
    assert [(each.course, each.credits) for each in read_history(data).entries] == [
        ("A-1", 400),
        ("A-4", None),
    ]
    assert places(data) == [(3, "credits", "history_credits"), (4, "credits", "credits_form")]


def test_what_is_wrong_is_named_by_line_and_column() -> None:
    data = (
        b"username,course,term,grade\n"
        b"alice,MATH-1010,S24,Z\n"
        b",MATH-1010,S 24,B\n"
        b"alice,MATH-1010\n"
        b"alice,MATH-1010,S24,B,C\n"
        b"alice,CS-1,S24,B\n"
        b"alice,cs-1,S24,C\n"
        b'bob,"CS-1\n'
    )
    assert places(data) == [
        (2, "grade", "grade_form"),
        (3, "username", "empty"),
        (3, "term", "term_form"),
        (4, "term", "row_short"),
        (5, "5", "row_long"),
        (7, "grade", "history_twice"),
        (8, "course", "quote_open"),
    ]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", [(1, "", "file_empty")]),
        (b"username,course,term,grade\n", [(2, "", "no_rows")]),
        (b"username,course,course\n", [
            (1, "course", "column_twice"), (1, "term", "column_missing"),
            (1, "grade", "column_missing"),
        ]),
        (b"PK\x03\x04", [(1, "", "")]),
        (b"username,course,term,grade\n\xff\xfe\x80,a,b,c\n", [(2, "1", "no_utf8")]),
    ],
)  # fmt: skip
def test_files_that_are_none(data: bytes, found: list[tuple[int, str, str]]) -> None:
    assert places(data) == found


def test_reading_stops_where_there_are_too_many_errors() -> None:
    reading = read_history(b"username,course,term,grade\n" + b"a,b,c,?\n" * (MOST_ERRORS + 5))
    assert (len(reading.errors), reading.stopped) == (MOST_ERRORS, True)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    for content in (data, b"username,course,term,grade\n" + data):
        reading = read_history(content)
        assert reading.errors or reading.entries
