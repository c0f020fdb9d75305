"""First come, first served: the order is that of the line."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.ordering.draw import Draw
from backend.domain.ordering.settling import Settled, in_order
from backend.domain.selection import SeatBook, Ticket


def settle(book: SeatBook, tickets: Sequence[Ticket], _draw: Draw) -> list[Settled]:
    """Decide by number."""
    return in_order(book, tickets, lambda ticket: (ticket.number,))
