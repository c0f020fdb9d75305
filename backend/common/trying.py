"""When a call that got no answer is made once more, and when not."""

from __future__ import annotations

import asyncio
import random
from typing import Final

from backend.common.targets import RetryBudget
from backend.common.transport import ServiceAway, Transport

FIRST_PAUSE: Final = 0.005  # seconds before a call that found no connection twice; doubles
LONGEST_PAUSE: Final = 0.25  # seconds


class Trying:
    """The tries of one call.

    Args:
        budget: limits repeats of what may have been sent; this call is counted.
        timeout: seconds for everything.
        patience: seconds one waits for a connection; None is as long as `timeout` allows.
    """

    __slots__ = ("_connect_until", "_loop", "_pause", "_service", "_transport", "budget", "until")

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

    def left(self) -> float:
        """The seconds left."""
        return self.until - self._loop.time()

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
            if now >= self.until or not repeatable or not self.budget.take():
                raise away
            return
        left = self._connect_until - now - self._pause
        if left <= 0:
            raise away
        await asyncio.sleep(self._pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
        if not await self._transport.reachable(self._service, address, left):
            raise away
        self._pause = min(max(2 * self._pause, FIRST_PAUSE), LONGEST_PAUSE)
