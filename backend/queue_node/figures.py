"""The line second by second: what came, what was decided, how long it took, who waits.

A second holds counts and a histogram of fixed steps, so nothing grows with the load.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from backend.common.selection import LineFigures, LineSecond
from backend.common.tickets import Order

KEPT = 300  # seconds
WINDOW = 60  # seconds over which times are told
STEP = 1.1  # from one step of a histogram to the next; a time is told at most 10 % too long
LAST_STEP = 160  # over an hour

_LOG_STEP = math.log(STEP)


@dataclass(slots=True)
class _Second:
    """One second of the line.

    Attributes:
        at: its beginning, Unix seconds.
        pending: tickets that waited at its end.
        waits: step of the histogram to how many decisions took so long.
    """

    at: int
    pending: int
    accepted: int = 0
    decided: int = 0
    waits: Counter[int] = field(default_factory=Counter)


class Recorder:
    """Counts what happens to the line.

    Args:
        clock: the time in Unix seconds, the one by which tickets were accepted.
        length: how many tickets wait now.
    """

    def __init__(self, clock: Callable[[], float], length: Callable[[], int]) -> None:
        self._clock = clock
        self._length = length
        self._seconds: deque[_Second] = deque(maxlen=KEPT)

    def accepted(self, count: int) -> None:
        """`count` tickets have joined the line."""
        second = self._second()
        second.accepted += count
        second.pending = self._length()

    def decided(self, orders: Sequence[Order]) -> None:
        """These tickets were decided just now, and have left the line."""
        second = self._second()
        second.decided += len(orders)
        second.pending = self._length()
        now = self._clock()
        for accepted_at, count in Counter(order.accepted_at for order in orders).items():
            second.waits[_step(now - accepted_at)] += count

    def left(self) -> None:
        """Tickets have left the line without a decision."""
        self._second().pending = self._length()

    def figures(self, after: int = 0) -> LineFigures:
        """What was counted in whole seconds; of those, the ones that began after `after`."""
        self._second()
        whole = list(self._seconds)[:-1]
        latest = whole[-WINDOW:]
        waits: Counter[int] = Counter()
        for second in latest:
            waits.update(second.waits)
        return LineFigures(
            accepted=sum(second.accepted for second in latest),
            decided=sum(second.decided for second in latest),
            p50_ms=_within(waits, 50),
            p99_ms=_within(waits, 99),
            seconds=[_told(second) for second in whole if second.at > after],
        )

    def _second(self) -> _Second:
        """The second that is now; those in which nothing happened are there too."""
        now = int(self._clock())
        if not self._seconds:
            self._seconds.append(_Second(now, self._length()))
        last = self._seconds[-1]
        for at in _following(last.at, now):
            self._seconds.append(_Second(at, last.pending))
        return self._seconds[-1]


def _following(last: int, now: int) -> Iterable[int]:
    return range(max(last + 1, now - KEPT + 1), now + 1)


def _step(seconds: float) -> int:
    """The step of the histogram that `seconds` belong to; the first is up to a millisecond."""
    milliseconds = seconds * 1000
    if milliseconds <= 1:
        return 0
    return min(LAST_STEP, math.ceil(math.log(milliseconds) / _LOG_STEP))


def _within(waits: Counter[int], percent: int) -> float | None:
    """Milliseconds within which so many percent were decided; None where nothing was."""
    needed = -(-waits.total() * percent // 100)
    for step in sorted(waits):
        needed -= waits[step]
        if needed <= 0:
            return round(STEP**step, 1)
    return None


def _told(second: _Second) -> LineSecond:
    return LineSecond(
        at=second.at,
        accepted=second.accepted,
        decided=second.decided,
        pending=second.pending,
        p50_ms=_within(second.waits, 50),
        p99_ms=_within(second.waits, 99),
    )
