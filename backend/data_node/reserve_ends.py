"""Ends what is kept for some students when its time is over, also what ended while nobody ran."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from backend.common.database import Database
from backend.data_node import reserves

LOOKS_EVERY = 1.0  # seconds at most between a moment and what it ends

log = logging.getLogger(__name__)


class ReserveEnds:
    """The task of a data node; with several copies each may do it, once it is done.

    Args:
        clock: the time in Unix seconds.
    """

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """End what is due, for as long as this runs."""
        while True:
            await self.end_due()
            await asyncio.sleep(LOOKS_EVERY)

    async def end_due(self) -> list[int]:
        """End what is due now; the sections of which seats became free."""
        now = self._clock()
        first = await self._database.read(reserves.next_end)
        if first is None or first > now:
            return []
        ended = await self._database.write(reserves.end_due, now)
        log.info("seats of %d sections are no longer kept for anybody", len(ended))
        return ended
