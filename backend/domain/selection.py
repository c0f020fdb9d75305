"""Deciding tickets one after the other on a snapshot of seats and holdings: the heart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Literal, NamedTuple

from backend.domain import serving
from backend.domain.eligibility import CANCELLED as SECTION_CANCELLED
from backend.domain.eligibility import (
    DROP_CHECKS,
    Attempt,
    Seats,
    Section,
    Student,
    all_refusals,
    drops_freely,
    first_refusal,
    lifted,
)
from backend.domain.links import given_for, set_of, sets_of
from backend.domain.permits import OVER_CAPACITY, PermitBook
from backend.domain.plans import Choice, Part, Plan, SectionSet, choose, with_places
from backend.domain.refusals import No
from backend.domain.requests import (
    BY_HAND,
    DROP,
    PLAN,
    SELECT,
    SWAP,
    Action,
    SeatAction,
    Ticket,
    credits_wanted,
    single,
)
from backend.domain.requirements import NO_HISTORY, History
from backend.domain.sets import (
    SEATLESS,
    SEATS_KEPT,
    SECTION_FULL,
    given_by,
    looks,
    no_place,
)
from backend.domain.waitlist import Waiting, Waitlists

__all__ = [
    "BY_HAND",
    "CANCELLED",
    "DROP",
    "DROPPED",
    "ENROLLED",
    "PLAN",
    "REFUSED",
    "SEATS_KEPT",
    "SECTION_FULL",
    "SELECT",
    "SWAP",
    "WAITLISTED",
    "Action",
    "Decision",
    "Ending",
    "Move",
    "SeatAction",
    "SeatBook",
    "Ticket",
]

Ending = Literal["enrolled", "waitlisted", "dropped", "refused", "cancelled"]
ENROLLED: Final = "enrolled"
WAITLISTED: Final = "waitlisted"
DROPPED: Final = "dropped"
REFUSED: Final = "refused"
CANCELLED: Final = "cancelled"


class Decision(NamedTuple):
    """How a ticket ended: an outcome, and with `refused` the reason.

    A drop that left a waitlist has the reason `waitlist_left`, or `waitlist_ended` where the
    section was cancelled.

    Attributes:
        parts: what became of each wish of a plan.
    """

    outcome: Ending
    no: No | None = None
    parts: Sequence[Part] = ()


Move = tuple[Ticket, int, int]
"""A seat that changed hands, whatever kind of request caused it: the request, whose student takes
the seat or gives it back, the section, and 1 for a seat taken or -1 for one given back."""

_TAKEN: Final = Decision(ENROLLED)
_GIVEN_BACK: Final = Decision(DROPPED)
_NONE_HELD: Final[Mapping[int, Section]] = {}


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
            serving.hand_on(self, self.moves[before:])
        return decision

    def _decide(self, ticket: Ticket) -> Decision:
        if ticket.action == DROP:
            return self._drop(ticket)
        if ticket.plan is not None:
            return self._decide_plan(ticket, ticket.plan)
        no = self._refusal(ticket)
        if no is not None:
            return self._wait(ticket, no) if ticket.wait else Decision(REFUSED, no)
        return self.enrol(ticket)

    def enrol(self, ticket: Ticket) -> Decision:
        """Take the seat or the set; no rule is asked. A swap gives back what it is had for."""
        if ticket.plan is not None:
            return Decision(ENROLLED, None, [self._take_set(ticket, ticket.plan.wishes[0][0])])
        gone = self._gone(ticket) if ticket.action == SWAP else ()
        for section_id in gone:
            self.give_back(ticket, section_id, (ticket.section_id,))
        self.take(ticket, ticket.section_id)
        if gone and self.sections[gone[0]].link is not None:
            return Decision(ENROLLED, None, [Part((ticket.section_id,), gone)])
        return _TAKEN

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
        serving.serve(self, section_ids)

    def take(self, ticket: Ticket, section_id: int) -> None:
        """Give the ticket's student a seat; no rule is asked. A permit that this needs is used."""
        if self.permits.unused:
            self._use_permit(ticket, section_id)
        section = self.sections[section_id]
        if ticket.credits is not None or ticket.plan is not None:
            section = section.for_credits(credits_wanted(ticket, section_id))
        self.held.setdefault(ticket.student_id, {})[section_id] = section
        seats = self.seats[section_id]
        seats.taken += 1
        if seats.pool is not None:
            seats.pool.taken += 1
        if seats.reserves:
            self._count_under_reserve(ticket.student_id, section_id)
        self.moves.append((ticket, section_id, 1))
        if seats.waiting:
            self._arrive(ticket.student_id, section_id)

    def give_back(self, ticket: Ticket, section_id: int, taking: Sequence[int] = ()) -> None:
        """Take the seat from the ticket's student, who holds it; no rule is asked.

        Args:
            taking: the sections whose seats the student takes for it.
        """
        del self.held[ticket.student_id][section_id]
        permitted = self.permits.leave((ticket.student_id, section_id))
        seats = self.seats[section_id]
        pool = seats.pool
        within = pool is not None and any(self.seats[each].pool is pool for each in taking)
        seats.given_back(permitted=permitted, within=within)
        if seats.reserves:
            seats.leave_reserve(self.reserved.pop((ticket.student_id, section_id), None))
        self.moves.append((ticket, section_id, -1))

    def attempt(self, ticket: Ticket) -> Attempt:
        """What the rules look at; a swap is looked at as if the old seat were not held any more.

        Raises:
            KeyError: the book knows no such student or section.
        """
        mine = self.held.get(ticket.student_id, _NONE_HELD)
        section = self.sections[ticket.section_id]
        if ticket.action == DROP:
            section = mine.get(section.id, section)
        elif ticket.credits is not None:
            section = section.for_credits(ticket.credits)
        attempt = Attempt(
            self.students[ticket.student_id],
            section,
            self.seats[ticket.section_id],
            mine.values(),
            ticket.action,
            None if ticket.number == BY_HAND else ticket.accepted_at,
            None,
            ticket.accepted_at,
        )
        if self.permits.unused:
            place = (ticket.student_id, ticket.section_id)
            attempt.permitted = self.permits.kinds(place, ticket.accepted_at)
        if self.history:
            attempt.history = self.history.get(ticket.student_id, NO_HISTORY)
        if ticket.action == SWAP and ticket.instead_of is not None:
            gone = self._gone(ticket)
            attempt.instead_of = mine.get(ticket.instead_of)
            attempt.held = [each for each in mine.values() if each.id not in gone]
            attempt.gone_with = [mine[each] for each in gone if each != ticket.instead_of]
        elif ticket.action == DROP and ticket.plan is not None:
            gone = self._dropped(ticket, ticket.plan)
            attempt.gone_with = [mine[each] for each in gone if each != section.id]
        return attempt

    def refusals(self, ticket: Ticket) -> list[No]:
        """Every reason against the request; nothing is decided.

        Raises:
            KeyError: the book knows no such student or section.
        """
        if ticket.action == DROP:
            if not self.holds(ticket.student_id, ticket.section_id):
                return [No("not_held")] if self._place(ticket) is None else []
            if ticket.plan is not None:
                return self._drop_refusals(ticket, ticket.plan)
            return all_refusals(self.attempt(ticket), DROP_CHECKS)
        no = self._no_swap(ticket)
        return [no] if no is not None else all_refusals(self.attempt(ticket))

    def choice(self, ticket: Ticket, plan: Plan) -> Choice:
        """What a plan would get; nothing is decided."""
        no = self._no_swap(ticket)
        if no is not None:
            return Choice((Part(no=no),), no)
        return choose(plan, partial(self._no_set, ticket))

    def outlook(self, ticket: Ticket, plan: Plan) -> Choice:
        """What a plan would get and wait for; nothing is decided."""
        choice = self.choice(ticket, plan)
        if self._no_swap(ticket) is not None:
            return choice  # nobody waits to swap what is not held
        parts = self._with_places(ticket, plan, choice.parts)
        told = choice.no is None or plan.all_or_nothing
        return Choice(parts, choice.no if told else parts[0].no)

    def _decide_plan(self, ticket: Ticket, plan: Plan) -> Decision:
        choice = self.outlook(ticket, plan)
        taken = [self._take_set(ticket, part.took) if part.took else part for part in choice.parts]
        parts = [replace(t, waits=p.waits) for t, p in zip(taken, choice.parts, strict=True)]
        return self._end_plan(ticket, plan, Choice(tuple(parts), choice.no))

    def end_plan(self, ticket: Ticket, plan: Plan, parts: Sequence[Part]) -> Decision:
        """How a plan ends of which these parts are taken; what is better is waited for."""
        found = self._with_places(ticket, plan, parts)
        return self._end_plan(ticket, plan, Choice(found, found[0].no))

    def _end_plan(self, ticket: Ticket, plan: Plan, choice: Choice) -> Decision:
        parts = choice.parts
        for place, part in enumerate(parts, 1):
            if part.waits:
                self._join_set(ticket, plan, part, place if len(parts) > 1 else 0)
        if any(part.took for part in parts):
            return Decision(ENROLLED, None, parts)
        if any(part.waits for part in parts):
            return Decision(WAITLISTED, None, parts)
        return Decision(REFUSED, choice.no, parts)

    def _take_set(self, ticket: Ticket, option: SectionSet) -> Part:
        """Take a set for what the request gives back; what is in both stays as it is."""
        whole = given_by(self, ticket)
        gone = tuple(section_id for section_id in whole if section_id not in option)
        took = tuple(section_id for section_id in option if section_id not in whole)
        for section_id in gone:
            self.give_back(ticket, section_id, took)
        for section_id in took:
            self.take(ticket, section_id)
        return Part(took, gone)

    def _no_set(self, ticket: Ticket, option: SectionSet, chosen: Sequence[int]) -> No | None:
        """Why the sections of `option` cannot be had beside `chosen`, which are not held yet."""
        found = looks(self, ticket, option, chosen)
        return next((no for _, no in found if no is not None), None)

    def _with_places(self, ticket: Ticket, plan: Plan, parts: Sequence[Part]) -> tuple[Part, ...]:
        whole = not plan.all_or_nothing or all(part.took for part in parts)
        if not (ticket.wait and whole) or ticket.student_id not in self.students:
            return tuple(parts)
        return with_places(plan, parts, partial(no_place, self, ticket))

    def unknown(self, ticket: Ticket) -> No | None:
        """Whether there is no such section or student."""
        if ticket.section_id not in self.sections:
            return No("no_such_section")
        return No("no_such_student") if ticket.student_id not in self.students else None

    def _refusal(self, ticket: Ticket) -> No | None:
        no = self.unknown(ticket)
        if no is None and ticket.action == SWAP:
            no = self._no_swap(ticket)
        return first_refusal(self.attempt(ticket)) if no is None else no

    def _no_swap(self, ticket: Ticket) -> No | None:
        if ticket.action != SWAP:
            return None
        if ticket.instead_of == ticket.section_id:
            return No("same_section")
        return None if self.holds(ticket.student_id, ticket.instead_of) else No("not_held")

    def _drop(self, ticket: Ticket) -> Decision:
        mine = self.held.get(ticket.student_id, _NONE_HELD)
        section = mine.get(ticket.section_id)
        if section is None:
            return self._leave_waitlist(ticket)
        if ticket.plan is not None:
            return self._drop_all(ticket, ticket.plan)
        if not drops_freely(self.students[ticket.student_id], section, mine.values()):
            no = first_refusal(self.attempt(ticket), DROP_CHECKS)
            if no is not None:
                return Decision(REFUSED, no)
        gone = set_of(section, mine.values())
        for section_id in gone:
            self.give_back(ticket, section_id)
        return Decision(DROPPED, None, [Part(left=gone)]) if len(gone) > 1 else _GIVEN_BACK

    def _drop_all(self, ticket: Ticket, plan: Plan) -> Decision:
        """Give back all that a drop names, or nothing."""
        nos = self._drop_refusals(ticket, plan)
        if nos:
            return Decision(REFUSED, nos[0])
        gone = self._dropped(ticket, plan)
        for section_id in gone:
            self.give_back(ticket, section_id)
        return Decision(DROPPED, None, [Part(left=gone)])

    def _drop_refusals(self, ticket: Ticket, plan: Plan) -> list[No]:
        """Every reason against giving back what a drop names, each as if the others were gone."""
        if not all(self.holds(ticket.student_id, each) for each in plan.sections):
            return [No("not_held")]
        attempt = self.attempt(ticket)
        gone = (attempt.section, *attempt.gone_with)
        found: list[No] = []
        for section in gone:
            others = [each for each in gone if each is not section]
            one = replace(attempt, section=section, gone_with=others)
            found += (no for no in all_refusals(one, DROP_CHECKS) if no not in found)
        return found

    def _dropped(self, ticket: Ticket, plan: Plan) -> tuple[int, ...]:
        """The sections whose seats a drop gives back: each that it names, with its set."""
        return sets_of(plan.sections, self.held.get(ticket.student_id, _NONE_HELD))

    def _gone(self, ticket: Ticket) -> tuple[int, ...]:
        """The sections whose seats a swap gives back if it succeeds."""
        mine = self.held.get(ticket.student_id, _NONE_HELD)
        old = None if ticket.instead_of is None else mine.get(ticket.instead_of)
        if old is None:
            return ()
        return given_for(old, self.sections[ticket.section_id], mine.values())

    def _use_permit(self, ticket: Ticket, section_id: int) -> None:
        place = (ticket.student_id, section_id)
        if not self.permits.kinds(place, ticket.accepted_at):
            return
        needed = lifted(self.attempt(single(ticket, section_id)))
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

    def holds(self, student_id: int, section_id: int | None) -> bool:
        """Whether a student holds a seat of that section."""
        return section_id in self.held.get(student_id, _NONE_HELD)

    def _wait(self, ticket: Ticket, no: No) -> Decision:
        """A place on the waitlist, if only a seat is missing and there is a waitlist."""
        why: No | None = no
        if no.code in SEATLESS:
            why = self.no_place(ticket.student_id, ticket.section_id, no)
        if why is not None:
            return Decision(REFUSED, why)
        self._join(_place_of(ticket))
        return Decision(WAITLISTED)

    def no_place(self, student_id: int, section_id: int, full: No) -> No | None:
        """Why a student cannot wait for a section; `full` where nobody can."""
        limit = self.sections[section_id].waitlist_limit
        if limit is None:
            return full
        seats = self.seats[section_id]
        if seats.waiting and self.waitlists.find(section_id, student_id):
            return No("already_waiting")
        if seats.waiting >= limit:
            return No("waitlist_full") if limit else full
        return None

    def _join_set(self, ticket: Ticket, plan: Plan, part: Part, wish: int) -> None:
        """A place in each section of a set, one after the other."""
        wanted = Plan(((part.waits,),), credits=plan.credits)
        gives = part.took or given_by(self, ticket)
        place = replace(_place_of(ticket), plan=wanted, gives=gives, wish=wish, credits=None)
        for section_id in part.waits:
            self._join(replace(place, section_id=section_id))

    def _join(self, place: Waiting) -> None:
        self.waitlists.join(place)
        self.seats[place.section_id].waiting += 1

    def _leave(self, place: Waiting) -> None:
        """Give up a place, that of a set in each of its sections."""
        for section_id in place.together:
            if self.waitlists.leave(section_id, place.student_id):
                self.seats[section_id].waiting -= 1

    def _arrive(self, student_id: int, section_id: int) -> None:
        """Whoever holds all that is waited for waits no longer."""
        place = self.waitlists.find(section_id, student_id)
        if place is not None and all(self.holds(student_id, each) for each in place.together):
            self._leave(place)

    def _leave_waitlist(self, ticket: Ticket) -> Decision:
        place = self._place(ticket)
        if place is None:
            return Decision(REFUSED, No("not_held"))
        self._leave(place)
        ended = self.sections[ticket.section_id].state == SECTION_CANCELLED
        return Decision(DROPPED, No("waitlist_ended" if ended else "waitlist_left"))

    def _place(self, ticket: Ticket) -> Waiting | None:
        """The student's place on the waitlist of the section, which a drop gives up."""
        seats = self.seats.get(ticket.section_id)
        if not (seats and seats.waiting):
            return None
        return self.waitlists.find(ticket.section_id, ticket.student_id)


def _place_of(ticket: Ticket) -> Waiting:
    """The place that a request gets."""
    return Waiting(
        ticket_id=ticket.ticket_id,
        number=ticket.number,
        student_id=ticket.student_id,
        section_id=ticket.section_id,
        instead_of=ticket.instead_of if ticket.action == SWAP else None,
        accepted_at=ticket.accepted_at,
        credits=ticket.credits,
    )
