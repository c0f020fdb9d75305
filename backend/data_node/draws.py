"""Draws: when a round has collected its requests, all of them are decided in one transaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import NamedTuple

import sqlalchemy as sa

from backend.common.client import SocketClient
from backend.common.database import Database
from backend.common.dialects import take_time
from backend.common.errors import Refused
from backend.common.rounds import RoundView, rule_of
from backend.common.services import QUEUE
from backend.data_node import book, decision_log, decisions, rounds, staging
from backend.data_node.reference import reference_of
from backend.data_node.tables import rounds as round_rows
from backend.data_node.tables import terms
from backend.domain.eligibility import OPEN
from backend.domain.facts import plain
from backend.domain.ordering.draw import Draw, ranks
from backend.domain.ordering.policies import POLICIES
from backend.domain.ordering.priority import FIRST_COME
from backend.domain.rounds import written

EVERY = 1.0  # seconds between two looks at the clock
CONNECT_WITHIN = 0.5  # seconds

log = logging.getLogger(__name__)


class Due(NamedTuple):
    """A round whose requests are to be decided.

    Attributes:
        since: Unix seconds.
        closed: its term is closed, so that every request would be refused.
    """

    round_id: int
    name: str
    since: float
    closed: bool


def due(connection: sa.Connection, now: float) -> list[Due]:
    """What is to be drawn by `now`."""
    query = (
        sa.select(round_rows.c.id, terms.c.state)
        .join(terms, terms.c.id == round_rows.c.term_id)
        .where(round_rows.c.policy != FIRST_COME, round_rows.c.drawn_at.is_(None))
        .where(round_rows.c.opens_at <= now)
    )
    found = []
    for round_id, state in connection.execute(query):
        view = rounds.get(connection, round_id)
        if view.draws_at is not None and view.draws_at <= now:
            found.append(Due(round_id, view.name, view.draws_at, state != OPEN))
    return found


def close(connection: sa.Connection, round_id: int, now: float) -> RoundView:
    """End a round that runs; what it has collected is drawn then. One that is over stays.

    Raises:
        Refused: `no_such_round`, `round_not_begun`.
    """
    view = rounds.get(connection, round_id)
    if view.opens_at >= now:
        raise Refused("round_not_begun", round=view.name, opens_at=written(view.opens_at))
    if view.closes_at > now:
        at_once = sa.update(round_rows).where(round_rows.c.id == round_id)
        connection.execute(at_once.values(closes_at=now))
        rounds.tell(connection, view.term)
    return rounds.get(connection, round_id)


def decide(connection: sa.Connection, round_id: int, now: float) -> RoundView:
    """Decide what a round has collected, in its order; one that is drawn stays as it is.

    Raises:
        Refused: `no_such_round`, `round_without_draw`, `round_still_open`, `term_closed`.
    """
    view = rounds.get(connection, round_id)
    if view.policy == FIRST_COME:
        raise Refused("round_without_draw", round=view.name)
    if view.draws_at is not None and view.draws_at > now:
        raise Refused("round_still_open", round=view.name, draws_at=written(view.draws_at))
    if view.drawn_at is None:
        _require_open(connection, view.term)
        _settle(connection, view, now)
        drawn = sa.update(round_rows).where(round_rows.c.id == round_id)
        connection.execute(drawn.values(drawn_at=now))
        rounds.tell(connection, view.term)
    return rounds.get(connection, round_id)


def _require_open(connection: sa.Connection, term: str) -> None:
    state = connection.execute(sa.select(terms.c.state).where(terms.c.code == term)).scalar_one()
    if state != OPEN:
        raise Refused("term_closed")


def _settle(connection: sa.Connection, view: RoundView, now: float) -> None:
    take_time(connection)
    orders = staging.undecided(connection, view.id)
    seat_book = book.load(connection, orders, reference_of(connection))
    draw = _draw(connection, view)
    reference = reference_of(connection)
    page = decision_log.open_page(connection, seat_book, orders, reference.number, now)
    page.draw = {"round": view.id, "policy": view.policy, **plain(draw)}
    if seat_book.waitlists.in_use:
        seat_book.serve(list(seat_book.seats))
    settled = POLICIES[view.policy](seat_book, orders, draw)
    of_id = {order.ticket_id: order for order in orders}
    decided = [of_id[each.ticket.ticket_id] for each in settled]
    outcomes = decisions.write(connection, seat_book, decided, now)
    decision_log.close_page(connection, page, outcomes)
    rank_of = ranks(seat_book.students, draw.priorities)
    places = [(rank_of(o), place, o.ticket_id) for place, o in enumerate(decided, 1)]
    staging.place(connection, places)


def _draw(connection: sa.Connection, view: RoundView) -> Draw:
    rule = rule_of(view)
    query = sa.select(round_rows.c.seed).where(round_rows.c.id == view.id)
    seed: str | None = connection.execute(query).scalar_one()
    return Draw(bytes.fromhex(seed or ""), rule.priorities, rule.draws_at or 0.0)


class Drawing:
    """Draws every round in time; what is due is read from the database, so it outlives a restart.

    Attributes:
        trouble: why a draw that is due has to wait, "" while none does.
    """

    def __init__(
        self, database: Database, client: SocketClient, clock: Callable[[], float]
    ) -> None:
        self._database = database
        self._client = client
        self._clock = clock
        self.trouble = ""

    async def run(self) -> None:
        """Look at the clock again and again."""
        while True:
            await self.draw_due()
            await asyncio.sleep(EVERY)

    async def draw_due(self) -> None:
        """Draw what is due, once nobody who asked in time is still in the line."""
        troubles = [
            await self._draw(each) for each in await self._database.read(due, self._clock())
        ]
        self.trouble = "; ".join(filter(None, troubles))

    async def _draw(self, each: Due) -> str:
        """The trouble with it."""
        if each.closed:
            return ""  # it waits until staff open the term; nothing is wrong
        try:
            if not await self._line_is_through(each.since):
                return ""
            await self._database.write(decide, each.round_id, self._clock())
        except Refused as refused:
            return f"the draw of {each.name} waits: {refused}"
        except Exception:
            log.exception("the draw of round %d failed", each.round_id)
            return f"the draw of {each.name} failed; it is tried again"
        log.info("round %d is drawn", each.round_id)
        return ""

    async def _line_is_through(self, moment: float) -> bool:
        """Whether all that was accepted before `moment` has been handed over."""
        answer = await self._client.get(
            QUEUE.name, "/line/through", params={"moment": moment}, patience=CONNECT_WITHIN
        )
        through: bool = answer.raise_for_status().json()["through"]
        return through
