"""Handing the line on: one batch at a time, in order, repeated until it is answered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from backend.common.client import SocketClient
from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.pulse import Pulse
from backend.common.services import DATA
from backend.common.tickets import Order, Orders, Outcome, Outcomes
from backend.queue_node.figures import Recorder
from backend.queue_node.line import DrainRate, Line
from backend.queue_node.pause import Gate

LARGEST_BATCH = 500  # tickets
FIRST_PAUSE = 0.05  # seconds after a failure
LONGEST_PAUSE = 1.0  # seconds
PATIENCE = 30.0  # seconds for one answer
CONNECT_WITHIN = 0.5  # seconds

log = logging.getLogger(__name__)


class Worker:
    """Empties the line into the data node and survives its absence.

    Args:
        write: writes down how tickets ended.
        figures: told of what comes and goes.

    Attributes:
        gate: closed while the line is paused.
        trouble: why it makes no progress, "" while it does.
    """

    def __init__(
        self,
        database: Database,
        client: SocketClient,
        line: Line,
        write: Callable[[Sequence[Outcome]], Awaitable[None]],
        figures: Recorder,
    ) -> None:
        self._client = client
        self._write = write
        self._line = line
        self._figures = figures
        self._joined = Pulse()
        self.gate = Gate(database)
        self.rate = DrainRate()
        self.trouble = ""

    def join(self, orders: list[Order]) -> None:
        """Put accepted tickets at the end of the line."""
        if orders:
            self._line.join(orders)
            self._joined.beat()

    async def run(self) -> None:
        """Hand on batch after batch, for as long as this runs."""
        while True:
            await self.gate.opened.wait()
            joined = self._joined.listen()
            batch = self._line.head(LARGEST_BATCH)
            if not batch:
                await joined.wait()
                continue
            started = time.monotonic()
            await self.finish(await self._decided(batch))
            self.rate.decided(len(batch), time.monotonic() - started)
            self._figures.decided(batch)

    async def finish(self, outcomes: Sequence[Outcome]) -> None:
        """Write down how tickets ended and take them out of the line."""
        await self._write(outcomes)
        self._line.leave([outcome.number for outcome in outcomes])
        self._figures.left()

    async def _decided(self, batch: list[Order]) -> list[Outcome]:
        pause = FIRST_PAUSE
        while True:
            try:
                outcomes = await self._hand_over(batch)
            except (Refused, msgspec.MsgspecError, ValueError) as error:
                if not self.trouble:
                    log.warning("the data node does not decide; the line waits: %s", error)
                self.trouble = f"the data node does not decide: {error}"
            else:
                if self.trouble:
                    log.info("the data node decides again")
                self.trouble = ""
                return outcomes
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _hand_over(self, batch: list[Order]) -> list[Outcome]:
        answer = await self._client.post(
            DATA.name,
            "/decisions",
            content=msgspec.json.encode(Orders(batch)),
            timeout=PATIENCE,
            patience=CONNECT_WITHIN,
        )
        outcomes = msgspec.json.decode(answer.raise_for_status().content, type=Outcomes).outcomes
        if [outcome.ticket_id for outcome in outcomes] != [order.ticket_id for order in batch]:
            raise ValueError("the answer is not about the tickets that were handed over")
        return outcomes
