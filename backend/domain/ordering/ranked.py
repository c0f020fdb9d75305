"""Ranked wishes: a matching that is stable and best for the students, where there is one.

A student's rank is the order of the own tickets, and inside a plan that of its wishes and their
alternatives. Each section has an order of its own over those who ask for it: priority groups first,
inside by lot. Students propose what they like best among what fits together by all rules; a section
keeps the best it has seats for and turns the others away, for as long as anything changes. Then the
matches are entered in the seat book, and what is left is decided one by one, so that no seat stays
empty that somebody asked for and may have.

What is guaranteed, and when, is in `docs/decisions/order.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from backend.domain.ordering.draw import Draw, Key, lots_of_wishes, rank
from backend.domain.ordering.matching import match
from backend.domain.ordering.proposals import Proposal, proposals_of, single
from backend.domain.ordering.settling import Settled
from backend.domain.plans import Part, Plan
from backend.domain.selection import SWAP, Decision, SeatBook, Ticket

Given = Mapping[int, int]
"""Place of a wish to the section that the matching gives it."""


def settle(book: SeatBook, tickets: Sequence[Ticket], draw: Draw) -> list[Settled]:
    """Enter the matches, then decide swaps by lot, then what is left by lot."""
    proposals = list(proposals_of(tickets))
    swaps = [ticket for ticket in tickets if ticket.action == SWAP]
    lot_of_proposal = lots_of_wishes([*proposals, *swaps], draw.seed)
    lot_of_ticket = lots_of_wishes(tickets, draw.seed)

    def group(student: int) -> int:
        return rank(book.students.get(student), draw.priorities)

    def key(proposal: Proposal) -> Key:
        return group(proposal.student_id), *lot_of_proposal(proposal)

    def key_of_rest(ticket: Ticket) -> Key:
        return ticket.action != SWAP, group(ticket.student_id), *lot_of_ticket(ticket)

    settled, given = _enter(book, match(book, proposals, key))
    known = {each.ticket.ticket_id for each in settled}
    rest = [ticket for ticket in tickets if ticket.ticket_id not in known]
    for ticket in sorted(rest, key=key_of_rest):
        settled.append(Settled(ticket, _decide(book, ticket, given.get(ticket.ticket_id, {}))))
    return settled


def _enter(
    book: SeatBook, matched: Sequence[Proposal]
) -> tuple[list[Settled], dict[str, dict[int, int]]]:
    """The requests that are settled with it, and by plan what it is given."""
    settled = []
    given: dict[str, dict[int, int]] = defaultdict(dict)
    for proposal in matched:
        ticket, section = proposal.ticket, proposal.section_id
        if ticket.plan is None:
            settled.append(Settled(ticket, book.decide(ticket)))
        elif book.choice(ticket, single(section)).no is None:
            book.take(ticket, section)
            given[ticket.ticket_id][proposal.wish] = section
    return settled, given


def _decide(book: SeatBook, ticket: Ticket, given: Given) -> Decision:
    if ticket.plan is None or ticket.plan.all_or_nothing or ticket.action == SWAP:
        return book.decide(ticket)
    parts = [
        Part((given[place],)) if place in given else _left_of(book, ticket, Plan((wish,)))
        for place, wish in enumerate(ticket.plan.wishes)
    ]
    decision = book.end_plan(ticket, ticket.plan, parts)
    book.answers.append((ticket, decision))
    return decision


def _left_of(book: SeatBook, ticket: Ticket, wish: Plan) -> Part:
    """What a wish that the matching gave nothing still gets."""
    (part,) = book.choice(ticket, wish).parts
    for section in part.took:
        book.take(ticket, section)
    return part
