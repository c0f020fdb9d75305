"""May this student take this seat? One ordered tuple of checks, for the preview and the decision.

A check looks at an `Attempt` and returns None or the refusal. A new rule is a new function here
and a new name in `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from backend.domain.refusals import sentence_of
from backend.domain.timetable import NO_TIME, Schedule, clash

OPEN = "open"
CLOSED = "closed"
CANCELLED = "cancelled"
SECTION_STATES = (OPEN, CLOSED, CANCELLED)


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the rules see it; a scratch term belongs to a rehearsal."""

    id: int
    state: str = OPEN
    scratch: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """What the rules need to know of a section, all but its seats.

    Attributes:
        name: what a student calls it, `CSCI-1100 (72013)`.
        credits: what it counts towards the limit, in hundredths of a credit.
    """

    id: int
    term: Term
    course_id: int
    name: str = ""
    credits: int = 0
    state: str = OPEN
    schedule: Schedule = NO_TIME


@dataclass(slots=True)
class Seats:
    """The seats of one section.

    Attributes:
        taken: how many are held now.
        ceiling: how many may be held: the capacity plus permits, never below `taken`. None is
            unlimited.
    """

    taken: int = 0
    ceiling: int | None = 0

    @property
    def free(self) -> bool:
        """Whether one more student fits."""
        return self.ceiling is None or self.taken < self.ceiling


@dataclass(frozen=True, slots=True)
class Student:
    """What the rules need to know of a student.

    Attributes:
        credit_limit: hundredths of a credit a term.
        scratch_term: the one term of a rehearsal's synthetic student.
    """

    id: int
    credit_limit: int = 2400
    active: bool = True
    scratch_term: int | None = None


@dataclass(slots=True)
class Attempt:
    """A student, a section with its seats, and what the student holds, at one moment."""

    student: Student
    section: Section
    seats: Seats
    held: Collection[Section] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class No:
    """A refusal: its code and what fills its sentence."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What the student reads."""
        return sentence_of(self.code, self.values)


Check = Callable[[Attempt], No | None]


def student_is_active(attempt: Attempt) -> No | None:
    """Only active students take seats."""
    return None if attempt.student.active else No("student_inactive")


def term_is_theirs(attempt: Attempt) -> No | None:
    """Synthetic students stay in their scratch term, and everybody else out of it."""
    term = attempt.section.term
    own = attempt.student.scratch_term
    fits = term.id == own if own is not None else not term.scratch
    return None if fits else No("not_your_term")


def term_is_open(attempt: Attempt) -> No | None:
    """The term takes selections."""
    return None if attempt.section.term.state == OPEN else No("term_closed")


def section_is_open(attempt: Attempt) -> No | None:
    """The section takes selections."""
    state = attempt.section.state
    if state == CANCELLED:
        return No("section_cancelled")
    return None if state == OPEN else No("section_closed")


def not_already_held(attempt: Attempt) -> No | None:
    """Nobody takes two seats in one section."""
    if any(held.id == attempt.section.id for held in attempt.held):
        return No("already_held")
    return None


def course_not_held(attempt: Attempt) -> No | None:
    """Nobody takes two sections of one course."""
    if any(held.course_id == attempt.section.course_id for held in attempt.held):
        return No("course_already_held")
    return None


def no_time_clash(attempt: Attempt) -> No | None:
    """Nobody is in two places at once."""
    for held in attempt.held:
        same_term = held.term.id == attempt.section.term.id
        if same_term and clash(held.schedule, attempt.section.schedule):
            return No("time_clash", {"other": held.name})
    return None


def within_credit_limit(attempt: Attempt) -> No | None:
    """The credits of a term stay within the student's limit."""
    term = attempt.section.term.id
    total = attempt.section.credits + sum(
        held.credits for held in attempt.held if held.term.id == term
    )
    if total > attempt.student.credit_limit:
        limit = format_credits(attempt.student.credit_limit)
        return No("credit_limit", {"credits": format_credits(total), "limit": limit})
    return None


def seat_is_free(attempt: Attempt) -> No | None:
    """There is a seat left; last, so that a student who could not have it anyway hears why."""
    return None if attempt.seats.free else No("section_full")


CHECKS: tuple[Check, ...] = (
    student_is_active,
    term_is_theirs,
    term_is_open,
    section_is_open,
    not_already_held,
    course_not_held,
    no_time_clash,
    within_credit_limit,
    seat_is_free,
)


def first_refusal(attempt: Attempt) -> No | None:
    """The first reason against the attempt; None if it succeeds."""
    for check in CHECKS:
        no = check(attempt)
        if no is not None:
            return no
    return None


def all_refusals(attempt: Attempt) -> list[No]:
    """Every reason against the attempt, in the order of `CHECKS`."""
    return [no for check in CHECKS if (no := check(attempt)) is not None]


def format_credits(hundredths: int) -> str:
    """`3`, `1.5`, `0.25` for hundredths of a credit."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
