"""A timetable as an iCalendar file (RFC 5545): one weekly event a meeting, in campus time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from backend.domain.calendar_zone import CampusZone, zone_lines
from backend.domain.eligibility import CANCELLED
from backend.domain.term_days import week_of
from backend.domain.timetable import DAYS, EVERY_WEEK, Meeting

FOLD_AT = 75  # octets a line, without the line break (RFC 5545, 3.1)
ASK_AGAIN = "PT1H"  # how often a calendar that subscribes is asked to look (RFC 7986, 5.7)
LOCAL = "%Y%m%dT%H%M%S"
_BYDAY = dict(zip(DAYS, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_STAMPED = "DTSTAMP:"


@dataclass(frozen=True, slots=True)
class TermDates:
    """When a term is taught; both ends count, and no holiday is taught."""

    first_day: date
    last_day: date
    holidays: frozenset[date]


@dataclass(frozen=True, slots=True)
class Class:
    """A meeting of a section that is held, as a calendar is to show it.

    Attributes:
        uid: the same for ever for this meeting (RFC 5545, 3.8.4.7).
        revision: rises with every change of the section (3.8.7.4).
        state: of the section, one of `eligibility.SECTION_STATES`.
    """

    uid: str
    revision: int
    state: str
    time: Meeting
    term: TermDates
    title: str
    location: str
    description: str


def calendar_of(classes: Sequence[Class], name: str, zone: CampusZone, now: datetime) -> str:
    """The file; a class that never takes place is left out.

    Args:
        name: what calendar programs call it.
        zone: in which the times of the meetings are meant.
        now: when it is written, with a time zone.
    """
    dated = [(each, dates) for each in classes if (dates := dates_of(each.time, each.term))]
    days = [day for _, dates in dated for day in dates]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Course Selection//Timetable//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{ASK_AGAIN}",
        f"X-PUBLISHED-TTL:{ASK_AGAIN}",
        *(zone_lines(zone, min(days), max(days)) if days else ()),
    ]
    for each, dates in dated:
        lines += _event(each, dates, zone, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def lasting_part(calendar: str) -> str:
    """What two calendars with the same content have in common, whenever they were written."""
    return "\n".join(line for line in calendar.split("\r\n") if not line.startswith(_STAMPED))


def dates_of(time: Meeting, term: TermDates) -> list[date]:
    """The days on which a meeting takes place, in order."""
    return [
        day
        for day in _every_day(term)
        if DAYS[day.weekday()] in time.days
        and day not in term.holidays
        and (time.weeks == EVERY_WEEK or time.weeks >> (week_of(day, term.first_day) - 1) & 1)
    ]


def _every_day(term: TermDates) -> Iterator[date]:
    for days in range((term.last_day - term.first_day).days + 1):
        yield term.first_day + timedelta(days=days)


def _event(each: Class, dates: Sequence[date], zone: CampusZone, now: datetime) -> Iterator[str]:
    time, first, last = each.time, dates[0], dates[-1]
    days = ",".join(_BYDAY[day] for day in time.days)
    until = _at(last, time.start).replace(tzinfo=zone.rules).astimezone(UTC)
    left_out = [_local(_at(day, time.start)) for day in _left_out(time, dates)]
    yield "BEGIN:VEVENT"
    yield f"UID:{each.uid}"
    yield f"{_STAMPED}{now.astimezone(UTC).strftime(LOCAL)}Z"
    yield f"SEQUENCE:{each.revision}"
    yield f"DTSTART;TZID={zone.name}:{_local(_at(first, time.start))}"
    yield f"DTEND;TZID={zone.name}:{_local(_at(first, time.end))}"
    yield f"RRULE:FREQ=WEEKLY;UNTIL={until.strftime(LOCAL)}Z;BYDAY={days};WKST=MO"
    if left_out:
        yield f"EXDATE;TZID={zone.name}:{','.join(left_out)}"
    yield f"STATUS:{'CANCELLED' if each.state == CANCELLED else 'CONFIRMED'}"
    yield f"SUMMARY:{_escaped(each.title)}"
    if each.location:
        yield f"LOCATION:{_escaped(each.location)}"
    if each.description:
        yield f"DESCRIPTION:{_escaped(each.description)}"
    yield "END:VEVENT"


def _left_out(time: Meeting, dates: Sequence[date]) -> list[date]:
    """Days between the first and the last on which the weekly rule alone would have it."""
    between = TermDates(dates[0], dates[-1], frozenset(dates))
    return dates_of(Meeting(time.days, time.start, time.end), between)


def _at(day: date, minutes: int) -> datetime:
    """A local time; 24:00 is the midnight at the end of the day."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001


def _local(moment: datetime) -> str:
    return moment.strftime(LOCAL)


def _escaped(text: str) -> str:
    """Text with a backslash before what has a meaning of its own (RFC 5545, 3.3.11)."""
    return text.translate(_ESCAPED)


def _folded(line: str) -> str:
    """A line in pieces of at most `FOLD_AT` octets, never through the middle of a character."""
    pieces, current, octets = [], "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > FOLD_AT:
            pieces.append(current)
            current, octets = " ", 1
        current += character
        octets += size
    return "\r\n".join([*pieces, current])
