"""May this student take this seat? One ordered tuple of checks, for the preview and the decision.

A check looks at an `Attempt` and returns None or the refusal. A new rule is a new function here
and a new name in `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from backend.domain.course_checks import (
    corequisite_is_taken,
    course_is_for_them,
    not_passed_before,
    nothing_excludes_it,
    prerequisite_is_passed,
)
from backend.domain.credits import format_credits
from backend.domain.holds import Hold, on_hold
from backend.domain.links import Link, are_parts, not_a_whole_set
from backend.domain.permits import LIFTED_BY, NOTHING, Kind, lifts
from backend.domain.refusals import No as No  # noqa: PLC0414 - what a check answers
from backend.domain.requirements import History, Requirements
from backend.domain.rounds import NOBODY_NAMED, Asker, Round, no_round, over_the_limit
from backend.domain.timetable import NO_TIME, Schedule, clash

OPEN = "open"
CLOSED = "closed"
CANCELLED = "cancelled"
SECTION_STATES = (OPEN, CLOSED, CANCELLED)


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the rules see it; a scratch term belongs to a rehearsal and has no rounds."""

    id: int
    state: str = OPEN
    scratch: bool = False
    rounds: tuple[Round, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What the rules need to know of a section, all but its seats.

    Attributes:
        name: what a student calls it, `CSCI-1100 (72013)`.
        course: its course's key, the same in all terms.
        requirements: what its course asks for; None is nothing.
        credits: what it counts towards the limit, in hundredths of a credit.
        link: how it belongs to the others of its course; None stands alone.
        waitlist_limit: how many may wait for a seat; None where nobody waits or ever may.
    """

    id: int
    term: Term
    course_id: int
    name: str = ""
    credits: int = 0
    state: str = OPEN
    schedule: Schedule = NO_TIME
    course: str = ""
    requirements: Requirements | None = None
    link: Link | None = None
    waitlist_limit: int | None = None


@dataclass(slots=True)
class Seats:
    """The seats of one section.

    Attributes:
        taken: how many are held now.
        ceiling: how many may be held: the capacity plus permits, never below `taken`. None is
            unlimited.
        permitted: how many are held beyond the capacity by permits.
        surplus: how many more than capacity and permits the ceiling still allows, because the
            section shrank; they go as seats are given back.
        resized: whether `ceiling` or `permitted` is another than it was.
        waiting: how many wait for one.
    """

    taken: int = 0
    ceiling: int | None = 0
    permitted: int = 0
    surplus: int = 0
    resized: bool = False
    waiting: int = 0

    @property
    def free(self) -> bool:
        """Whether one more student fits."""
        return self.ceiling is None or self.taken < self.ceiling

    def raise_by_permit(self) -> None:
        """Make room for one student beyond the capacity."""
        if self.ceiling is not None:
            self.ceiling += 1
            self.permitted += 1
            self.resized = True

    def given_back(self, *, permitted: bool) -> None:
        """One student less; what was beyond the capacity does not become free for another."""
        self.taken -= 1
        if not (permitted or self.surplus):
            return
        self.resized = True
        if permitted:
            self.permitted -= 1
        else:
            self.surplus -= 1
        if self.ceiling is not None:
            self.ceiling -= 1


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
    group: str = ""
    tags: frozenset[str] = NOBODY_NAMED
    holds: tuple[Hold, ...] = ()


@dataclass(slots=True)
class Attempt:
    """A student, a section with its seats, and what the student holds, at one moment.

    Attributes:
        held: what else the student holds; a swap's old section is not among them.
        action: to select, drop or swap.
        moment: when it was accepted, in Unix seconds; None for what staff decide by hand, which
            no round binds.
        instead_of: what a swap gives back.
        asked_at: when it was accepted, in Unix seconds, also of what staff decide.
        permitted: what a permit lifts for this student in this section.
        history: what the student took before of the courses that the section's course names, and
            that course itself.
        together: what the same request takes with it.
    """

    student: Student
    section: Section
    seats: Seats
    held: Collection[Section] = field(default_factory=tuple)
    action: str = "select"
    moment: float | None = None
    instead_of: Section | None = None
    asked_at: float = 0.0
    permitted: frozenset[Kind] = NOTHING
    history: History = field(default_factory=dict)
    together: Collection[Section] = ()


Check = Callable[[Attempt], No | None]


def student_is_active(attempt: Attempt) -> No | None:
    """Only active students take seats."""
    return None if attempt.student.active else No("student_inactive")


def no_hold(attempt: Attempt) -> No | None:
    """No hold stands, which keeps from taking seats and from swapping them."""
    holds = attempt.student.holds
    return on_hold(holds, attempt.asked_at) if holds else None


def term_is_theirs(attempt: Attempt) -> No | None:
    """Synthetic students stay in their scratch term, and everybody else out of it."""
    term = attempt.section.term
    own = attempt.student.scratch_term
    fits = term.id == own if own is not None else not term.scratch
    return None if fits else No("not_your_term")


def term_is_open(attempt: Attempt) -> No | None:
    """The term takes selections, and that of a seat swapped for it lets the seat go."""
    if attempt.section.term.state != OPEN:
        return No("term_closed")
    return None if attempt.instead_of is None else term_lets_go(attempt)


def a_round_permits(attempt: Attempt) -> No | None:
    """In a term with rounds one is open, is for the student and allows the action."""
    for term, asker in _bound_terms(attempt):
        no = no_round(term.rounds, asker)
        if no is not None:
            return no
    return None


def term_lets_go(attempt: Attempt) -> No | None:
    """A closed term with rounds keeps its seats as they are; without, they can be given back."""
    for term, _ in _bound_terms(attempt):
        if term.state != OPEN:
            return No("term_closed")
    return None


def _bound_terms(attempt: Attempt) -> Sequence[tuple[Term, Asker]]:
    """The terms of the attempt that have rounds, and the attempt as those look at it."""
    old, term = attempt.instead_of, attempt.section.term
    if attempt.moment is None or (old is None and not term.rounds):
        return ()  # without a detour: a rush decides thousands a second
    terms = [term] if old is None or old.term.id == term.id else [term, old.term]
    student = attempt.student
    asker = Asker(student.group, student.tags, attempt.action, attempt.moment)
    return [(each, asker) for each in terms if each.rounds]


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
    """Nobody takes two sections of one course, unless they are different parts of it."""
    section = attempt.section
    for held in attempt.held:
        if held.course_id == section.course_id and not are_parts(held, section):
            return No("course_already_held")
    return None


def takes_a_whole_set(attempt: Attempt) -> No | None:
    """Of a course with linked sections one takes one of each component, and those that match."""
    link = attempt.section.link
    if link is None:
        return None
    course = attempt.section.course_id
    others = [each for each in (*attempt.held, *attempt.together) if each.course_id == course]
    return not_a_whole_set(attempt.section, link, others)


def no_time_clash(attempt: Attempt) -> No | None:
    """Nobody is in two places at once; of several clashes the section with the lowest id is told.

    In which order holdings come differs between those who ask; what they are told must not.
    """
    term, schedule = attempt.section.term.id, attempt.section.schedule
    others = [
        held for held in attempt.held if held.term.id == term and clash(held.schedule, schedule)
    ]
    return No("time_clash", {"other": min(others, key=_id).name}) if others else None


def _id(section: Section) -> int:
    return section.id


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


def within_round_limits(attempt: Attempt) -> No | None:
    """What the student comes to hold of the term is not more than the round allows."""
    for term, asker in _bound_terms(attempt):
        of_term = [held.credits for held in attempt.held if held.term.id == term.id]
        if term.id == attempt.section.term.id:
            of_term.append(attempt.section.credits)
        no = over_the_limit(term.rounds, asker, len(of_term), sum(of_term))
        if no is not None:
            return no
    return None


def seat_is_free(attempt: Attempt) -> No | None:
    """There is a seat left; last, so that a student who could not have it anyway hears why."""
    return None if attempt.seats.free else No("section_full")


CHECKS: tuple[Check, ...] = (
    student_is_active,
    no_hold,
    term_is_theirs,
    term_is_open,
    a_round_permits,
    section_is_open,
    not_already_held,
    course_not_held,
    course_is_for_them,
    not_passed_before,
    prerequisite_is_passed,
    corequisite_is_taken,
    nothing_excludes_it,
    takes_a_whole_set,
    no_time_clash,
    within_credit_limit,
    within_round_limits,
    seat_is_free,
)
DROP_CHECKS: tuple[Check, ...] = (term_lets_go, a_round_permits)


_OF_FEW: tuple[Check, ...] = (
    no_hold,
    course_is_for_them,
    not_passed_before,
    prerequisite_is_passed,
    corequisite_is_taken,
    nothing_excludes_it,
)
_OF_ALL: tuple[Check, ...] = tuple(check for check in CHECKS if check not in _OF_FEW)


def first_refusal(attempt: Attempt, checks: tuple[Check, ...] = CHECKS) -> No | None:
    """The first reason against the attempt that no permit lifts; None if it succeeds."""
    if checks is CHECKS and not _is_of_few(attempt):
        checks = _OF_ALL
    for check in checks:
        no = check(attempt)
        if no is not None and not lifts(attempt.permitted, no):
            return no
    return None


def _is_of_few(attempt: Attempt) -> bool:
    """Whether there is anything for the checks of `_OF_FEW` to look at."""
    if attempt.section.requirements is not None or attempt.history or attempt.student.holds:
        return True
    for held in attempt.held:  # noqa: SIM110 - a rush decides thousands a second
        if held.requirements is not None:
            return True
    return False


def all_refusals(attempt: Attempt) -> list[No]:
    """Every reason against the attempt that no permit lifts, in the order of `CHECKS`."""
    return [no for no in _all(attempt) if not lifts(attempt.permitted, no)]


def lifted(attempt: Attempt) -> frozenset[Kind]:
    """The permitted kinds without which the attempt would be refused."""
    if not attempt.permitted:
        return NOTHING
    return frozenset(LIFTED_BY[no.code] for no in _all(attempt) if lifts(attempt.permitted, no))


def _all(attempt: Attempt) -> list[No]:
    return [no for check in CHECKS if (no := check(attempt)) is not None]
