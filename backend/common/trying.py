"""When a call that got no answer is made once more, and when not."""

from __future__ import annotations

import asyncio
import random
from typing import Final

from backend.common.targets import RetryBudget
from backend.common.transport import ServiceAway, Transport

FIRST_PAUSE: Final = 0.005  # seconds before a call that found no connection twice; doubles
LONGEST_PAUSE: Final = 0.25  # seconds
SILENT_AFTER: Final = 1.0  # seconds before one looks whether a copy says anything at all
FIRST_COPY_WITHIN: Final = 2.0  # seconds at least before another copy is asked
FIRST_COPY_SHARE: Final = 0.25  # of all the time, where that is more
LONGEST_USUAL: Final = 15.0  # seconds; whoever has more asks for what may take long


class Trying:
    """The tries of one call.

    Args:
        budget: limits repeats of what may have been sent; this call is counted.
        timeout: seconds for everything.
        patience: seconds one waits for a connection; None is as long as `timeout` allows.
    """

    __slots__ = (
        "_connect_until",
        "_first",
        "_loop",
        "_paid",
        "_pause",
        "_service",
        "_transport",
        "_watch",
        "budget",
        "until",
    )

    def __init__(
        self,
        transport: Transport,
        service: str,
        budget: RetryBudget,
        timeout: float,
        patience: float | None,
    ) -> None:
        budget.call()
        self.budget = budget
        self._loop = asyncio.get_running_loop()
        started = self._loop.time()
        self.until = started + timeout
        self._connect_until = self.until if patience is None else started + min(patience, timeout)
        self._transport = transport
        self._service = service
        self._pause = 0.0
        self._first = True
        self._paid = False  # whether the budget has given the repeat that a short wait may need
        self._watch: asyncio.TimerHandle | None = None

    def begin(self, address: str, *, hasty: bool) -> float:
        """The seconds that the try that begins now at `address` has; `end` ends it.

        All that are left; but the first of several copies that are asked is not waited for so long
        while the budget has a repeat for it: a service that is slow everywhere gets its whole time.

        Args:
            hasty: the call goes to another copy soon, rather than wait.
        """
        left = self.until - self._loop.time()
        if len(self._transport.addresses(self._service)) < 2:
            return left
        self._watch = self._loop.call_later(
            SILENT_AFTER, self._transport.suspect, self._service, address
        )
        first, self._first = self._first, False
        within = max(FIRST_COPY_WITHIN, FIRST_COPY_SHARE * left)
        if first and hasty and within < left <= LONGEST_USUAL and self.budget.take():
            self._paid = True
            return within
        return left

    def end(self) -> None:
        """The try has ended."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        if self._paid:
            self._paid = False
            self.budget.give_back()

    async def again(self, away: ServiceAway, address: str, *, repeatable: bool) -> None:
        """Return when another try is in order, now that one at `address` failed.

        Args:
            repeatable: the call does no harm when it arrives twice.

        Raises:
            ServiceAway: `away`, because it is not.
        """
        now = self._loop.time()
        if away.hopeless:
            raise away
        if away.sent:
            if now >= self.until or not repeatable:
                raise away
            if not (self._paid or self.budget.take()):
                raise away
            self._paid = False
            return
        left = self._connect_until - now - self._pause
        if left <= 0:
            raise away
        await asyncio.sleep(self._pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
        if not await self._transport.reachable(self._service, address, left):
            raise away
        self._pause = min(max(2 * self._pause, FIRST_PAUSE), LONGEST_PAUSE)
