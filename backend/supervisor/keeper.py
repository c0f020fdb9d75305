"""Keeping a child alive: started again after a growing pause, up to a limit."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import Final

from backend.common.run import WRONG_SETTINGS
from backend.supervisor.child import Child

FIRST_PAUSE: Final = 0.1  # seconds before a child is started again; doubles
LONGEST_PAUSE: Final = 10.0  # seconds
STEADY_AFTER: Final = 10.0  # seconds a child must live so that its next end counts as the first
STARTS_IN_A_ROW: Final = 10  # lives shorter than that after which a child is left alone
FIRST_STARTS: Final = 3  # the same, as long as the installation has not been ready once

log = logging.getLogger(__name__)


class GaveUpError(Exception):
    """A child ends as often as it is started."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.code = code


class Keeper:
    """Keeps one child running until it is told to stop.

    Attributes:
        limit: starts in a row after which it gives up.
    """

    def __init__(self, child: Child) -> None:
        self.child = child
        self.limit = FIRST_STARTS
        self._stopping = asyncio.Event()

    async def keep(self) -> None:
        """Run the child.

        Raises:
            GaveUpError: it ended `limit` times in a row, or cannot start with these settings.
        """
        loop = asyncio.get_running_loop()
        in_a_row = 0
        while not self._stopping.is_set():
            started = loop.time()
            await self.child.start()
            if self._stopping.is_set():
                await self.child.stop()
            code = await self.child.ended()
            if self._stopping.is_set():
                return
            in_a_row = 1 if loop.time() - started > STEADY_AFTER else in_a_row + 1
            self._judge(code, in_a_row)
            pause = min(FIRST_PAUSE * 2 ** (in_a_row - 1), LONGEST_PAUSE)
            title = self.child.service.title
            log.warning("%s ended (%s); starting it again", title, describe(code))
            await self._pause(pause)

    def _judge(self, code: int, in_a_row: int) -> None:
        title = self.child.service.title
        if code == WRONG_SETTINGS:
            raise GaveUpError(f"{title} cannot run with these settings", code)
        if in_a_row >= self.limit:
            raise GaveUpError(f"{title} ended {in_a_row} times in a row ({describe(code)})", 1)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def stop(self) -> None:
        """End the child and keep it ended."""
        self._stopping.set()
        await self.child.stop()


def describe(code: int) -> str:
    """An exit code in words."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
