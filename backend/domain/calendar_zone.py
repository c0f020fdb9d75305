"""A time zone as iCalendar wants it: its offsets from UTC over some days (RFC 5545, 3.6.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

DAY = timedelta(days=1)
MARGIN = 2 * DAY  # around the days that matter: no zone is farther from UTC
EXACT_TO = timedelta(seconds=1)


class CampusZone(NamedTuple):
    """A time zone: its IANA name, and its rules as `datetime` takes them."""

    name: str
    rules: tzinfo


class Change(NamedTuple):
    """The clocks change: when, and how far ahead of UTC they are before and after."""

    at: datetime
    before: timedelta
    after: timedelta


def zone_lines(zone: CampusZone, first: date, last: date) -> Iterator[str]:
    """The lines of VTIMEZONE that hold from the day `first` to the day `last`."""
    begin = datetime.combine(first, time.min, UTC) - MARGIN
    end = datetime.combine(last, time.min, UTC) + MARGIN
    standing = _offset(zone.rules, begin)
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{zone.name}"
    for change in (Change(begin, standing, standing), *changes(zone.rules, begin, end)):
        yield from _observance(zone.rules, change)
    yield "END:VTIMEZONE"


def changes(rules: tzinfo, begin: datetime, end: datetime) -> Iterator[Change]:
    """When the clocks change between two moments, which are in UTC."""
    moment = begin
    while moment < end:
        before, after = _offset(rules, moment), _offset(rules, moment + DAY)
        if before != after:
            yield Change(_exactly(rules, moment), before, after)
        moment += DAY


def _exactly(rules: tzinfo, low: datetime) -> datetime:
    """The first moment with the new offset, within the day after `low`."""
    before, high = _offset(rules, low), low + DAY
    while high - low > EXACT_TO:
        middle = low + (high - low) // 2
        if _offset(rules, middle) == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def _observance(rules: tzinfo, change: Change) -> Iterator[str]:
    kind = "DAYLIGHT" if change.at.astimezone(rules).dst() else "STANDARD"
    local = change.at + change.before
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{local.strftime('%Y%m%dT%H%M%S')}"
    yield f"TZOFFSETFROM:{_written(change.before)}"
    yield f"TZOFFSETTO:{_written(change.after)}"
    yield f"END:{kind}"


def _offset(rules: tzinfo, moment: datetime) -> timedelta:
    return moment.astimezone(rules).utcoffset() or timedelta()


def _written(offset: timedelta) -> str:
    """`+0530`."""
    sign = "-" if offset < timedelta() else "+"
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{sign}{minutes // 60:02}{minutes % 60:02}"
