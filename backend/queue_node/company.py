"""Other copies of the queue node: each keeps the whole line, and one of them hands it on.

Copies share the database and tell each other there, in the transactions themselves: what one
accepts the others read, what ended leaves every line, what waits for a draw waits in all of them.
So any copy can say where a ticket stands, and take over when the one that leads is gone. Whose
requests one has taken the others count, so that a student's limit is one over all copies. A process
that has its database to itself hears nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.tickets import Order, Staged
from backend.queue_node import storage, words
from backend.queue_node.words import Words

if TYPE_CHECKING:
    from backend.queue_node.desk import Desk

PAUSE = 0.5  # seconds before the database is asked again
LONGEST_BATCH = 5.0  # seconds; a longer time between two batches was no work

log = logging.getLogger(__name__)


class Company:
    """What this copy hears and says.

    Attributes:
        leader: which leadership this copy's is, counted over all copies; 0 while it does not lead.
        read_to: the number up to which the tickets of all copies are in the line. What this copy
            has accepted itself may be ahead of it, and of tickets of others with lower numbers, so
            no more than that is handed on.
    """

    def __init__(self) -> None:
        self.leader = 0
        self._heard: asyncio.Queue[Words] = asyncio.Queue()
        self.read_to = 0
        self._moved_at = time.monotonic()

    def hear(self, text: str) -> None:
        """Take down what the database says another copy has told."""
        self._heard.put_nowait(words.read(text))

    def accepted(self) -> None:
        """This copy has written tickets down: those of others before them have to be read."""
        self._heard.put_nowait(words.Accepted())

    async def run(self, desk: Desk) -> None:
        """Do what others tell, in the order in which they told it, for as long as this runs."""
        await announce(desk.database, words.Hello())
        while True:
            told = await self._heard.get()
            if isinstance(told, words.Accepted):
                desk.limits.charge(told.asked)
            while True:
                try:
                    await self._follow(desk, told)
                except (sa.exc.OperationalError, Refused) as error:
                    log.warning("what other copies did cannot be read: %s", error)
                    await asyncio.sleep(PAUSE)
                else:
                    break

    async def reload(self, desk: Desk) -> None:
        """Read the whole line anew; what has ended elsewhere leaves it."""
        last, orders = await desk.database.read(storage.pending_after, 0)
        pending = {order.number for order in orders}
        gone = [number for number in desk.line.numbers() if number <= last]
        desk.line.leave([number for number in gone if number not in pending])
        desk.worker.waiting.keep(pending, last)
        self._take_in(desk, last, orders)
        await desk.worker.gate.load()

    async def _follow(self, desk: Desk, told: Words) -> None:
        match told:
            case words.Accepted():
                last, orders = await desk.database.read(storage.pending_after, self.read_to)
                fresh = desk.line.without_known(orders)
                self._take_in(desk, last, orders)
                desk.figures.accepted(len(fresh))
            case words.Ended():
                self._end(desk, words.numbers_of(told.numbers))
            case words.StagedThere():
                self._set_aside(desk, told)
            case words.PauseChanged():
                await desk.worker.gate.load()
            case words.Hello():
                if self.leader:
                    await self.tell_staged(desk)
            case words.Missed():
                await self.reload(desk)
                await announce(desk.database, words.Hello())

    async def tell_staged(self, desk: Desk, numbers: Collection[int] | None = None) -> None:
        """Tell the others what waits for draws: these tickets, or all that do."""
        for draw, waiting, known in desk.worker.waiting.by_draw(numbers):
            for part in words.parts(waiting):
                await announce(desk.database, words.StagedThere(draw, part, known))

    def _take_in(self, desk: Desk, last: int, orders: Sequence[Order]) -> None:
        straight = [order for order in orders if order.number not in desk.worker.waiting]
        self.read_to = max(self.read_to, last)
        desk.worker.join(straight)

    def _end(self, desk: Desk, numbers: set[int]) -> None:
        ended = desk.line.known(numbers)
        desk.line.leave(numbers)
        desk.worker.waiting.leave(numbers)
        desk.figures.decided(ended)
        now = time.monotonic()
        if ended and now - self._moved_at < LONGEST_BATCH:
            desk.worker.rate.decided(len(ended), now - self._moved_at)
        self._moved_at = now

    def _set_aside(self, desk: Desk, told: words.StagedThere) -> None:
        if self.leader:
            return  # this copy knows better
        orders = desk.line.known(words.numbers_of(told.numbers))
        staged = [Staged(ticket_id=order.ticket_id, draw=told.draw) for order in orders]
        desk.line.leave([order.number for order in orders])
        desk.worker.waiting.join(orders, staged, told.known)


async def announce(database: Database, told: Words) -> None:
    """Tell other copies something that goes with no other change."""
    if database.shared:
        await database.write(words.say, told)
