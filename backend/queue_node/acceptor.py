"""Group commit without a timer: whoever came while the last commit ran shares the next one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.tickets import Order, Ticket
from backend.queue_node import storage
from backend.queue_node.storage import Entry

LARGEST_COMMIT = 2000  # requests

log = logging.getLogger(__name__)

Answer = Ticket | Refused


class Acceptor:
    """Writes requests down; a request is answered when it is on disk.

    Args:
        accepted: told of new orders, in their order, right after their commit.
        clock: the time in Unix seconds.
    """

    def __init__(
        self,
        database: Database,
        accepted: Callable[[list[Order]], None],
        clock: Callable[[], float],
    ) -> None:
        self._database = database
        self._accepted = accepted
        self._clock = clock
        self._waiting: list[tuple[Entry, asyncio.Future[Answer]]] = []
        self._arrived = asyncio.Event()

    async def accept(self, entries: Sequence[Entry]) -> list[Answer]:
        """The tickets of `entries`, numbered in the order in which they came here.

        Raises:
            Refused: `service_away`, when they could not be written; then none of them counts.
        """
        loop = asyncio.get_running_loop()
        futures: list[asyncio.Future[Answer]] = [loop.create_future() for _ in entries]
        self._waiting.extend(zip(entries, futures, strict=True))
        self._arrived.set()
        return await asyncio.gather(*futures)

    async def run(self) -> None:
        """Commit what gathers, for as long as this runs."""
        while True:
            await self._arrived.wait()
            batch, self._waiting = (
                self._waiting[:LARGEST_COMMIT],
                self._waiting[LARGEST_COMMIT:],
            )
            if not self._waiting:
                self._arrived.clear()
            await self._commit(batch)

    async def _commit(self, batch: list[tuple[Entry, asyncio.Future[Answer]]]) -> None:
        entries = [entry for entry, _ in batch]
        answers: Sequence[Answer]
        try:
            answers, orders = await self._database.write(storage.accept, entries, self._clock())
        except Exception:
            log.exception("%d requests could not be written down", len(entries))
            answers = [Refused("service_away", service="The Queue Node")] * len(entries)
        else:
            self._accepted(orders)
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)
