"""Who must have a seat in a moment, and who may have one, as far as the clients can know."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from backend.domain.selection import DROPPED, ENROLLED
from tests.histories.history import History
from tests.histories.tickets import Known, known

DONE = frozenset({ENROLLED, DROPPED})


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody takes or gives back a seat, at some moment between `begins` and `settles`.

    Attributes:
        takes: or gives back.
        sure: it has happened; otherwise perhaps, perhaps not, perhaps later.
        number: the place in the line, where it is known.
    """

    takes: bool
    sure: bool
    begins: float
    settles: float
    number: int | None

    def surely_before(self, other: Step) -> bool:
        """Whether it can have happened before `other` only."""
        if self.sure and self.number is not None and other.number is not None:
            return self.number < other.number
        return self.settles < other.begins


def steps(history: History) -> dict[int, dict[int, list[Step]]]:
    """What may have moved students in or out, by section and student."""
    found: dict[int, dict[int, list[Step]]] = defaultdict(lambda: defaultdict(list))
    for request in known(history):
        if request.open or request.state in DONE:
            wish = request.wish
            for section, takes in ((wish.takes, True), (wish.gives_back, False)):
                if section is not None:
                    found[section][wish.student].append(_step(request, takes=takes))
    return found


def _step(request: Known, *, takes: bool) -> Step:
    sure = not request.open
    settles = request.settled if sure else math.inf
    return Step(takes, sure, request.asked, settles, request.number)


def must_be_in(moves: Iterable[Step], begin: float, end: float) -> bool:
    """Whether somebody has a seat all through from `begin` to `end`."""
    moves = [each for each in moves if each.begins < end]
    left = [each for each in moves if not each.takes]
    return any(
        came.takes
        and came.sure
        and came.settles < begin
        and all(each.surely_before(came) for each in left)
        for came in moves
    )


def may_be_in(moves: Iterable[Step], begin: float, end: float) -> bool:
    """Whether somebody can have had a seat at some moment from `begin` to `end`."""
    moves = [each for each in moves if each.begins < end]
    left = [each for each in moves if not each.takes and each.sure and each.settles < begin]
    return any(came.takes and not any(came.surely_before(each) for each in left) for came in moves)
