"""How late this process is with its work, and what it does not take on until it has caught up.

The first measure is the event loop's: a timer that is due every twentieth of a second, and how much
later it is called. All that came before it had to be done first, so that is what a request waits
here. The second is what those who look wait for their answers, wherever the work piles up; it lets
a share of them come again, and nobody else.
"""

from __future__ import annotations

import asyncio
import random
from bisect import bisect_right
from collections import Counter, deque
from typing import Final

from backend.common.errors import Refused
from backend.domain.urgency import Urgency

EVERY: Final = 0.05  # seconds between two looks
LATE: Final = (0.25, 1.0, 3.0)  # seconds from which looking, asking and what is one's own must wait
RISES_AFTER: Final = 3  # looks in a row: a single long step is no overload
FALLS_AFTER: Final = 20  # looks in a row, less than half as late
WINDOW: Final = 10  # looks, over which waits for answers are taken together
SLOW_WINDOWS: Final = 2  # in a row before anything is done: a node that starts again is none
MORE: Final = 0.5  # of those who still look, after a slow window
LESS: Final = 0.1  # of all who look, after a quick one
FEWEST: Final = 20  # answers in a window that say something
PAUSES: Final = (2.0, 6.0)  # seconds after which those who are told so come again, spread out

KINDS: Final = {Urgency.LOOK: "look", Urgency.ASK: "ask", Urgency.OWN: "own"}


class Lateness:
    """The lateness of this process.

    Attributes:
        degree: 0 while all is done; whatever is not more urgent than that has to come again.
        share: of those who look how many have to, because answers are long in coming.
        shed: how many were told so, by their urgency.
    """

    def __init__(self) -> None:
        self.degree = 0
        self.share = 0.0
        self.shed: Counter[Urgency] = Counter()
        self._latest: deque[float] = deque(maxlen=FALLS_AFTER)
        self._answers = 0
        self._waited = 0.0
        self._looks = 0
        self._slow_windows = 0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def seconds(self) -> float:
        """The most of the latest looks."""
        return max(self._latest, default=0.0)

    def note(self, late: float) -> None:
        """Judge anew after a look that came so many seconds late."""
        latest = self._latest
        latest.append(late)
        self._looks += 1
        if self._looks == WINDOW:
            self._end_window()
        if not self.degree and late < LATE[0]:
            return
        longest_in_a_row = list(latest)[-RISES_AFTER:]
        whole = len(longest_in_a_row) == RISES_AFTER
        rising = bisect_right(LATE, min(longest_in_a_row)) if whole else 0
        standing = bisect_right(LATE, 2 * self.seconds)
        self.degree = max(rising, min(self.degree, standing))

    def answered(self, seconds: float) -> None:
        """Count the answer to somebody who looked, and what it took."""
        self._answers += 1
        self._waited += seconds

    def _end_window(self) -> None:
        slow = self._answers >= FEWEST and self._waited >= LATE[0] * self._answers
        self._slow_windows = self._slow_windows + 1 if slow else 0
        if self._slow_windows >= SLOW_WINDOWS:
            self.share += MORE * (1 - self.share)
        elif not slow and self.share:
            self.share = max(0.0, self.share - LESS)
        self._looks = self._answers = 0
        self._waited = 0.0

    def refusal(self, urgency: Urgency) -> Refused | None:
        """What to answer to a request that has to come again, counted; None if it has not."""
        by_lot = urgency is Urgency.LOOK and random.random() < self.share  # noqa: S311 - no secret
        return self.turn_away(urgency) if urgency <= self.degree or by_lot else None

    def turn_away(self, urgency: Urgency) -> Refused:
        """What to answer to a request that has to come again, counted."""
        self.shed[urgency] += 1
        pause = random.uniform(*PAUSES)  # noqa: S311 - no secret
        return Refused("very_busy", retry_after=pause, seconds=round(pause))

    async def run(self) -> None:
        """Look again and again, for as long as this runs."""
        loop = asyncio.get_running_loop()
        self._wait(loop)
        try:
            await asyncio.Event().wait()
        finally:
            if self._timer is not None:
                self._timer.cancel()

    def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        due = loop.time() + EVERY
        self._timer = loop.call_at(due, self._look, loop, due)

    def _look(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        self.note(loop.time() - due)
        self._wait(loop)
