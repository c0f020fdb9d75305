"""What every policy does in the end: decide tickets one after the other on the seat book."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from backend.domain.ordering.draw import Draw, Key
from backend.domain.selection import Decision, SeatBook, Ticket


class Settled(NamedTuple):
    """A ticket and how it ended."""

    ticket: Ticket
    decision: Decision


Settle = Callable[[SeatBook, Sequence[Ticket], Draw], list[Settled]]
"""A policy: decides all tickets of a round on a book and says in which order it did."""


def in_order(
    book: SeatBook, tickets: Iterable[Ticket], key: Callable[[Ticket], Key]
) -> list[Settled]:
    """Decide the tickets sorted by `key`."""
    return [Settled(ticket, book.decide(ticket)) for ticket in sorted(tickets, key=key)]
