"""Calendars, read by two parsers that know nothing of us, against the term day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.calendar import Class, TermDates, calendar_of, lasting_part
from backend.domain.calendar_zone import CampusZone, changes
from backend.domain.timetable import DAYS, EVERY_WEEK, Meeting

NOW = datetime(2024, 8, 1, 12, tzinfo=UTC)
BERLIN = CampusZone("Europe/Berlin", ZoneInfo("Europe/Berlin"))
OTHERS = ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe")
FALL = TermDates(date(2024, 9, 2), date(2024, 12, 13), frozenset({date(2024, 10, 3)}))
LECTURE = Meeting("MR", 600, 710)
Moments = set[tuple[datetime, datetime]]


def one(time: Meeting = LECTURE, term: TermDates = FALL, **changed: object) -> Class:
    usual: dict[str, object] = {
        "uid": "F24-section-72-1@course-selection",
        "revision": 3,
        "state": "open",
        "title": "ARCH-4530 Capstone",
        "location": "Hall 2",
        "description": "69774 · Ada",
    }
    return Class(time=time, term=term, **{**usual, **changed})  # type: ignore[arg-type]


def written(classes: Sequence[Class], zone: CampusZone = BERLIN) -> str:
    return calendar_of(classes, "Fall 2024", zone, NOW)


def day_by_day(time: Meeting, term: TermDates, zone: CampusZone) -> Moments:
    """What the meeting's words say, asked of each day and five-minute slot of the term."""
    found: Moments = set()
    monday = term.first_day - timedelta(days=term.first_day.weekday())
    day = term.first_day
    while day <= term.last_day:
        week = (day - monday).days // 7
        in_week = time.weeks == EVERY_WEEK or bool(time.weeks & (1 << week))
        if DAYS[day.weekday()] in time.days and in_week and day not in term.holidays:
            midnight = datetime.combine(day, datetime.min.time())
            start, end = (midnight + timedelta(minutes=m) for m in (time.start, time.end))
            found.add((start.replace(tzinfo=zone.rules), end.replace(tzinfo=zone.rules)))
        day += timedelta(days=1)
    return in_utc(found)


def in_utc(moments: Moments) -> Moments:
    return {(start.astimezone(UTC), end.astimezone(UTC)) for start, end in moments}


def by_icalendar(text: str) -> Moments:
    calendar = icalendar.Calendar.from_ical(text)
    events = recurring_ical_events.of(calendar).between(date(2023, 12, 1), date(2025, 12, 1))
    return in_utc({(event["DTSTART"].dt, event["DTEND"].dt) for event in events})


def by_vobject(text: str) -> Moments:
    """Expanded by dateutil, the offsets taken from the file's own VTIMEZONE."""
    found: Moments = set()
    for event in vobject.readOne(text).contents.get("vevent", []):
        long = event.dtend.value - event.dtstart.value
        for start in event.getrruleset(addRDate=False):
            local = start.replace(tzinfo=event.dtstart.value.tzinfo)
            found.add((local, local + long))
    return in_utc(found)


PARSERS = pytest.mark.parametrize("parsed", [by_icalendar, by_vobject])


@PARSERS
def test_a_term_over_the_change_of_clocks_and_a_holiday(parsed: object) -> None:
    found = sorted(parsed(written([one()])))  # type: ignore[operator]
    assert found[0][0] == datetime(2024, 9, 2, 8, tzinfo=UTC), "10:00 in summer"
    assert found[-1][1] == datetime(2024, 12, 12, 10, 50, tzinfo=UTC), "11:50 in winter"
    assert len(found) == 29, "fifteen Mondays and fifteen Thursdays, one of them a holiday"
    assert set(found) == day_by_day(LECTURE, FALL, BERLIN)


days = st.sets(st.sampled_from(DAYS), min_size=1).map(
    lambda some: "".join(sorted(some, key=DAYS.find))
)
spans = st.tuples(st.integers(42, 280), st.integers(1, 8))  # no class in the hours of the change
meetings = st.builds(
    lambda on, span, weeks: Meeting(on, span[0] * 5, (span[0] + span[1]) * 5, weeks),
    days,
    spans,
    st.one_of(st.just(EVERY_WEEK), st.integers(1, 2**17 - 1)),
)


numbers = count()


@st.composite
def terms(draw: st.DrawFn) -> TermDates:
    first = draw(st.dates(date(2024, 1, 1), date(2025, 6, 1)))
    last = first + timedelta(days=draw(st.integers(0, 120)))
    holidays = draw(st.frozensets(st.dates(first, last), max_size=12))
    return TermDates(first, last, holidays)


@given(meetings, terms(), st.sampled_from(("Europe/Berlin", *OTHERS)))
@settings(max_examples=25, deadline=None)
def test_both_parsers_find_the_classes_of_every_day(
    time: Meeting, term: TermDates, name: str
) -> None:
    # Under a name that no parser knows, they have only what the file says of the zone.
    zone = CampusZone(f"Campus/{next(numbers)}", ZoneInfo(name))
    text = written([one(time, term)], zone)
    wanted = day_by_day(time, term, zone)
    assert by_icalendar(text) == wanted
    assert by_vobject(text) == wanted


def test_clocks_change_at_the_very_second() -> None:
    begin, end = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 12, 31, tzinfo=UTC)
    found = [change.at for change in changes(BERLIN.rules, begin, end)]
    assert found == [datetime(2024, 3, 31, 1, tzinfo=UTC), datetime(2024, 10, 27, 1, tzinfo=UTC)]


def test_what_a_calendar_shows_comes_through_whatever_is_in_it() -> None:
    odd = "Räume; A, B\\C\nüber 75 Zeichen: " + "漢字" * 40
    text = written([one(title=odd, location=odd, description=odd)])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (event,) = icalendar.Calendar.from_ical(text).events
    other = vobject.readOne(text).vevent
    assert [str(event[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")] == [odd] * 3
    assert (other.summary.value, other.location.value, other.description.value) == (odd, odd, odd)
    assert not icalendar.Calendar.from_ical(text).errors


def test_uid_stays_sequence_tells_the_change_and_a_cancelled_section_says_so() -> None:
    moved = one(Meeting("T", 600, 710), revision=4, state="cancelled")
    before, after = (
        icalendar.Calendar.from_ical(written([each])).events[0] for each in (one(), moved)
    )
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (3, 4)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_a_class_that_never_takes_place_is_left_out() -> None:
    after_the_term = Meeting("M", 600, 710, weeks=1 << 40)
    assert icalendar.Calendar.from_ical(written([one(after_the_term)])).events == []
    assert "VTIMEZONE" not in written([])


def test_the_same_calendar_at_another_moment_differs_in_nothing_that_lasts() -> None:
    later = calendar_of([one()], "Fall 2024", BERLIN, NOW + timedelta(days=1))
    assert written([one()]) != later
    assert lasting_part(written([one()])) == lasting_part(later)
    assert lasting_part(written([one(revision=4)])) != lasting_part(later)
