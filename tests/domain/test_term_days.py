"""The days of a term: both ends or neither, holidays within."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.term_days import faults_of, week_of
from backend.domain.timetable import LAST_WEEK

FIRST, LAST = date(2024, 9, 4), date(2024, 12, 13)  # a Wednesday, a Friday
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "holidays", "field"),
    [
        (FIRST, None, [], "last_day"),
        (None, LAST, [], "first_day"),
        (LAST, FIRST, [], "last_day"),
        (None, None, [FIRST], "holidays"),
        (FIRST, LAST, [FIRST, LAST + timedelta(days=1)], "holidays[1]"),
        (FIRST, LAST, [FIRST - timedelta(days=1)], "holidays[0]"),
    ],
)
def test_days_that_make_no_term_are_named(
    first: date | None, last: date | None, holidays: list[date], field: str
) -> None:
    assert [where for where, _ in faults_of(first, last, holidays)] == [field]


def test_a_term_may_have_no_days_and_its_ends_may_be_holidays() -> None:
    assert list(faults_of(None, None, [])) == []
    assert list(faults_of(FIRST, LAST, [FIRST, LAST])) == []
    assert list(faults_of(FIRST, FIRST, [])) == []


def test_a_term_has_no_more_weeks_than_catalogues_can_name() -> None:
    monday = date(2024, 9, 2)
    last = monday + timedelta(weeks=LAST_WEEK, days=-1)
    assert list(faults_of(FIRST, last, [])) == []
    assert [where for where, _ in faults_of(FIRST, last + timedelta(days=1), [])] == ["last_day"]


def test_week_one_is_the_one_with_the_first_day() -> None:
    assert [week_of(date(2024, 9, day), FIRST) for day in (2, 4, 8, 9)] == [1, 1, 1, 2]


@given(first=DAYS, days=st.integers(0, 400))
def test_weeks_turn_on_mondays_alone(first: date, days: int) -> None:
    day = first + timedelta(days=days)
    turned = week_of(day, first) - week_of(day - timedelta(days=1), first)
    assert turned == (1 if day.weekday() == 0 else 0)
