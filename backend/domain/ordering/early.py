"""A lottery for those who are there at the opening, first come for those who are later.

So nobody gains by being a fraction of a second faster than others.
"""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.ordering.draw import Draw, Key, lots_of_wishes
from backend.domain.ordering.settling import Settled, in_order
from backend.domain.selection import SeatBook, Ticket


def settle(book: SeatBook, tickets: Sequence[Ticket], draw: Draw) -> list[Settled]:
    """Decide by lot who was early, then the others by number."""
    early = [ticket for ticket in tickets if ticket.accepted_at < draw.early_until]
    lot_of = lots_of_wishes(early, draw.seed)

    def key(ticket: Ticket) -> Key:
        is_late = ticket.accepted_at >= draw.early_until
        return (is_late, ticket.number) if is_late else (is_late, *lot_of(ticket))

    return in_order(book, tickets, key)
