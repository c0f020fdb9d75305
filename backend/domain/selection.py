"""Deciding tickets one after the other on a snapshot of seats and holdings: the heart."""

from __future__ import annotations

from collections import deque
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
from backend.domain.waitlist import Waiting, Waitlists

SeatAction = Literal["select", "drop", "swap"]
"""What can be done with one seat; a round permits some of it."""

Action = Literal["select", "drop", "swap", "plan"]
SELECT: Final = "select"
DROP: Final = "drop"
SWAP: Final = "swap"
PLAN: Final = "plan"

Ending = Literal["enrolled", "waitlisted", "dropped", "refused", "cancelled"]
ENROLLED: Final = "enrolled"
WAITLISTED: Final = "waitlisted"
DROPPED: Final = "dropped"
REFUSED: Final = "refused"
CANCELLED: Final = "cancelled"

SECTION_FULL: Final = "section_full"
SEATS_KEPT: Final = "seats_kept"

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
    def credits(self) -> int | None:
        """How many hundredths of a credit of a range are wanted; None is the lowest."""
        ...

    @property
    def accepted_at(self) -> float:
        """When it was accepted, in Unix seconds."""
        ...

    @property
    def wait(self) -> bool:
        """Whether a place on the waitlist is wanted if nothing but a seat is missing."""
        ...


