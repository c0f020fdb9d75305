"""Times as bit masks: a week is 7 days of 288 five-minute slots, one integer; a clash is an AND."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend.domain.flaws import Flawed, flaw

DAYS = "MTWRFSU"  # Monday to Sunday, as catalogues write them
SLOT_MINUTES = 5
DAY_MINUTES = 24 * 60
SLOTS_A_DAY = DAY_MINUTES // SLOT_MINUTES
EVERY_WEEK = 0
LAST_WEEK = 53


@dataclass(frozen=True, slots=True)
class Meeting:
    """When a section meets.

    Attributes:
        days: letters of `DAYS`, each at most once, in the order of the week.
        start: minutes after midnight, local time.
        end: minutes after midnight, later than `start`, at most 24 h.
        weeks: bit n-1 is set if it meets in teaching week n; `EVERY_WEEK` is every week.

    Raises:
        ValueError: a day that is none, a day twice, an end before the start, a week too many.
    """

    days: str
    start: int
    end: int
    weeks: int = EVERY_WEEK

    def __post_init__(self) -> None:
        """Refuse what is no meeting."""
        if not self.days or set(self.days) - set(DAYS) or len(set(self.days)) != len(self.days):
            raise ValueError(f"days are letters of {DAYS}, each once, not {self.days!r}")
        if not 0 <= self.start < self.end <= DAY_MINUTES:
            raise Flawed(
                flaw(
                    "meeting_order",
                    "a meeting ends after it starts, not {start} to {end}",
                    start=self.start,
                    end=self.end,
                )
            )
        if not 0 <= self.weeks < 1 << LAST_WEEK:
            raise ValueError(f"weeks are 1 to {LAST_WEEK}")

    @property
    def slots(self) -> int:
        """The slots of a week that it touches, one bit a slot; a slot begun counts whole."""
        first = self.start // SLOT_MINUTES
        last = -(-self.end // SLOT_MINUTES)
        of_a_day = ((1 << (last - first)) - 1) << first
        return sum(of_a_day << (DAYS.index(day) * SLOTS_A_DAY) for day in self.days)


Schedule = tuple[tuple[int, int], ...]
"""When something meets: (weeks, slots) for each pattern of weeks, patterns in rising order."""

NO_TIME: Schedule = ()


def schedule_of(meetings: Iterable[Meeting]) -> Schedule:
    """The times of all `meetings` together."""
    patterns: dict[int, int] = {}
    for meeting in meetings:
        patterns[meeting.weeks] = patterns.get(meeting.weeks, 0) | meeting.slots
    return tuple(sorted(patterns.items()))


def clash(one: Schedule, other: Schedule) -> bool:
    """Whether two schedules ever want the same slot in the same week."""
    for weeks, slots in one:
        for their, others in other:
            if slots & others and (weeks == EVERY_WEEK or their == EVERY_WEEK or weeks & their):
                return True
    return False


def parse_time(text: str) -> int:
    """Minutes after midnight of a local 24 h time such as `9:05` or `24:00`.

    Raises:
        ValueError: no such time.
    """
    hours, colon, minutes = text.partition(":")
    digits = hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()
    if not colon or not digits or len(hours) > 2 or len(minutes) != 2:
        raise Flawed(flaw("time_form", "a time is written HH:MM, not {text}", text=repr(text)))
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > DAY_MINUTES:
        raise Flawed(flaw("time_none", "there is no time {text}", text=repr(text)))
    return total


def format_time(minutes: int) -> str:
    """`HH:MM` of minutes after midnight."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
