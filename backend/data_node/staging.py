"""Requests that wait for the draw of their round: setting aside, and finding them again."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from backend.common.bulk import fetch, insert_rows, listed, run_rows
from backend.common.dialects import among
from backend.common.rounds import RoundView
from backend.common.tickets import DrawToCome, Order, Staged
from backend.data_node import rounds
from backend.data_node.tables import outcomes, staged
from backend.data_node.tables import rounds as round_rows
from backend.domain.drawn_later import drawing_round
from backend.domain.selection import SeatBook

_UNDECIDED = ~sa.exists().where(outcomes.c.ticket_id == staged.c.ticket_id)
_KNOWN = sa.select(staged.c.ticket_id).where(among(staged.c.ticket_id, "ids"))
_WAITING = sa.select(staged.c.ticket_id, staged.c.round_id).where(
    among(staged.c.ticket_id, "ids"), _UNDECIDED
)
_PLACE = (
    sa.update(staged)
    .where(staged.c.ticket_id == sa.bindparam("ticket"))
    .values(rank=sa.bindparam("standing"), place=sa.bindparam("turn"))
)
_NEW = ("ticket_id", "round_id", "body")


def set_aside(
    connection: sa.Connection, seat_book: SeatBook, orders: Sequence[Order]
) -> list[Order]:
    """Write down which of `orders` wait for a draw; the others, which are to be decided now.

    One that waits already goes on waiting.

    Args:
        orders: of tickets that have no outcome.
    """
    ids = [order.ticket_id for order in orders]
    known = {row[0] for row in fetch(connection, _KNOWN, ("ids",), (listed(ids),))}
    now, rows = [], []
    for order in orders:
        if order.ticket_id in known:
            continue
        found = drawing_round(seat_book, order)
        if found is None:
            now.append(order)
        else:
            rows.append((order.ticket_id, found.id, msgspec.json.encode(order).decode()))
    insert_rows(connection, staged, _NEW, rows)
    return now


def waiting(connection: sa.Connection, ticket_ids: Sequence[str]) -> list[Staged]:
    """Those of the tickets that wait for a draw, and for which."""
    found = fetch(connection, _WAITING, ("ids",), (listed(ticket_ids),))
    draws = {row[1]: _draw_of(rounds.get(connection, row[1])) for row in found}
    return [Staged(ticket_id=ticket, draw=draws[round_id]) for ticket, round_id in found]


def undecided(connection: sa.Connection, round_id: int) -> list[Order]:
    """What waits for the draw of a round, by number."""
    return _orders(connection, staged.c.round_id == round_id)


def take_out(connection: sa.Connection, term_id: int) -> list[Order]:
    """Forget what was set aside in a term; what of it has no outcome yet."""
    of_term = staged.c.round_id.in_(
        sa.select(round_rows.c.id).where(round_rows.c.term_id == term_id)
    )
    left = _orders(connection, of_term)
    connection.execute(sa.delete(staged).where(of_term))
    return left


def place(connection: sa.Connection, places: Sequence[tuple[int, int, str]]) -> None:
    """Keep in which order a draw decided.

    Args:
        places: rank of the priority group, place from 1, ticket.
    """
    run_rows(connection, _PLACE, ("standing", "turn", "ticket"), places)


def _draw_of(view: RoundView) -> DrawToCome:
    return DrawToCome(round=view.id, name=view.name, at=view.draws_at or view.closes_at)


def _orders(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[Order]:
    query = sa.select(staged.c.body).where(where, _UNDECIDED)
    bodies = connection.execute(query).scalars()
    orders = [msgspec.json.decode(body, type=Order) for body in bodies]
    return sorted(orders, key=lambda order: order.number)
