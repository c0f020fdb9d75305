"""What students propose in a matching: their requests, and each section of a plan by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from backend.domain.eligibility import Seats, Section, first_refusal
from backend.domain.plans import Plan
from backend.domain.selection import SWAP, SeatBook, Ticket


@dataclass(frozen=True, slots=True)
class Proposal:
    """A seat that a student asks for.

    Attributes:
        ticket_id: what its lot is drawn with: the ticket's id, in a plan with `:` and the section.
        wish: its place in the plan; of the alternatives of a wish one is had at most.
        alternative: its place among them.
    """

    ticket: Ticket
    ticket_id: str
    section_id: int
    wish: int = 0
    alternative: int = 0

    @property
    def number(self) -> int:
        """The place of its ticket in the line."""
        return self.ticket.number

    @property
    def student_id(self) -> int:
        """Who proposes."""
        return self.ticket.student_id

    @property
    def rank(self) -> tuple[int, int, int]:
        """The student's own order: the lowest is liked best."""
        return self.number, self.wish, self.alternative


def proposals_of(tickets: Iterable[Ticket]) -> Iterator[Proposal]:
    """What takes one seat by itself: no swaps, and nothing of which all is wanted or none."""
    for ticket in tickets:
        if ticket.action == SWAP:
            continue
        if ticket.plan is not None:
            yield from _of_plan(ticket, ticket.plan)
        else:
            yield Proposal(ticket, ticket.ticket_id, ticket.section_id)


def single(section_id: int) -> Plan:
    """A plan for one section and nothing else."""
    return Plan((((section_id,),),))


def fits(book: SeatBook, proposal: Proposal, chosen: Sequence[Section]) -> bool:
    """Whether a student could have it beside `chosen`, by all rules but seats."""
    ticket = proposal.ticket
    if proposal.section_id not in book.sections or ticket.student_id not in book.students:
        return False
    if ticket.plan is None:
        attempt = book.attempt(ticket)
        attempt.seats, attempt.held = _NO_LIMIT, [*attempt.held, *chosen]
        return first_refusal(attempt) is None
    mine = {**book.held.get(ticket.student_id, {}), **{each.id: each for each in chosen}}
    alone = replace(book, seats=_NoLimits(), held={ticket.student_id: mine})
    return alone.choice(ticket, single(proposal.section_id)).no is None


def _of_plan(ticket: Ticket, plan: Plan) -> Iterator[Proposal]:
    if plan.all_or_nothing:
        return
    for wish, alternatives in enumerate(plan.wishes):
        for place, option in enumerate(alternatives):
            if len(option) == 1:
                name = f"{ticket.ticket_id}:{option[0]}"
                yield Proposal(ticket, name, option[0], wish, place)


_NO_LIMIT: Final = Seats(0, None)


class _NoLimits(Mapping[int, Seats]):
    """Sections that have seats for everybody."""

    def __getitem__(self, section: int) -> Seats:
        return Seats(0, None)

    def __iter__(self) -> Iterator[int]:
        return iter(())

    def __len__(self) -> int:
        return 0
