"""Deciding tickets one after the other on a snapshot of seats and holdings: the heart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Literal, NamedTuple, Protocol

from backend.domain.eligibility import (
    DROP_CHECKS,
    Attempt,
    Seats,
    Section,
    Student,
    all_refusals,
    first_refusal,
    lifted,
)
from backend.domain.links import given_for, set_of
from backend.domain.permits import OVER_CAPACITY, PermitBook
from backend.domain.plans import Choice, Part, Plan, SectionSet, choose
from backend.domain.refusals import No
from backend.domain.requirements import NO_HISTORY, History

SeatAction = Literal["select", "drop", "swap"]
"""What can be done with one seat; a round permits some of it."""

Action = Literal["select", "drop", "swap", "plan"]
SELECT: Final = "select"
DROP: Final = "drop"
SWAP: Final = "swap"
PLAN: Final = "plan"

Ending = Literal["enrolled", "dropped", "refused", "cancelled"]
ENROLLED: Final = "enrolled"
DROPPED: Final = "dropped"
REFUSED: Final = "refused"
CANCELLED: Final = "cancelled"


BY_HAND: Final = 0
"""The number of what staff decide and of what follows from it: it never stood in the line."""


class Ticket(Protocol):
    """One accepted request, as far as the decision needs it."""

    @property
    def ticket_id(self) -> str:
        """What it is known by."""
        ...

    @property
    def number(self) -> int:
        """Its place in the line, or `BY_HAND`."""
        ...

    @property
    def student_id(self) -> int:
        """Who asks."""
        ...

    @property
    def section_id(self) -> int:
        """For what."""
        ...

    @property
    def action(self) -> Action:
        """To take a seat, to give it back, or to take one for another that is held."""
        ...

    @property
    def instead_of(self) -> int | None:
        """The section that a swap gives back."""
        ...

    @property
    def plan(self) -> Plan | None:
        """What a plan asks for; `section_id` is the first that it names."""
        ...

    @property
    def accepted_at(self) -> float:
        """When it was accepted, in Unix seconds."""
        ...


@dataclass(slots=True)
class Decision:
    """How a ticket ended: an outcome, and with `refused` the reason.

    Attributes:
        parts: what became of each wish of a plan.
    """

    outcome: Ending
    no: No | None = None
    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class _OfPlan:
    """One section of a plan, looked at as a request of its own."""

    ticket_id: str
    number: int
    student_id: int
    section_id: int
    accepted_at: float
    action: SeatAction = SELECT
    instead_of: int | None = None
    plan: Plan | None = None


class Move(NamedTuple):
    """A seat that changed hands: what a decision does, whatever kind of request it was.

    Attributes:
        ticket: the request that caused it; its student takes the seat or gives it back.
        step: 1 for a seat taken, -1 for one given back.
    """

    ticket: Ticket
    section_id: int
    step: int


@dataclass(slots=True)
class SeatBook:
    """Sections, seats, students and who holds what: all that a batch of tickets touches.

    `decide` changes it as the decisions fall, so the next ticket sees what the last one did.
    """

    sections: Mapping[int, Section]
    seats: Mapping[int, Seats]
    students: Mapping[int, Student]
    held: dict[int, dict[int, Section]] = field(default_factory=dict)
    """Student id to section id to section."""
    history: Mapping[int, History] = field(default_factory=dict)
    """Student id to what of the named courses the student took before."""
    moves: list[Move] = field(default_factory=list)
    """The journal: every seat that changed hands, in order."""
    permits: PermitBook = field(default_factory=PermitBook)

    def decide(self, ticket: Ticket) -> Decision:
        """Decide one ticket and apply the decision."""
        if ticket.action == DROP:
            return self._drop(ticket)
        if ticket.plan is not None:
            return self._decide_plan(ticket, ticket.plan)
        no = self._refusal(ticket)
        if no is not None:
            return Decision(REFUSED, no)
        gone = self._gone(ticket) if ticket.action == SWAP else ()
        for section_id in gone:
            self.give_back(ticket, section_id)
        self.take(ticket, ticket.section_id)
        linked = gone and self.sections[gone[0]].link is not None
        return Decision(ENROLLED, None, [Part((ticket.section_id,), gone)] if linked else ())

    def decide_all(self, tickets: Iterable[Ticket]) -> list[Decision]:
        """Decide tickets in the order given."""
        return [self.decide(ticket) for ticket in tickets]

    def take(self, ticket: Ticket, section_id: int) -> None:
        """Give the ticket's student a seat; no rule is asked. A permit that this needs is used."""
        if self.permits.unused:
            self._use_permit(ticket, section_id)
        self.held.setdefault(ticket.student_id, {})[section_id] = self.sections[section_id]
        self.seats[section_id].taken += 1
        self.moves.append(Move(ticket, section_id, 1))

    def give_back(self, ticket: Ticket, section_id: int) -> None:
        """Take the seat from the ticket's student, who holds it; no rule is asked."""
        del self.held[ticket.student_id][section_id]
        permitted = self.permits.leave((ticket.student_id, section_id))
        self.seats[section_id].given_back(permitted=permitted)
        self.moves.append(Move(ticket, section_id, -1))

    def attempt(self, ticket: Ticket) -> Attempt:
        """What the rules look at; a swap is looked at as if the old seat were not held any more.

        Raises:
            KeyError: the book knows no such student or section.
        """
        mine = self.held.get(ticket.student_id, {})
        held: Collection[Section] = mine.values()
        given_back = None
        if ticket.action == SWAP and ticket.instead_of is not None:
            given_back = mine.get(ticket.instead_of)
            gone = self._gone(ticket)
            held = [section for section in held if section.id not in gone]
        return Attempt(
            self.students[ticket.student_id],
            self.sections[ticket.section_id],
            self.seats[ticket.section_id],
            held,
            ticket.action,
            None if ticket.number == BY_HAND else ticket.accepted_at,
            given_back,
            asked_at=ticket.accepted_at,
            permitted=self.permits.kinds(
                (ticket.student_id, ticket.section_id), ticket.accepted_at
            ),
            history=self.history.get(ticket.student_id, NO_HISTORY),
        )

    def refusals(self, ticket: Ticket) -> list[No]:
        """Every reason against taking the seat; nothing is decided.

        Raises:
            KeyError: the book knows no such student or section.
        """
        no = self._no_swap(ticket)
        return [no] if no is not None else all_refusals(self.attempt(ticket))

    def choice(self, ticket: Ticket, plan: Plan) -> Choice:
        """What a plan would get; nothing is decided."""
        return choose(plan, partial(self._no_set, ticket))

    def _decide_plan(self, ticket: Ticket, plan: Plan) -> Decision:
        choice = self.choice(ticket, plan)
        for part in choice.parts:
            for section_id in part.took:
                self.take(ticket, section_id)
        ending: Ending = ENROLLED if choice.no is None else REFUSED
        return Decision(ending, choice.no, choice.parts)

    def _no_set(self, ticket: Ticket, option: SectionSet, chosen: Sequence[int]) -> No | None:
        """Why the sections of `option` cannot be had beside `chosen`, which are not held yet."""
        before = [self.sections[section_id] for section_id in chosen]
        for section_id in option:
            single = _OfPlan(
                ticket.ticket_id, ticket.number, ticket.student_id, section_id, ticket.accepted_at
            )
            no = self._unknown(single)
            if no is None:
                attempt = self.attempt(single)
                together = [
                    self.sections[i] for i in option if i != section_id and i in self.sections
                ]
                held = [*attempt.held, *before]
                no = first_refusal(replace(attempt, held=held, together=together))
            if no is not None:
                return no
            before.append(self.sections[section_id])
        return None

    def _unknown(self, ticket: Ticket) -> No | None:
        if ticket.section_id not in self.sections:
            return No("no_such_section")
        return No("no_such_student") if ticket.student_id not in self.students else None

    def _refusal(self, ticket: Ticket) -> No | None:
        return self._unknown(ticket) or self._no_swap(ticket) or first_refusal(self.attempt(ticket))

    def _no_swap(self, ticket: Ticket) -> No | None:
        if ticket.action != SWAP:
            return None
        if ticket.instead_of == ticket.section_id:
            return No("same_section")
        return None if self._holds(ticket.student_id, ticket.instead_of) else No("not_held")

    def _drop(self, ticket: Ticket) -> Decision:
        if not self._holds(ticket.student_id, ticket.section_id):
            return Decision(REFUSED, No("not_held"))
        no = first_refusal(self.attempt(ticket), DROP_CHECKS)
        if no is not None:
            return Decision(REFUSED, no)
        mine = self.held[ticket.student_id]
        gone = set_of(mine[ticket.section_id], mine.values())
        for section_id in gone:
            self.give_back(ticket, section_id)
        return Decision(DROPPED, None, [Part(left=gone)] if len(gone) > 1 else ())

    def _gone(self, ticket: Ticket) -> tuple[int, ...]:
        """The sections whose seats a swap gives back if it succeeds."""
        mine = self.held.get(ticket.student_id, {})
        if ticket.instead_of not in mine:
            return ()
        return given_for(mine[ticket.instead_of], self.sections[ticket.section_id], mine.values())

    def _use_permit(self, ticket: Ticket, section_id: int) -> None:
        place = (ticket.student_id, section_id)
        if not self.permits.kinds(place, ticket.accepted_at):
            return
        single = _OfPlan(
            ticket.ticket_id, ticket.number, ticket.student_id, section_id, ticket.accepted_at
        )
        needed = lifted(self.attempt(single))
        if needed:
            self.permits.use(place, ticket.ticket_id, needed)
        if OVER_CAPACITY in needed:
            self.seats[section_id].raise_by_permit()

    def _holds(self, student_id: int, section_id: int | None) -> bool:
        return section_id in self.held.get(student_id, {})
