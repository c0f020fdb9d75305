"""Random serial dictatorship: student after student, each with all wishes in the own order."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.ordering.draw import Draw, Key, lots_of_students, ranks
from backend.domain.ordering.settling import Settled, in_order
from backend.domain.selection import SeatBook, Ticket


def settle(book: SeatBook, tickets: Sequence[Ticket], draw: Draw) -> list[Settled]:
    """Decide by the lots of the students, priority groups first; inside a student by number."""
    lot_of = lots_of_students(tickets, draw.seed)
    rank_of = ranks(book.students, draw.priorities)

    def key(ticket: Ticket) -> Key:
        return rank_of(ticket), *lot_of(ticket)

    return in_order(book, tickets, key)
