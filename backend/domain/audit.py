"""Is the result of a rush right? Computed from rosters and the ticket log alone.

Nothing here shares a computation with the code that decides: times are compared as intervals and
not as bit masks, seats are counted from rosters and not from counters, and the order is replayed
from the log. Each check lists what it found in words; an empty list is what one hopes for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import combinations, takewhile
from typing import get_args

from backend.domain.selection import (
    DROPPED,
    ENROLLED,
    PLAN,
    REFUSED,
    WAITLISTED,
    Ending,
)

ANSWERS = frozenset(get_args(Ending))
FULL = "section_full"
WAITLIST_LEFT = frozenset({"waitlist_left", "waitlist_ended"})


@dataclass(frozen=True, slots=True)
class Hours:
    """When a section meets.

    Attributes:
        days: letters, one a day.
        start, end: minutes after midnight; at `end` the room is free again.
        weeks: numbers of teaching weeks; None is every week.
    """

    days: str
    start: int
    end: int
    weeks: frozenset[int] | None = None

    def meets(self, other: Hours) -> bool:
        """Whether there is a moment at which both take place."""
        same_day = any(day in other.days for day in self.days)
        same_week = self.weeks is None or other.weeks is None or bool(self.weeks & other.weeks)
        return same_day and same_week and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class AuditedSection:
    """A section and who holds a seat in it.

    Attributes:
        capacity: seats as they were planned by whoever audits; None is unlimited.
        taken: what the section's own counter says.
        students: ids, one a seat held.
        credits: hundredths of a credit.
    """

    id: int
    name: str
    course: str
    capacity: int | None
    taken: int
    hours: tuple[Hours, ...]
    students: tuple[int, ...]
    credits: int = 0


@dataclass(frozen=True, slots=True)
class LoggedTicket:
    """A ticket as the log of the line has it.

    Attributes:
        number: its place in the order.
        instead_of: the section whose seat a swap gives back, if it succeeds.
        took, left, full: of a request for more than one seat: the sections in which it took one
            and those in which it gave one back, and those that had none left.
        waits: sets of sections that it was put on the waitlist for, each with what is given back
            for it; of a plan and of linked sections.
        step: 0 for what stood in the line; seats that went to those on a waitlist have the number
            of the ticket that freed the first of them, and count on from 1.
    """

    id: str
    number: int
    student_id: int
    section_id: int
    action: str
    state: str
    code: str | None = None
    instead_of: int | None = None
    took: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    full: tuple[int, ...] = ()
    step: int = 0
    waits: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = ()

    @property
    def taken(self) -> tuple[int, ...]:
        """The sections in which it took a seat."""
        if self.took or self.left:
            return self.took
        return (self.section_id,) if self.state == ENROLLED else ()

    @property
    def freed(self) -> tuple[int, ...]:
        """The sections in which it freed a seat."""
        if self.took or self.left:
            return self.left
        if self.state == ENROLLED:
            return () if self.instead_of is None else (self.instead_of,)
        gave_back = self.state == DROPPED and self.code not in WAITLIST_LEFT
        return (self.section_id,) if gave_back else ()

    @property
    def found_full(self) -> tuple[int, ...]:
        """The sections for which it was told that no seat is left."""
        if self.action == PLAN:
            return self.full
        return (self.section_id,) if self.state == REFUSED and self.code == FULL else ()


@dataclass(frozen=True, slots=True)
class Promise:
    """What a client was told about a ticket: that it is accepted, and later how it ended.

    Attributes:
        state: the last state the client saw.
    """

    ticket_id: str
    student_id: int
    section_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What is wrong, in words; one entry a case.

    Attributes:
        oversold_sections: more students than seats.
        lost_tickets: accepted and then missing, unanswered, answered in two ways, or enrolled
            without a seat.
        duplicate_enrolments: a student twice in a section or a course, two tickets served with one
            seat, or a seat held without a ticket.
        clashing_enrolments: a student in two places at once.
        order_inversions: a seat given to a later ticket after an earlier one for the same section
            was refused for want of seats, no seat having been freed in between; or one number
            given to two tickets.
        passers_by: a seat given to somebody while somebody else, who could have had it, was ahead
            on the waitlist.
        unknown_tickets: in the log, but no client was told of them.
        wrong_seat_counts: sections whose counter differs from their roster.
    """

    oversold_sections: Sequence[str]
    lost_tickets: Sequence[str]
    duplicate_enrolments: Sequence[str]
    clashing_enrolments: Sequence[str]
    order_inversions: Sequence[str]
    passers_by: Sequence[str]
    unknown_tickets: Sequence[str]
    wrong_seat_counts: Sequence[str]

    def figures(self) -> dict[str, int]:
        """How many cases each check found."""
        return {name: len(cases) for name, cases in self.findings().items()}

    def findings(self) -> dict[str, Sequence[str]]:
        """What each check found."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def clean(self) -> bool:
        """Whether no check found anything."""
        return not any(self.figures().values())


def audit(
    sections: Sequence[AuditedSection],
    log: Sequence[LoggedTicket],
    promises: Sequence[Promise],
    credit_limit: int | None = None,
) -> Audit:
    """All checks of a rush that has come to its end.

    Args:
        sections: every section of the term.
        log: every ticket of the term, in any order.
        promises: every ticket that a client was told is accepted.
        credit_limit: of every student, in hundredths of a credit; None where nobody has one.
    """
    ordered = sorted(log, key=lambda ticket: (ticket.number, ticket.step))
    return Audit(
        oversold_sections=list(oversold_sections(sections)),
        lost_tickets=lost_tickets(sections, ordered, promises),
        duplicate_enrolments=list(duplicate_enrolments(sections, ordered)),
        clashing_enrolments=list(clashing_enrolments(sections)),
        order_inversions=list(order_inversions(ordered)),
        passers_by=list(passers_by(sections, ordered, credit_limit)),
        unknown_tickets=list(unknown_tickets(ordered, promises)),
        wrong_seat_counts=list(wrong_seat_counts(sections)),
    )


def oversold_sections(sections: Iterable[AuditedSection]) -> Iterator[str]:
    """Sections with more students than seats."""
    for section in sections:
        held = len(section.students)
        if section.capacity is not None and held > section.capacity:
            yield f"{section.name}: {held} students on {section.capacity} seats"


def wrong_seat_counts(sections: Iterable[AuditedSection]) -> Iterator[str]:
    """Sections whose counter differs from their roster."""
    for section in sections:
        if section.taken != len(section.students):
            yield (
                f"{section.name}: the counter says {section.taken},"
                f" the roster has {len(section.students)}"
            )


def lost_tickets(
    sections: Iterable[AuditedSection],
    log: Sequence[LoggedTicket],
    promises: Sequence[Promise],
) -> list[str]:
    """Tickets whose promise was not kept, each named once.

    Args:
        log: by number.
    """
    logged = {ticket.id: ticket for ticket in log}
    found = {t.id: f"{_name(t)} has no answer" for t in log if t.state not in ANSWERS}
    found |= {
        t.id: f"{_name(t)} is enrolled, and there is no seat" for t in _unseated(sections, log)
    }
    for promise in promises:
        broken = _broken(promise, logged.get(promise.ticket_id))
        if broken:
            found[promise.ticket_id] = broken
    shared = [i for i, n in Counter(p.ticket_id for p in promises).items() if n > 1]
    return [*found.values(), *(f"ticket {id_} stands for two requests" for id_ in shared)]


def duplicate_enrolments(
    sections: Sequence[AuditedSection], log: Sequence[LoggedTicket]
) -> Iterator[str]:
    """Seats that a student has once too often, and seats that no ticket explains.

    Args:
        log: by number.
    """
    courses: dict[tuple[int, str], list[str]] = defaultdict(list)
    for section in sections:
        for student in section.students:
            courses[student, section.course].append(section.name)
    for (student, course), names in courses.items():
        if len(names) > 1:
            yield f"student {student} is in {course} {len(names)} times: {', '.join(names)}"
    yield from _served_twice(log)
    entitled = _entitled(log)
    for section in sections:
        for student in set(section.students):
            if (student, section.id) not in entitled:
                yield f"student {student} has a seat in {section.name} without a ticket"


def clashing_enrolments(sections: Iterable[AuditedSection]) -> Iterator[str]:
    """Pairs of sections that one student holds and that meet at the same time."""
    held: dict[int, list[AuditedSection]] = defaultdict(list)
    for section in sections:
        for student in set(section.students):
            held[student].append(section)
    for student, theirs in held.items():
        for one, other in combinations(theirs, 2):
            if any(a.meets(b) for a in one.hours for b in other.hours):
                yield f"student {student} is in {one.name} and {other.name} at the same time"


def order_inversions(log: Sequence[LoggedTicket]) -> Iterator[str]:
    """Seats given to a later ticket after an earlier one was refused for want of them.

    A refusal says that no seat is free from there on; each drop or swap frees one and each
    enrolment uses one up. An enrolment on no free seat has overtaken the refusal.

    Args:
        log: by number.
    """
    free: dict[int, int] = {}
    refused: dict[int, LoggedTicket] = {}
    for ticket in log:
        for section in ticket.found_full:
            free[section] = 0
            refused[section] = ticket
        for section in free.keys() & set(ticket.freed):
            free[section] += 1
        for section in ticket.taken:
            if free.get(section, 1) == 0:
                earlier = refused[section]
                yield f"{_name(ticket)} was enrolled, {_name(earlier)} had been refused"
            elif section in free:
                free[section] -= 1
    for number, count in Counter(ticket.number for ticket in log if not ticket.step).items():
        if count > 1:
            yield f"{count} tickets have the number {number}"


def passers_by(
    sections: Iterable[AuditedSection],
    log: Sequence[LoggedTicket],
    credit_limit: int | None = None,
) -> Iterator[str]:
    """Seats given while somebody who could have had one was ahead on the waitlist.

    Args:
        log: by number and step.
        credit_limit: of every student, in hundredths of a credit; None where nobody has one.
    """
    known = {section.id: section for section in sections}
    held: dict[int, set[int]] = defaultdict(set)
    waiting: dict[int, dict[int, _Place]] = defaultdict(dict)
    for ticket in log:
        student = ticket.student_id
        for taken in ticket.taken:
            for ahead in _ahead(waiting[taken], student):
                mine = held[ahead.ticket.student_id]
                if _room_for(ahead, taken, known, held) and _could_attend(
                    ahead, mine, known, credit_limit
                ):
                    first = _name(ahead.ticket)
                    yield f"{_name(ticket)} was enrolled, {first} was ahead on the waitlist"
        held[student].difference_update(ticket.freed)
        held[student].update(ticket.taken)
        left = ticket.section_id if ticket.code in WAITLIST_LEFT else None
        for each in [p for line in waiting.values() if (p := line.get(student))]:
            if left in each.sections or held[student].issuperset(each.sections):
                for section in each.sections:
                    waiting[section].pop(student, None)
        for each in _places(ticket):
            for section in each.sections:
                waiting[section][student] = each


@dataclass(frozen=True, slots=True)
class _Place:
    """What somebody waits for: sections that are had together, and what is given back for them."""

    ticket: LoggedTicket
    sections: tuple[int, ...]
    gives: tuple[int, ...]


def _places(ticket: LoggedTicket) -> Iterator[_Place]:
    for sections, gives in ticket.waits:
        yield _Place(ticket, sections, gives)
    if ticket.state == WAITLISTED and not ticket.waits:
        gives = () if ticket.instead_of is None else (ticket.instead_of,)
        yield _Place(ticket, (ticket.section_id,), gives)


def _ahead(line: Mapping[int, _Place], student: int) -> Iterator[_Place]:
    """Who waits before a student; everybody, where the student does not wait."""
    return takewhile(lambda place: place.ticket.student_id != student, list(line.values()))


def _room_for(
    place: _Place, taken: int, known: Mapping[int, AuditedSection], held: Mapping[int, set[int]]
) -> bool:
    """Whether all that is had together with the seat `taken` had one, too."""
    for section in map(known.__getitem__, place.sections):
        seated = [student for student, theirs in held.items() if section.id in theirs]
        full = section.capacity is not None and len(seated) >= section.capacity
        if full and section.id != taken and place.ticket.student_id not in seated:
            return False
    return True


def _could_attend(
    place: _Place, mine: set[int], known: Mapping[int, AuditedSection], credit_limit: int | None
) -> bool:
    """Whether somebody who holds `mine` could attend all that is waited for."""
    after = mine.difference(place.gives).union(place.sections)
    return all(
        _fits(known[new], [known[other] for other in after if other != new], credit_limit)
        for new in after.difference(mine)
    )


def _fits(wanted: AuditedSection, held: Sequence[AuditedSection], credit_limit: int | None) -> bool:
    """Whether somebody who holds these sections could attend another."""
    total = wanted.credits + sum(section.credits for section in held)
    if credit_limit is not None and total > credit_limit:
        return False
    return not any(
        section.course == wanted.course
        or any(a.meets(b) for a in section.hours for b in wanted.hours)
        for section in held
    )


def unknown_tickets(log: Iterable[LoggedTicket], promises: Iterable[Promise]) -> Iterator[str]:
    """Tickets that no client was told of: a request that is in the line twice."""
    known = {promise.ticket_id for promise in promises}
    for ticket in log:
        if ticket.id not in known and not ticket.step:
            yield f"{_name(ticket)} of student {ticket.student_id} is nobody's"


def _broken(promise: Promise, ticket: LoggedTicket | None) -> str:
    name = f"ticket {promise.ticket_id} of student {promise.student_id}"
    if ticket is None:
        return f"{name} was accepted and is not in the log"
    if (ticket.student_id, ticket.section_id) != (promise.student_id, promise.section_id):
        return f"{name} is another request in the log"
    if promise.state in ANSWERS and promise.state != ticket.state:
        return f"{name} was told {promise.state}, and the log says {ticket.state}"
    if promise.state not in ANSWERS:
        return f"{name} got no answer"
    return ""


def _unseated(
    sections: Iterable[AuditedSection], log: Iterable[LoggedTicket]
) -> Iterator[LoggedTicket]:
    seated = {(student, section.id) for section in sections for student in section.students}
    for place, ticket in _entitled(log).items():
        if place not in seated:
            yield ticket


def _served_twice(log: Iterable[LoggedTicket]) -> Iterator[str]:
    holding: set[tuple[int, int]] = set()
    for ticket in log:
        student = ticket.student_id
        holding.difference_update((student, section) for section in ticket.freed)
        for section in ticket.taken:
            if (student, section) in holding:
                yield f"{_name(ticket)} was enrolled for a seat that student {student} had already"
            holding.add((student, section))


def _entitled(log: Iterable[LoggedTicket]) -> Mapping[tuple[int, int], LoggedTicket]:
    """Student and section to the ticket that took the seat, for all that were not freed again."""
    found: dict[tuple[int, int], LoggedTicket] = {}
    for ticket in log:
        for section in ticket.freed:
            found.pop((ticket.student_id, section), None)
        for section in ticket.taken:
            found[ticket.student_id, section] = ticket
    return found


def _name(ticket: LoggedTicket) -> str:
    return f"ticket {ticket.number}"
