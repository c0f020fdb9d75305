"""Catalogue files, whatever is in them: never a crash, and read as `csv` wrote them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.catalogue import read_catalogue
from backend.domain.catalogue_fields import (
    check_capacity,
    check_credits,
    mask_of_weeks,
    read_capacity,
    read_credits,
    read_days,
    read_weeks,
    weeks_of,
)
from backend.domain.delimited import read_rows
from backend.domain.timetable import DAYS, LAST_WEEK

HEADER = b"code,title,credits,type,instructor,days,start,end,location,capacity,enrolled,crn\n"
PIECES = st.sampled_from(
    [b",", b'"', b'""', b"\n", b"\r\n", b"X-1", b"3", b"1-15", b"MR", b"10:00", b"\x00", b"\xff"]
)
FIELD = st.text(st.characters(codec="utf-8"), max_size=12)
TABLE = st.lists(st.lists(FIELD, min_size=2, max_size=6), max_size=8)


@given(st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=40).map(b"".join)))
def test_any_bytes_are_sections_or_errors(data: bytes) -> None:
    for content in (data, HEADER + data):
        reading = read_catalogue(content)
        assert bool(reading.errors) != bool(reading.sections)
        assert read_catalogue(content) == reading


@given(TABLE)
def test_what_a_csv_writer_wrote_is_read_as_it_was(table: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(table)
    rows = list(read_rows(written.getvalue()))
    assert [row.cells for row in rows] == table
    assert not any(row.faults for row in rows)


@given(TABLE)
def test_lines_are_those_an_editor_shows(table: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n")
    begins = []
    for record in table:
        so_far = written.getvalue().replace("\r\n", "\n").replace("\r", "\n")
        begins.append(so_far.count("\n") + 1)
        writer.writerow(record)
    assert [row.line for row in read_rows(written.getvalue())] == begins


@given(st.integers(0, 9900))
def test_credits_are_read_back_from_a_form_and_from_a_file(hundredths: int) -> None:
    assert check_credits(hundredths / 100) == hundredths
    assert read_credits(f"{hundredths / 100:.2f}") == (hundredths, hundredths)


@pytest.mark.parametrize("number", [-0.01, 99.01, 1.234, float("inf"), float("nan"), 1e300])
def test_a_form_takes_no_other_credits(number: float) -> None:
    with pytest.raises(ValueError, match="credits"):
        check_credits(number)


@pytest.mark.parametrize("seats", [-1, 100_001, 10**30])
def test_a_form_takes_no_impossible_number_of_seats(seats: int) -> None:
    with pytest.raises(ValueError, match="seats are"):
        check_capacity(seats)


@pytest.mark.parametrize(
    ("text", "seats"), [("0", 0), ("030", 30), ("30.0", 30), ("Unlimited", None)]
)
def test_seats_in_a_file(text: str, seats: int | None) -> None:
    assert read_capacity(text) == seats


@given(st.sets(st.sampled_from(DAYS), min_size=1))
def test_days_come_in_the_order_of_the_week(days: set[str]) -> None:
    assert read_days(" ".join(days).lower()) == "".join(day for day in DAYS if day in days)


@given(st.sets(st.integers(1, LAST_WEEK), min_size=1))
def test_weeks_survive_the_mask(weeks: set[int]) -> None:
    mask = mask_of_weeks(list(weeks))
    assert weeks_of(mask) == sorted(weeks)
    assert read_weeks(", ".join(map(str, weeks))) == mask


@pytest.mark.parametrize("text", ["0", "54", "3-1", "a", "1-", "-3", "1-999"])
def test_other_weeks_there_are_not(text: str) -> None:
    with pytest.raises(ValueError, match="weeks"):
        read_weeks(text)
