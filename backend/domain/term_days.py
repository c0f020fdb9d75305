"""When a term is taught: its first and last day, and the days between without classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from backend.domain.timetable import LAST_WEEK

MOST_HOLIDAYS = 7 * LAST_WEEK


def faults_of(
    first_day: date | None, last_day: date | None, holidays: Sequence[date]
) -> Iterator[tuple[str, str]]:
    """What is wrong with the days of a term: the field, and what is expected of it.

    A term has both ends or neither; week 1 is the one (from Monday) in which its first day lies,
    and no term has more than `LAST_WEEK` weeks. Holidays lie within it.
    """
    if first_day is None and last_day is None:
        if holidays:
            yield "holidays", "need the term's first and last day"
    elif first_day is None:
        yield "first_day", "is needed with a last day"
    elif last_day is None:
        yield "last_day", "is needed with a first day"
    elif last_day < first_day:
        yield "last_day", "is not before the first day"
    elif week_of(last_day, first_day) > LAST_WEEK:
        yield "last_day", f"is in one of the {LAST_WEEK} weeks after the first day"
    else:
        for place, holiday in enumerate(holidays):
            if not first_day <= holiday <= last_day:
                yield f"holidays[{place}]", "lies within the term"


def week_of(day: date, first_day: date) -> int:
    """The teaching week in which `day` lies; weeks begin on Mondays and go on through holidays."""
    first_monday = first_day - timedelta(days=first_day.weekday())
    return (day - first_monday).days // 7 + 1
