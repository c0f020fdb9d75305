"""What the fields of a catalogue may say: one reader a field, for files and for forms.

A reader returns what the text means and raises `ValueError` with a sentence for the person who
wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from backend.domain.flaws import Flawed, flaw, text_too_long
from backend.domain.links import ABBREVIATIONS, COMPONENTS
from backend.domain.timetable import DAYS, EVERY_WEEK, LAST_WEEK

LARGEST_CREDITS = 9900  # hundredths of a credit
LARGEST_CAPACITY = 100_000  # seats
UNLIMITED = "unlimited"
LONGEST = {
    "code": 32,
    "crn": 32,
    "title": 300,
    "type": 32,
    "instructor": 300,
    "location": 300,
    "tags": 40,  # each of them
    "link": 32,
}
"""Characters a text may have."""
MOST_TAGS = 20  # a section

_CREDITS = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?")
_RANGE_DASH = re.compile(r"\s*[-\u2013]\s*")
_BETWEEN_TAGS = re.compile("[;|]")
_WEEKS = re.compile(r"([0-9]{1,3})(?:\s*[-\u2013]\s*([0-9]{1,3}))?")
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def read_text(text: str, field: str) -> str:
    """`text` with single spaces between its words.

    Raises:
        ValueError: longer than `LONGEST` of the field, or with characters nobody can read.
    """
    longest = LONGEST[field]
    if (odd := _UNREADABLE.search(text)) is not None:
        raise Flawed(
            flaw("control_sign", "has the control character {sign}", sign=f"U+{ord(odd[0]):04X}")
        )
    words = " ".join(text.split())
    if len(words) > longest:
        raise Flawed(text_too_long(len(words), longest))
    return words


def read_credits(text: str) -> tuple[int, int]:
    """Lower and upper end in hundredths of `3`, `1.5` or a range such as `1-15`.

    Raises:
        ValueError: no credits.
    """
    ends = [_hundredths(end) for end in _RANGE_DASH.split(text.strip())]
    if len(ends) > 2 or ends[0] > ends[-1]:
        raise Flawed(
            flaw("credits_range", "{text} is no range of credits such as 1-15", text=shown(text))
        )
    return ends[0], ends[-1]


def _hundredths(text: str) -> int:
    match = _CREDITS.fullmatch(text)
    if match is None:
        raise Flawed(
            flaw(
                "credits_form",
                "{text} is no number of credits such as 3, 1.5 or 1-15",
                text=shown(text),
            )
        )
    value = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    if value > LARGEST_CREDITS:
        raise Flawed(
            flaw(
                "credits_most",
                "{text} is more than {most} credits",
                text=shown(text),
                most=LARGEST_CREDITS // 100,
            )
        )
    return value


def read_capacity(text: str) -> int | None:
    """Seats; None for `unlimited`.

    Raises:
        ValueError: no whole number, or one that no hall can hold.
    """
    if text.casefold() == UNLIMITED:
        return None
    digits = text.removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()):
        raise Flawed(
            flaw(
                "seats_form",
                "{text} is no number of seats; use 0, 30 or {unlimited}",
                text=shown(text),
                unlimited=UNLIMITED,
            )
        )
    if len(digits.lstrip("0")) > len(str(LARGEST_CAPACITY)) or int(digits) > LARGEST_CAPACITY:
        raise Flawed(
            flaw(
                "seats_most",
                "{text} is more than {most:,} seats",
                text=shown(text),
                most=LARGEST_CAPACITY,
            )
        )
    return int(digits)


def check_credits(number: float) -> int:
    """Credits as a form has them, in hundredths.

    Raises:
        ValueError: out of range, or finer than hundredths.
    """
    hundredths = round(number * 100) if abs(number) <= LARGEST_CREDITS else -1
    if not 0 <= hundredths <= LARGEST_CREDITS:
        raise Flawed(
            flaw("credits_between", "credits are 0 to {most}", most=LARGEST_CREDITS // 100)
        )
    if abs(hundredths - number * 100) > 1e-6:
        raise Flawed(flaw("credits_decimals", "credits have two decimals at most"))
    return hundredths


def check_capacity(seats: int | None) -> int | None:
    """Seats as a form has them; None is unlimited.

    Raises:
        ValueError: fewer than none, or more than any hall has.
    """
    if seats is not None and not 0 <= seats <= LARGEST_CAPACITY:
        raise Flawed(
            flaw(
                "seats_between",
                "seats are 0 to {most:,}, or null for no limit",
                most=LARGEST_CAPACITY,
            )
        )
    return seats


def read_days(text: str) -> str:
    """Days in the order of the week.

    Raises:
        ValueError: a letter that is no day, or a day twice.
    """
    letters = "".join(text.split()).upper()
    unknown = sorted(set(letters) - set(DAYS))
    if unknown:
        raise Flawed(
            flaw(
                "day_unknown",
                "{letter} is no day; days are letters of {days}",
                letter=shown(unknown[0]),
                days=DAYS,
            )
        )
    if len(set(letters)) != len(letters):
        raise Flawed(flaw("day_twice", "{text} names a day twice", text=shown(text)))
    return "".join(sorted(letters, key=DAYS.index))


def read_weeks(text: str) -> int:
    """The mask of teaching weeks such as `1-7,9`; nothing is every week.

    Raises:
        ValueError: no list of weeks.
    """
    mask = EVERY_WEEK
    for part in filter(None, (part.strip() for part in re.split("[,;]", text))):
        match = _WEEKS.fullmatch(part)
        if match is None:
            raise Flawed(
                flaw("weeks_form", "{text} is no list of weeks such as 1-7,9", text=shown(part))
            )
        mask |= mask_of_weeks(range(int(match[1]), int(match[2] or match[1]) + 1))
    return mask


def mask_of_weeks(weeks: range | list[int]) -> int:
    """The mask of the teaching weeks with these numbers.

    Raises:
        ValueError: none, or a week there is not.
    """
    if not weeks or min(weeks) < 1 or max(weeks) > LAST_WEEK:
        raise Flawed(
            flaw("weeks_between", "weeks are 1 to {last}, the earlier one first", last=LAST_WEEK)
        )
    return sum(1 << (week - 1) for week in set(weeks))


def weeks_of(mask: int) -> list[int] | None:
    """The numbers of the teaching weeks of a mask; None is every week."""
    if mask == EVERY_WEEK:
        return None
    return [week for week in range(1, LAST_WEEK + 1) if mask >> (week - 1) & 1]


def read_tags(text: str) -> tuple[str, ...]:
    """The tags of `online; writing`, each once; `|` separates them as well.

    Raises:
        ValueError: one that is too long or cannot be read, or too many.
    """
    return check_tags(_BETWEEN_TAGS.split(text))


def check_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags with single spaces between their words, each once, blank ones left out.

    Raises:
        ValueError: one that is too long or cannot be read, or too many.
    """
    found = tuple(dict.fromkeys(filter(None, (read_text(tag, "tags") for tag in tags))))
    if len(found) > MOST_TAGS:
        raise Flawed(flaw("tags_most", "{most} tags are the most", most=MOST_TAGS))
    return found


def read_component(text: str) -> str:
    """One of `COMPONENTS`, also abbreviated, or "" for a section that stands alone.

    Raises:
        ValueError: another word.
    """
    word = text.strip().casefold()
    word = ABBREVIATIONS.get(word, word)
    if word and word not in COMPONENTS:
        wrong = "{text} is no component; use one of {known}"
        raise Flawed(
            flaw("component_unknown", wrong, text=shown(text), known=", ".join(COMPONENTS))
        )
    return word


def shown(text: str) -> str:
    """`text` as a message quotes it, cut where it is long."""
    return repr(text if len(text) <= 40 else text[:40] + "…")
