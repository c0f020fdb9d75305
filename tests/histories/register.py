"""Is there an order in which a section's requests can have been decided one after the other?

Wing and Gong's search with Lowe's memory: take any request that began before each of the others
that are left has ended, see whether its answer is right on the seats as they are then, go on, go
back where no way leads on. What was seen once (the same requests taken, the same students seated)
leads nowhere the second time. Of requests that nobody knows the answer of, each may be taken with
any answer or be left out.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from backend.domain.selection import DROPPED, ENROLLED
from tests.histories.tickets import Known

MOST_STATES = 20_000
Seated = frozenset[int]


class TooManyWaysError(Exception):
    """The history is too large to be sure."""


class Request(NamedTuple):
    """Somebody takes a seat or gives one back, and is answered.

    Attributes:
        takes: or gives back.
        done: whether it succeeded; None where nobody knows.
        because_full: it did not, and for nothing else than seats.
    """

    student: int
    takes: bool
    done: bool | None
    because_full: bool
    begin: float
    end: float


def fits(requests: list[Request], capacity: int) -> bool:
    """As `can_be_in_a_row`; what is too large to be sure does not."""
    try:
        return can_be_in_a_row(requests, capacity)
    except TooManyWaysError:
        return False


def can_be_in_a_row(requests: list[Request], capacity: int) -> bool:
    """Whether some order explains all answers.

    Raises:
        TooManyWaysError: there are too many to look at.
    """
    need = sum(1 << i for i, each in enumerate(requests) if each.done is not None)
    start: tuple[int, Seated] = (0, frozenset())
    seen, ways = {start}, [start]
    while ways:
        taken, seated = ways.pop()
        if taken & need == need:
            return True
        for i in reversed(_next(requests, taken)):
            after = _after(requests[i], seated, capacity)
            way = (taken | 1 << i, after) if after is not None else None
            if way is not None and way not in seen:
                seen.add(way)
                ways.append(way)
        if len(seen) > MOST_STATES:
            raise TooManyWaysError(f"{len(requests)} requests")
    return False


def _next(requests: list[Request], taken: int) -> list[int]:
    """Which requests can be the next: none of those left has ended before they began."""
    left = [i for i in range(len(requests)) if not taken >> i & 1]
    until = min((requests[i].end for i in left), default=math.inf)
    return [i for i in left if requests[i].begin <= until]


def _after(request: Request, seated: Seated, capacity: int) -> Seated | None:
    """Who is seated after it; None where its answer is wrong."""
    student, full = request.student, len(seated) >= capacity
    if request.takes:
        can = student not in seated and not full
        if request.done or (request.done is None and can):
            return seated | {student} if can else None
        if request.because_full and not full:
            return None
        return seated
    if request.done and student not in seated:
        return None
    return seated - {student} if request.done is not False else seated


def of_sections(requests: list[Known], full: Collection[str]) -> dict[int, list[Request]]:
    """What was asked of each section, by number: an order that is likely to be the one.

    A swap gives one seat back and takes another in the same moment; here each section has its half.

    Args:
        full: tickets that were refused for want of a seat.
    """
    found: dict[int, list[Request]] = defaultdict(list)
    for each in sorted(requests, key=lambda each: each.number or math.inf):
        wish = each.wish
        done = None if each.open else each.state in (ENROLLED, DROPPED)
        end = math.inf if done is None else each.settled
        for section, takes in ((wish.takes, True), (wish.gives_back, False)):
            if section is not None and not each.refused:
                because_full = takes and each.ticket in full
                found[section].append(
                    Request(wish.student, takes, done, because_full, each.asked, end)
                )
    return found
