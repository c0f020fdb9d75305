import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.timetable import (
    DAYS,
    NO_TIME,
    Meeting,
    clash,
    format_time,
    parse_time,
    schedule_of,
)


def at(days: str, start: str, end: str, weeks: int = 0) -> Meeting:
    return Meeting(days, parse_time(start), parse_time(end), weeks)


@pytest.mark.parametrize(
    ("one", "other", "clashes"),
    [
        (at("M", "10:00", "11:00"), at("M", "10:30", "11:30"), True),
        (at("M", "10:00", "11:00"), at("M", "11:00", "12:00"), False),
        (at("M", "10:00", "11:00"), at("T", "10:00", "11:00"), False),
        (at("MR", "10:00", "11:00"), at("TR", "10:55", "12:00"), True),
        (at("M", "10:00", "10:01"), at("M", "10:02", "10:03"), True),
        (at("U", "23:00", "24:00"), at("M", "00:00", "01:00"), False),
        (at("M", "10:00", "11:00", weeks=0b0011), at("M", "10:00", "11:00", weeks=0b1100), False),
        (at("M", "10:00", "11:00", weeks=0b0110), at("M", "10:00", "11:00", weeks=0b1100), True),
        (at("M", "10:00", "11:00", weeks=0b0110), at("M", "10:00", "11:00"), True),
    ],
)
def test_two_meetings_clash_when_they_share_a_slot(
    one: Meeting, other: Meeting, clashes: bool
) -> None:
    assert clash(schedule_of([one]), schedule_of([other])) is clashes
    assert clash(schedule_of([other]), schedule_of([one])) is clashes


def test_what_has_no_time_clashes_with_nothing() -> None:
    assert not clash(NO_TIME, schedule_of([at("MTWRFSU", "00:00", "24:00")]))
    assert not clash(NO_TIME, NO_TIME)


def test_meetings_of_a_section_add_up() -> None:
    section = schedule_of([at("M", "08:00", "09:00"), at("W", "14:00", "15:00")])
    assert clash(section, schedule_of([at("W", "14:30", "16:00")]))
    assert not clash(section, schedule_of([at("W", "08:00", "09:00")]))


minutes = st.integers(0, 1439)
weeks = st.integers(0, (1 << 16) - 1)


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    days = "".join(sorted(draw(st.sets(st.sampled_from(DAYS), min_size=1)), key=DAYS.index))
    start = draw(minutes)
    return Meeting(days, start, draw(st.integers(start + 1, 1440)), draw(weeks))


def slots_one_by_one(meeting: Meeting) -> set[tuple[int, str, int]]:
    """Every (week, day, slot) of a meeting, counted the slow way."""
    in_weeks = [w for w in range(16) if meeting.weeks == 0 or meeting.weeks >> w & 1]
    return {
        (week, day, minute // 5)
        for week in in_weeks
        for day in meeting.days
        for minute in range(meeting.start, meeting.end)
    }


@given(st.lists(meetings(), max_size=3), st.lists(meetings(), max_size=3))
def test_masks_say_what_counting_slot_by_slot_says(
    one: list[Meeting], other: list[Meeting]
) -> None:
    mine = {slot for meeting in one for slot in slots_one_by_one(meeting)}
    theirs = {slot for meeting in other for slot in slots_one_by_one(meeting)}
    assert clash(schedule_of(one), schedule_of(other)) == bool(mine & theirs)


@pytest.mark.parametrize(
    "text", ["", "10", "10:0", "1000", "24:01", "10:60", "-1:00", "\uff11\uff10:00", "x"]
)
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="time"):
        parse_time(text)


@given(st.integers(0, 1440))
def test_times_survive_writing_and_reading(minute: int) -> None:
    assert parse_time(format_time(minute)) == minute


@pytest.mark.parametrize(
    ("days", "start", "end", "week_bits"),
    [
        ("", 0, 5, 0),
        ("MX", 0, 5, 0),
        ("MM", 0, 5, 0),
        ("M", 5, 5, 0),
        ("M", 0, 1441, 0),
        ("M", 0, 5, -1),
    ],
)
def test_a_meeting_that_is_none_is_refused(days: str, start: int, end: int, week_bits: int) -> None:
    with pytest.raises(ValueError, match=r"days|ends|weeks"):
        Meeting(days, start, end, week_bits)