@dataclass(slots=True)
class Decision:
    """How a ticket ended: an outcome, and with `refused` the reason.

    A drop that left a waitlist has the reason `waitlist_left`.

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
    wait: bool = False
    credits: int | None = None


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
    reserved: dict[tuple[int, int], int] = field(default_factory=dict)
    """Student and section to the id of the reserve under which the seat counts, if there is one."""
    moves: list[Move] = field(default_factory=list)
    """The journal: every seat that changed hands, in order."""
    permits: PermitBook = field(default_factory=PermitBook)
    answers: list[tuple[Ticket, Decision]] = field(default_factory=list)
    """What is to be told, in order: of tickets, and of those on a waitlist who got a seat."""
    waitlists: Waitlists = field(default_factory=Waitlists)

    def decide(self, ticket: Ticket) -> Decision:
        """Decide one ticket and apply the decision; seats that it frees go to those who wait."""
        before = len(self.moves) if self.waitlists.in_use else None
        decision = self._decide(ticket)
        self.answers.append((ticket, decision))
        if before is not None:
            self._hand_on(self.moves[before:])
        return decision

    def _decide(self, ticket: Ticket) -> Decision:
        if ticket.action == DROP:
            return self._drop(ticket)
        if ticket.plan is not None:
            return self._decide_plan(ticket, ticket.plan)
        no = self._refusal(ticket)
        if no is not None:
            return self._wait(ticket, no) if ticket.wait else Decision(REFUSED, no)
        return self._enrol(ticket)

    def _enrol(self, ticket: Ticket) -> Decision:
        """Take the seat; a swap gives back what it is had for."""
        gone = self._gone(ticket) if ticket.action == SWAP else ()
        for section_id in gone:
            self.give_back(ticket, section_id)
        self.take(ticket, ticket.section_id)
        linked = gone and self.sections[gone[0]].link is not None
        return Decision(ENROLLED, None, [Part((ticket.section_id,), gone)] if linked else ())

    def decide_all(self, tickets: Iterable[Ticket]) -> list[Decision]:
        """Decide tickets in the order given, those who wait for a free seat first."""
        if self.waitlists.in_use:
            self.serve(list(self.seats))
        return [self.decide(ticket) for ticket in tickets]

    def serve(self, section_ids: Iterable[int]) -> None:
        """Give the free seats of these sections to those who wait, in their order.

        The rules are asked for each; who is refused keeps the place, with the reason. A seat given
        back for another goes on in the same way. Call it whenever a seat has come free otherwise
        than by `decide`: more seats, a reservation that has expired.
        """
        due = deque(section_ids)
        while due:
            section_id = due.popleft()
            seats = self.seats[section_id]
            if not (seats.waiting and seats.free):
                continue
            for waiting in self.waitlists.of_section(section_id):
                if not seats.free:
                    break
                due += self._promote(waiting)

    def take(self, ticket: Ticket, section_id: int) -> None:
        """Give the ticket's student a seat; no rule is asked. A permit that this needs is used."""
        if self.permits.unused:
            self._use_permit(ticket, section_id)
        section = self.sections[section_id]
        if ticket.credits is not None and section_id == ticket.section_id:
            section = section.for_credits(ticket.credits)
        self.held.setdefault(ticket.student_id, {})[section_id] = section
        seats = self.seats[section_id]
        seats.taken += 1
        if seats.pool is not None:
            seats.pool.taken += 1
        if seats.reserves:
            self._count_under_reserve(ticket.student_id, section_id)
        self.moves.append(Move(ticket, section_id, 1))
        if seats.waiting and self.waitlists.leave(section_id, ticket.student_id):
            seats.waiting -= 1

    def give_back(self, ticket: Ticket, section_id: int) -> None:
        """Take the seat from the ticket's student, who holds it; no rule is asked."""
        del self.held[ticket.student_id][section_id]
        permitted = self.permits.leave((ticket.student_id, section_id))
        seats = self.seats[section_id]
        seats.given_back(permitted=permitted)
        if seats.reserves:
            seats.leave_reserve(self.reserved.pop((ticket.student_id, section_id), None))
        self.moves.append(Move(ticket, section_id, -1))

    def attempt(self, ticket: Ticket) -> Attempt:
        """What the rules look at; a swap is looked at as if the old seat were not held any more.

        Raises:
            KeyError: the book knows no such student or section.
        """
        mine = self.held.get(ticket.student_id, {})
        held: Collection[Section] = mine.values()
        section = self.sections[ticket.section_id]
        if ticket.action == DROP:
            section = mine.get(section.id, section)
        elif ticket.credits is not None:
            section = section.for_credits(ticket.credits)
        given_back = None
        gone_with: Sequence[Section] = ()
        if ticket.action == SWAP and ticket.instead_of is not None:
            given_back = mine.get(ticket.instead_of)
            gone = self._gone(ticket)
            held = [each for each in held if each.id not in gone]
            gone_with = [mine[each] for each in gone if each != ticket.instead_of]
        return Attempt(
            self.students[ticket.student_id],
            section,
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
            gone_with=gone_with,
        )

    def refusals(self, ticket: Ticket) -> list[No]:
        """Every reason against the request; nothing is decided.

        Raises:
            KeyError: the book knows no such student or section.
        """
        if ticket.action == DROP:
            if not self._holds(ticket.student_id, ticket.section_id):
                return [] if self._waits(ticket) else [No("not_held")]
            return all_refusals(self.attempt(ticket), DROP_CHECKS)
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
            return self._leave_waitlist(ticket)
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
            ticket.ticket_id,
            ticket.number,
            ticket.student_id,
            section_id,
            ticket.accepted_at,
            credits=ticket.credits if section_id == ticket.section_id else None,
        )
        needed = lifted(self.attempt(single))
        if needed:
            self.permits.use(place, ticket.ticket_id, needed)
        if OVER_CAPACITY in needed:
            self.seats[section_id].raise_by_permit()

    def _count_under_reserve(self, student_id: int, section_id: int) -> None:
        student = self.students[student_id]
        reserve = self.seats[section_id].reserve_of(student.group, student.tags)
        if reserve is not None:
            reserve.taken += 1
            self.reserved[student_id, section_id] = reserve.id

    def _holds(self, student_id: int, section_id: int | None) -> bool:
        return section_id in self.held.get(student_id, {})

    def _wait(self, ticket: Ticket, no: No) -> Decision:
        """A place on the waitlist, if only a seat is missing and there is a waitlist."""
        full = no.code in (SECTION_FULL, SEATS_KEPT)
        limit = self.sections[ticket.section_id].waitlist_limit if full else None
        if limit is None:
            return Decision(REFUSED, no)
        if self._waits(ticket):
            return Decision(REFUSED, No("already_waiting"))
        seats = self.seats[ticket.section_id]
        if seats.waiting >= limit:
            return Decision(REFUSED, No("waitlist_full") if limit else no)
        self.waitlists.join(
            Waiting(
                ticket_id=ticket.ticket_id,
                number=ticket.number,
                student_id=ticket.student_id,
                section_id=ticket.section_id,
                instead_of=ticket.instead_of if ticket.action == SWAP else None,
                accepted_at=ticket.accepted_at,
            )
        )
        seats.waiting += 1
        return Decision(WAITLISTED)

    def _leave_waitlist(self, ticket: Ticket) -> Decision:
        if not self._waits(ticket):
            return Decision(REFUSED, No("not_held"))
        self.waitlists.leave(ticket.section_id, ticket.student_id)
        self.seats[ticket.section_id].waiting -= 1
        return Decision(DROPPED, No("waitlist_left"))

    def _waits(self, ticket: Ticket) -> bool:
        """Whether the student has a place on the waitlist of the section, which a drop gives up."""
        seats = self.seats.get(ticket.section_id)
        if not (seats and seats.waiting):
            return False
        return self.waitlists.find(ticket.section_id, ticket.student_id) is not None

    def _hand_on(self, moves: Iterable[Move]) -> None:
        """Serve those who wait for a seat given back, and what its student waits for."""
        for ticket, section_id, step in moves:
            if step < 0:
                self.serve([*self._sharing(section_id), *self._waited_for(ticket.student_id)])

    def _promote(self, waiting: Waiting) -> list[int]:
        """Give a seat to somebody who waits, if the rules allow it; the sections to serve then."""
        no = first_refusal(self.attempt(waiting))
        if no is not None:
            self.waitlists.skip(waiting, no)
            return []
        student, old = waiting.student_id, waiting.instead_of
        promotion = waiting.promotion(old if self._holds(student, old) else None)
        before = len(self.moves)
        self.answers.append((promotion, self._enrol(promotion)))
        freed = [
            each
            for _, section_id, step in self.moves[before:]
            if step < 0
            for each in self._sharing(section_id)
        ]
        return [*freed, *self._waited_for(student)] if freed else []

    def _sharing(self, section_id: int) -> list[int]:
        """A section and those that share seats with it."""
        pool = self.seats[section_id].pool
        return [section_id] if pool is None else list(pool.members)

    def _waited_for(self, student_id: int) -> list[int]:
        return [waiting.section_id for waiting in self.waitlists.of_student(student_id)]
