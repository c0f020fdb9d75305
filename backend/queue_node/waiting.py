"""Tickets that left the line and wait for a draw; when it is over they ask for their answer.

The data node keeps them, so what is here may be forgotten: after a restart they stand in the line
again, and the data node says again what they wait for. The feed is followed only while somebody
waits, from the change on that the newest answer knew of, so no draw is missed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence

import msgspec

from backend.common.client import SocketClient
from backend.common.errors import Refused
from backend.common.feeds import Event, follow_feed
from backend.common.rounds import RoundsOfTerm
from backend.common.services import DATA
from backend.common.tickets import DrawToCome, Order, Staged

ROUNDS = "rounds"
CATALOGUE = "catalogue"

log = logging.getLogger(__name__)


class _NobodyWaitsError(Exception):
    """There is nothing to follow the feed for."""


class Waiting:
    """Tickets by number, and the draws they wait for.

    Args:
        ask_again: puts orders back into the line.
    """

    def __init__(self, client: SocketClient, ask_again: Callable[[list[Order]], None]) -> None:
        self._client = client
        self._ask_again = ask_again
        self._orders: dict[int, Order] = {}
        self._draws: dict[int, DrawToCome] = {}
        self._number = 0
        self._over: set[int] = set()
        self._back: set[int] = set()
        self._somebody = asyncio.Event()

    def __len__(self) -> int:
        return len(self._orders)

    def __contains__(self, number: int) -> bool:
        return number in self._orders

    def draw(self, number: int) -> DrawToCome | None:
        """What the ticket waits for, if it waits."""
        return self._draws.get(number)

    def join(self, orders: Sequence[Order], staged: Sequence[Staged], number: int) -> None:
        """Take over what the data node has set aside.

        Args:
            orders: among which are those of `staged`.
            number: the newest change of the data node's feed that `staged` knows of.
        """
        draws = {each.ticket_id: each.draw for each in staged}
        mine = [order for order in orders if order.ticket_id in draws]
        if not self._somebody.is_set():
            self._number = number
        for order in mine:
            self._orders[order.number] = order
            self._draws[order.number] = draws[order.ticket_id]
        self._return(lambda draw: draw.round in self._over)  # drawn while the answer was under way
        if self._orders:
            self._somebody.set()

    def by_draw(
        self, numbers: Collection[int] | None = None
    ) -> list[tuple[DrawToCome, list[int], int]]:
        """Each draw, the tickets that wait for it, and the newest change that this knows of.

        Args:
            numbers: of the tickets that are asked about; None for all.
        """
        found: dict[DrawToCome, list[int]] = {}
        for number in self._draws if numbers is None else numbers:
            if number in self._draws:
                found.setdefault(self._draws[number], []).append(number)
        return [(draw, numbers, self._number) for draw, numbers in found.items()]

    def keep(self, pending: Collection[int], last: int) -> None:
        """Forget tickets up to number `last` that are not among those `pending`."""
        self.leave([each for each in self._orders if each <= last and each not in pending])

    def leave(self, numbers: Collection[int]) -> None:
        """Forget tickets that have ended."""
        for number in numbers:
            self._orders.pop(number, None)
            self._draws.pop(number, None)

    def without_those_back(self, orders: list[Order]) -> list[Order]:
        """The orders that have come straight from the line; the others are asked for once."""
        if not self._back:
            return orders
        straight = [order for order in orders if order.number not in self._back]
        self._back.difference_update(order.number for order in orders)
        return straight

    async def run(self) -> None:
        """Follow the feed whenever somebody waits."""
        while True:
            await self._somebody.wait()
            try:
                await follow_feed(self._client, DATA.name, self._number, self._handle)
            except _NobodyWaitsError:
                self._somebody.clear()
            except Refused as refused:
                log.warning("draws may have been missed, everybody asks again: %s", refused)
                self._somebody.clear()
                self._over.clear()
                self._return(lambda _draw: True)

    async def _handle(self, events: list[Event]) -> None:
        self.heard(events)
        if not self._orders:
            raise _NobodyWaitsError

    def heard(self, events: list[Event]) -> None:
        """Take over what the feed of the data node tells, at least one change."""
        for event in events:
            if event["kind"] == CATALOGUE:  # a term may be gone, and its rounds with it
                self._return(lambda _draw: True)
            elif event["kind"] == ROUNDS:
                self._apply(msgspec.convert(event["body"], RoundsOfTerm))
        self._number = events[-1]["number"]

    def _apply(self, changed: RoundsOfTerm) -> None:
        views = {view.id: view for view in changed.rounds}
        self._over |= {view.id for view in changed.rounds if view.drawn_at is not None}
        self._return(lambda draw: draw.round in self._over)
        for number, draw in self._draws.items():
            view = views.get(draw.round)
            if view is not None and view.draws_at is not None:
                known = DrawToCome(round=view.id, name=view.name, at=view.draws_at)
                self._draws[number] = known

    def _return(self, over: Callable[[DrawToCome], bool]) -> None:
        """Put those back into the line whose draw is over."""
        numbers = [number for number, draw in self._draws.items() if over(draw)]
        back = [self._orders[number] for number in numbers]
        self.leave(numbers)
        self._back.update(numbers)
        if back:
            self._ask_again(back)
