"""A lottery among all who asked before the closing; when they asked does not matter."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.ordering.draw import Draw, lots_of_wishes
from backend.domain.ordering.settling import Settled, in_order
from backend.domain.selection import SeatBook, Ticket


def settle(book: SeatBook, tickets: Sequence[Ticket], draw: Draw) -> list[Settled]:
    """Decide by lot."""
    return in_order(book, tickets, lots_of_wishes(tickets, draw.seed))
