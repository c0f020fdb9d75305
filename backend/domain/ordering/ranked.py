"""Ranked wishes: student-proposing deferred acceptance (Gale and Shapley 1962).

A student's rank is the order of the own tickets. Each section has an order of its own over those
who ask for it: priority groups first, inside by lot. Students propose what they like best among
what fits together by all rules; a section keeps the best it has seats for and turns the others
away, for as long as anything changes. Then the matches are entered in the seat book, and what is
left is decided one by one, so that no seat stays empty that somebody asked for and may have.

What is guaranteed, and when, is in `docs/decisions/order.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from backend.domain.eligibility import Seats, Section, first_refusal
from backend.domain.ordering.draw import Draw, Key, lots_of_wishes, ranks
from backend.domain.ordering.settling import Settled, in_order
from backend.domain.selection import SELECT, SWAP, SeatBook, Ticket

_NO_LIMIT = Seats(0, None)
MOST_RECALLS = 2  # of one ticket; more could go round in circles where rules do not fit together


def settle(book: SeatBook, tickets: Sequence[Ticket], draw: Draw) -> list[Settled]:
    """Match what takes a seat, then swaps by lot, then what is left by lot."""
    lot_of = lots_of_wishes(tickets, draw.seed)
    rank_of = ranks(book.students, draw.priorities)

    def key(ticket: Ticket) -> Key:
        return rank_of(ticket), *lot_of(ticket)

    matched = match(book, [ticket for ticket in tickets if ticket.action == SELECT], key)
    known = {ticket.ticket_id for ticket in matched}
    rest = [ticket for ticket in tickets if ticket.ticket_id not in known]
    return in_order(book, matched, lambda ticket: (ticket.number,)) + in_order(
        book, rest, lambda ticket: (ticket.action != SWAP, *key(ticket))
    )


def match(book: SeatBook, tickets: Sequence[Ticket], key: Callable[[Ticket], Key]) -> list[Ticket]:
    """The tickets that get a seat; the book stays as it is.

    Args:
        tickets: all of `select`.
        key: the order of the sections; the lowest goes first.
    """
    return list(_Matching(book, tickets, key).run())


class _Matching:
    """The state of a matching: who is kept where, and who was turned away."""

    def __init__(
        self, book: SeatBook, tickets: Sequence[Ticket], key: Callable[[Ticket], Key]
    ) -> None:
        self._book = book
        self._key = key
        self._wishes: dict[int, list[Ticket]] = defaultdict(list)
        for ticket in sorted(tickets, key=lambda ticket: ticket.number):
            self._wishes[ticket.student_id].append(ticket)
        self._kept: dict[int, dict[str, Ticket]] = defaultdict(dict)
        self._away: dict[int, dict[str, Ticket]] = defaultdict(dict)
        self._recalls: dict[str, int] = defaultdict(int)
        self._asking = dict.fromkeys(self._wishes)  # in order, each once

    def run(self) -> Iterator[Ticket]:
        """Propose and turn away until nothing changes."""
        while self._asking:
            asking, self._asking = self._asking, {}
            changed = {s: None for student in asking for s in self._propose(student)}
            for section in changed:
                self._choose(section)
        for kept in self._kept.values():
            yield from kept.values()

    def _propose(self, student: int) -> Iterator[int]:
        """Have a student ask for what is liked best; the sections that get a new request."""
        wanted = {ticket.ticket_id for ticket in self._liked_best(student)}
        for ticket in self._wishes[student]:
            kept = self._kept[ticket.section_id]
            if ticket.ticket_id in wanted and ticket.ticket_id not in kept:
                kept[ticket.ticket_id] = ticket
                yield ticket.section_id
            elif ticket.ticket_id not in wanted and kept.pop(ticket.ticket_id, None) is not None:
                self._recall(ticket.section_id)

    def _liked_best(self, student: int) -> Iterator[Ticket]:
        """What fits together of what is still to be had, the best first: by all rules but seats."""
        chosen: list[Section] = []
        for ticket in self._wishes[student]:
            away = ticket.ticket_id in self._away[ticket.section_id]
            if not away and self._fits(ticket, chosen):
                chosen.append(self._book.sections[ticket.section_id])
                yield ticket

    def _fits(self, ticket: Ticket, chosen: Sequence[Section]) -> bool:
        book = self._book
        if ticket.section_id not in book.sections or ticket.student_id not in book.students:
            return False
        attempt = book.attempt(ticket)
        held = [*attempt.held, *chosen]
        return first_refusal(replace(attempt, seats=_NO_LIMIT, held=held)) is None

    def _choose(self, section: int) -> None:
        """Keep the best and turn the others away."""
        seats, kept = self._book.seats[section], self._kept[section]
        if seats.ceiling is None:
            return
        best = sorted(kept.values(), key=self._key)
        for ticket in best[max(0, seats.ceiling - seats.taken) :]:
            self._away[section][ticket.ticket_id] = kept.pop(ticket.ticket_id)
            self._asking[ticket.student_id] = None

    def _recall(self, section: int) -> None:
        """A seat is free again: whoever was turned away may ask again."""
        away = self._away[section]
        for name, ticket in list(away.items()):
            if self._recalls[name] < MOST_RECALLS:
                self._recalls[name] += 1
                del away[name]
                self._asking[ticket.student_id] = None
