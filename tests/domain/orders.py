"""Tickets, sections and books for tests of ordering policies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backend.domain.eligibility import Seats, Section, Student, Term
from backend.domain.ordering.settling import Settled
from backend.domain.plans import Plan
from backend.domain.selection import SELECT, Action, SeatBook
from backend.domain.timetable import Meeting, schedule_of

FALL = Term(1)


@dataclass(frozen=True)
class Ticket:
    number: int
    student_id: int
    section_id: int
    action: Action = SELECT
    instead_of: int | None = None
    accepted_at: float = 0.0
    plan: Plan | None = None
    wait: bool = False
    credits: int | None = None

    @property
    def ticket_id(self) -> str:
        return f"{self.number:012x}"


def seed(number: int) -> bytes:
    """One of a fixed stream of seeds."""
    return hashlib.sha256(b"seed %d" % number).digest()


def section(number: int, course: int | None = None, hour: int | None = None) -> Section:
    """A section of one credit, of its own course and without a time unless said otherwise."""
    times = [] if hour is None else [Meeting("M", hour * 60, hour * 60 + 50)]
    own = number if course is None else course
    return Section(number, FALL, own, str(number), 100, schedule=schedule_of(times))


def book(
    sections: Iterable[Section],
    capacities: Mapping[int, int | None],
    students: Iterable[Student],
) -> SeatBook:
    """Students are numbered from 1."""
    known = {each.id: each for each in sections}
    seats = {number: Seats(0, capacities.get(number, 1)) for number in known}
    return SeatBook(known, seats, dict(enumerate(students, 1)))


def winners(settled: Sequence[Settled]) -> set[int]:
    """The numbers of the tickets that got their seat."""
    return {each.ticket.number for each in settled if each.decision.outcome == "enrolled"}
