"""What the clients know of their requests by the end: the ticket of each and how it ended."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import get_args

from backend.domain.selection import Ending
from tests.histories.history import FAIL, OK, Answer, History, Wish, grouped

ENDINGS = frozenset(get_args(Ending))


@dataclass(slots=True)
class Known:
    """A request with all that was told of it.

    Attributes:
        asked, placed: when it was first asked, and first answered with its ticket; infinite if it
            never was.
        ticket, number: of its first answer.
        state: how it ended, as its student was told; None where nobody was told.
        settled: when its student was told so.
        refused: it was never let in: each try certainly did nothing.
    """

    wish: Wish
    asked: float
    placed: float = math.inf
    ticket: str = ""
    number: int | None = None
    state: str | None = None
    settled: float = math.inf
    refused: bool = False

    @property
    def open(self) -> bool:
        """Whether it may have had any effect, or may have one yet."""
        return not self.refused and self.state is None


def known(history: History) -> list[Known]:
    """All requests, in the order in which they were first asked."""
    endings = _first_endings(history)
    found = []
    for wish, tries in history.wishes():
        request = Known(wish, tries[0].invoked, refused=all(each.kind == FAIL for each in tries))
        answered = [each for each in tries if each.kind == OK]
        if answered:
            first = min(answered, key=lambda each: each.returned)
            assert first.told is not None
            request.placed = first.returned
            request.ticket, request.number = first.told.ticket, first.told.number
            if request.ticket in endings:
                request.settled, request.state = endings[request.ticket]
        found.append(request)
    return found


def told(history: History) -> list[Answer]:
    """Everything that students were told when they looked, in the order of time."""
    looks = [look for look in history.looks if look.kind == OK]
    looks.sort(key=lambda look: look.returned)
    return [answer for look in looks for answer in look.told or ()]


def _first_endings(history: History) -> dict[str, tuple[float, str]]:
    seen = [
        (look.returned, answer.ticket, answer.state)
        for look in history.looks
        if look.kind == OK
        for answer in look.told or ()
        if answer.state in ENDINGS
    ]
    return {
        ticket: (at, state)
        for ticket, [(at, _, state), *_] in grouped(sorted(seen), lambda each: each[1])
    }
