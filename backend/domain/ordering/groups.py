"""Priority groups: one after the other, and inside a group first come or by lot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backend.domain.ordering.draw import Draw, Key, lots_of_wishes, ranks
from backend.domain.ordering.settling import Settled, in_order
from backend.domain.selection import SeatBook, Ticket


def settle_first_come(book: SeatBook, tickets: Sequence[Ticket], draw: Draw) -> list[Settled]:
    """Decide group by group, inside a group by number."""
    return _by_group(book, tickets, draw, lambda ticket: (ticket.number,))


def settle_lottery(book: SeatBook, tickets: Sequence[Ticket], draw: Draw) -> list[Settled]:
    """Decide group by group, inside a group by lot."""
    return _by_group(book, tickets, draw, lots_of_wishes(tickets, draw.seed))


def _by_group(
    book: SeatBook, tickets: Sequence[Ticket], draw: Draw, inside: Callable[[Ticket], Key]
) -> list[Settled]:
    rank_of = ranks(book.students, draw.priorities)
    return in_order(book, tickets, lambda ticket: (rank_of(ticket), *inside(ticket)))
