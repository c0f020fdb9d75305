"""Handing the line on: one batch at a time, in order, repeated until it is answered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Sequence

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
from backend.queue_node.waiting import Waiting

LARGEST_BATCH = 500  # tickets
FIRST_PAUSE = 0.05  # seconds after a failure
LONGEST_PAUSE = 1.0  # seconds
PATIENCE = 30.0  # seconds for one answer
PATIENCE_WITH_COPIES = 4.0  # seconds; another copy may answer what this one, frozen, does not
CONNECT_WITHIN = 0.5  # seconds

log = logging.getLogger(__name__)


class Worker:
    """Empties the line into the data node and survives its absence.

    Args:
        write: writes down how tickets ended.
        told_staged: called when tickets have begun to wait for a draw.
        complete_to: the number up to which the line has the tickets of all copies; None where
            there is one copy.
        figures: told of what comes and goes.

    Attributes:
        gate: closed while the line is paused.
        waiting: tickets that have left the line for a draw.
        trouble: why it makes no progress, "" while it does.
        behind: the leadership that the data node follows instead.
    """

    def __init__(
        self,
        database: Database,
        client: SocketClient,
        line: Line,
        write: Callable[[Sequence[Outcome]], Awaitable[None]],
        figures: Recorder,
        *,
        told_staged: Callable[[Collection[int]], Awaitable[None]],
        complete_to: Callable[[], int | None],
    ) -> None:
        self._complete_to = complete_to
        self._told_staged = told_staged
        self._client = client
        self._write = write
        self._line = line
        self._figures = figures
        self._joined = Pulse()
        self.gate = Gate(database)
        self.waiting = Waiting(client, self.join)
        self.rate = DrainRate()
        self.trouble = ""
        self.behind = 0

    def join(self, orders: list[Order]) -> None:
        """Put accepted tickets at the end of the line."""
        if orders:
            self._line.join(orders)
            self._joined.beat()

    async def run(self, lost: asyncio.Event, leader: int = 0) -> None:
        """Hand on batch after batch until leadership is `lost`.

        Args:
            leader: which leadership it is, so that the data node refuses those before; 0 where
                there is one copy.
        """
        while not lost.is_set():
            joined = self._joined.listen()
            batch = self._line.head(LARGEST_BATCH, self._complete_to())
            if not self.gate.opened.is_set():
                await _either(self.gate.opened, lost)
                continue
            if not batch:
                await _either(joined, lost)
                continue
            started = time.monotonic()
            answers = await self._answers(batch, lost, leader)
            if answers is None:
                self.trouble = ""  # that of whoever leads now
                return
            await self.finish(answers.outcomes)
            self.rate.decided(len(batch), time.monotonic() - started)
            if answers.staged:
                batch = await self._set_aside(batch, answers)
            self._figures.decided(self.waiting.without_those_back(batch))

    async def finish(self, outcomes: Sequence[Outcome]) -> None:
        """Write down how tickets ended and take them out of the line."""
        await self._write(outcomes)
        numbers = [outcome.number for outcome in outcomes]
        self._line.leave(numbers)
        self.waiting.leave(numbers)
        self._figures.left()

    async def _set_aside(self, batch: list[Order], answers: Outcomes) -> list[Order]:
        """Let tickets that wait for a draw leave the line; those that were decided."""
        staged = {each.ticket_id for each in answers.staged}
        self._line.leave([order.number for order in batch if order.ticket_id in staged])
        self.waiting.join(batch, answers.staged, answers.number)
        await self._told_staged([order.number for order in batch if order.ticket_id in staged])
        return [order for order in batch if order.ticket_id not in staged]

    async def _answers(
        self, batch: list[Order], lost: asyncio.Event, leader: int
    ) -> Outcomes | None:
        """What the data node answers; None where another copy leads meanwhile."""
        pause = FIRST_PAUSE
        while not lost.is_set():
            try:
                answers = await self._hand_over(batch, leader)
            except (Refused, msgspec.MsgspecError, ValueError) as error:
                if isinstance(error, Refused) and error.code == "not_leading":
                    log.warning("the data node follows another copy: %s", error)
                    self.behind = int(error.values["leader"])
                    return None
                if not self.trouble:
                    log.warning("the data node does not decide; the line waits: %s", error)
                self.trouble = f"the data node does not decide: {error}"
            else:
                if self.trouble:
                    log.info("the data node decides again")
                self.trouble = ""
                return answers
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        return None

    async def _hand_over(self, batch: list[Order], leader: int) -> Outcomes:
        has_copies = len(self._client.transport.addresses(DATA.name)) > 1
        answer = await self._client.post(
            DATA.name,
            "/decisions",
            content=msgspec.json.encode(Orders(batch, leader)),
            timeout=PATIENCE_WITH_COPIES if has_copies else PATIENCE,
            patience=CONNECT_WITHIN,
        )
        answers = msgspec.json.decode(answer.raise_for_status().content, type=Outcomes)
        told = {outcome.ticket_id for outcome in answers.outcomes}
        told |= {each.ticket_id for each in answers.staged}
        if told != {order.ticket_id for order in batch}:
            raise ValueError("the answer is not about the tickets that were handed over")
        return answers


async def _either(one: asyncio.Event, other: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in (one, other)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
