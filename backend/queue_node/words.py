"""What copies of the queue node tell each other, as text that fits into a notification."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec
import sqlalchemy as sa

from backend.common.dialects import is_shared, tell
from backend.common.tickets import DrawToCome

MOST = 500  # tickets or students in one message; as ranges at worst 7 kB

Ranges = list[tuple[int, int]]


class Accepted(msgspec.Struct, tag="accepted", frozen=True):
    """There are new tickets.

    Attributes:
        asked: the student of each request that was taken, new or repeated.
    """

    asked: list[int] = []


class Ended(msgspec.Struct, tag="ended", frozen=True):
    """These tickets have ended."""

    numbers: Ranges


class StagedThere(msgspec.Struct, tag="staged", frozen=True):
    """These tickets wait for a draw.

    Attributes:
        known: the newest change of the data node's feed that this knows of.
    """

    draw: DrawToCome
    numbers: Ranges
    known: int


class PauseChanged(msgspec.Struct, tag="pause", frozen=True):
    """The line was paused or moves again."""


class Hello(msgspec.Struct, tag="hello", frozen=True):
    """A copy is new and does not know what waits for draws."""


class Missed(msgspec.Struct, tag="missed", frozen=True):
    """Words may have been lost."""


Words = Accepted | Ended | StagedThere | PauseChanged | Hello | Missed
_Decoder = msgspec.json.Decoder(Words)


def written(words: Words) -> str:
    """`words` as text."""
    return msgspec.json.encode(words).decode()


def read(text: str) -> Words:
    """What `written` made, or that something may be missing."""
    return _Decoder.decode(text) if text else Missed()


def parts(numbers: Collection[int]) -> Iterator[Ranges]:
    """`numbers` as ranges from first to last, so many at a time as one message takes."""
    ordered = sorted(numbers)
    for start in range(0, len(ordered), MOST):
        yield _ranges(ordered[start : start + MOST])


def numbers_of(ranges: Ranges) -> set[int]:
    """All numbers in `ranges`."""
    return {number for first, last in ranges for number in range(first, last + 1)}


def _ranges(numbers: list[int]) -> Ranges:
    ranges: Ranges = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges


def say(connection: sa.Connection, told: Words) -> None:
    """Tell other copies when this is committed."""
    if is_shared(connection):
        tell(connection, written(told))


def say_accepted(connection: sa.Connection, students: Sequence[int]) -> None:
    """Tell other copies, when this is committed, whose requests this one has taken."""
    if is_shared(connection):
        for start in range(0, len(students), MOST):
            tell(connection, written(Accepted(list(students[start : start + MOST]))))


def say_ended(connection: sa.Connection, numbers: Sequence[int]) -> None:
    """Tell other copies, when this is committed, that these tickets have ended."""
    if is_shared(connection):
        for part in parts(numbers):
            tell(connection, written(Ended(part)))
