"""May this student take this seat? One ordered tuple of checks, for the preview and the decision.

A check looks at an `Attempt` and returns None or the refusal. A new rule is a new function here
and a new name in `CHECKS`; if most attempts have nothing that it could object to, `_ASKED_IF` says
what it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from backend.domain import concerns
from backend.domain.concerns import Concerned
from backend.domain.course_checks import (
    corequisite_is_taken,
    course_is_for_them,
    keeps_corequisites,
    not_passed_before,
    nothing_excludes_it,
    prerequisite_is_passed,
)
from backend.domain.credits import format_credits
from backend.domain.holds import Hold, on_hold
from backend.domain.links import Link, are_parts, not_a_whole_set, set_of
from backend.domain.permits import LIFTED_BY, NOTHING, Kind, lifts
from backend.domain.refusals import No as No  # noqa: PLC0414 - what a check answers
from backend.domain.requirements import History, Requirements
from backend.domain.rounds import (
    NO_ROUNDS,
    NOBODY_NAMED,
    Asker,
    Round,
    lets_below_minimum,
    no_round,
    over_the_limit,
    written,
)
from backend.domain.seats import Seats as Seats  # noqa: PLC0414 - part of an attempt
from backend.domain.timetable import NO_TIME, Schedule, clash

OPEN = "open"
CLOSED = "closed"
CANCELLED = "cancelled"
SECTION_STATES = (OPEN, CLOSED, CANCELLED)


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the rules see it; a scratch term belongs to a rehearsal and has no rounds.

    Attributes:
        credit_minimum: hundredths of a credit that a student keeps in it; None asks for none.
    """

    id: int
    state: str = OPEN
    scratch: bool = False
    rounds: tuple[Round, ...] = ()
    credit_minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Section(Concerned):
    """What the rules need to know of a section, all but its seats.

    Attributes:
        name: what a student calls it, `CSCI-1100 (72013)`.
        course: its course's key, the same in all terms.
        requirements: what its course asks for; None is nothing.
        link: how it belongs to the others of its course; None stands alone.
        waitlist_limit: how many may wait for a seat; None where nobody waits or ever may.
        credits: what it counts towards the limit, in hundredths of a credit; of a range the lowest,
            or what the student chose.
        credit_range: from what to what a student may choose; None leaves no choice.
        pool: the id of what it shares seats with; None shares with none.
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
    credit_range: tuple[int, int] | None = None
    pool: int | None = None

    def __post_init__(self) -> None:
        """Note at once what there is to look at: a section is asked for again and again."""
        object.__setattr__(self, "concerns", concerns.of_section(self))

    def for_credits(self, chosen: int | None) -> Section:
        """As it counts for a student who chose these hundredths of a credit; None chooses none."""
        if chosen is None or chosen == self.credits:
            return self
        offered = self.credit_range or (self.credits, self.credits)
        return replace(self, credits=chosen, credit_range=offered)


@dataclass(frozen=True, slots=True)
class Student(Concerned):
    """What the rules need to know of a student; one record serves all who are alike.

    Attributes:
        credit_limit: hundredths of a credit a term.
        scratch_term: the one term of a rehearsal's synthetic student.
        credit_minimum: hundredths of a credit a term, instead of what a term asks for; 0 is none.
        earned: hundredths of a credit of the courses passed; 0 where no round asks for them.
        named_in: ids of the rounds that name this student.
    """

    credit_limit: int = 2400
    active: bool = True
    scratch_term: int | None = None
    group: str = ""
    tags: frozenset[str] = NOBODY_NAMED
    holds: tuple[Hold, ...] = ()
    credit_minimum: int | None = None
    earned: int = 0
    named_in: frozenset[int] = NO_ROUNDS

    def __post_init__(self) -> None:
        """Note at once what there is to look at."""
        object.__setattr__(self, "concerns", concerns.of_student(self))


@dataclass(slots=True)
class Attempt:
    """A student, a section with its seats, and what the student holds, at one moment.

    Attributes:
        held: what else the student holds; a swap's old section is not among them.
        action: to select, drop or swap.
        moment: when it was accepted, in Unix seconds; None for what staff decide by hand, which
            no round binds.
        instead_of: what a swap gives back.
        gone_with: what else is given back: the rest of the set, and what a drop names besides.
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
    gone_with: Collection[Section] = ()


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
    asker = Asker(attempt.student, attempt.action, attempt.moment)
    return [(each, asker) for each in terms if each.rounds]


def section_is_open(attempt: Attempt) -> No | None:
    """The section takes selections."""
    state = attempt.section.state
    if state == CANCELLED:
        return No("section_cancelled")
    return None if state == OPEN else No("section_closed")


def not_already_held(attempt: Attempt) -> No | None:
    """Nobody takes two seats in one section."""
    section = attempt.section.id
    for held in attempt.held:
        if held.id == section:
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


def not_cross_listed_with_held(attempt: Attempt) -> No | None:
    """Nobody takes two sections of one class that several courses list."""
    pool = attempt.section.pool
    if pool is None:
        return None
    for held in attempt.held:
        if held.pool == pool and held.id != attempt.section.id:
            return No("cross_listed_held", {"other": held.name})
    return None


def no_time_clash(attempt: Attempt) -> No | None:
    """Nobody is in two places at once; of several clashes the section with the lowest id is told.

    In which order holdings come differs between those who ask; what they are told must not.
    """
    section, first = attempt.section, None
    for held in attempt.held:
        if held.term.id == section.term.id and clash(held.schedule, section.schedule):
            first = held if first is None or held.id < first.id else first
    return None if first is None else No("time_clash", {"other": first.name})


def credits_are_offered(attempt: Attempt) -> No | None:
    """The credits wanted are among those that the section is offered for."""
    offered = attempt.section.credit_range
    if offered is None or offered[0] <= attempt.section.credits <= offered[1]:
        return None
    values = {
        "credits": format_credits(attempt.section.credits),
        "least": format_credits(offered[0]),
        "most": format_credits(offered[1]),
    }
    return No("credits_not_offered", values)


def within_credit_limit(attempt: Attempt) -> No | None:
    """The credits of a term stay within the student's limit."""
    term = attempt.section.term.id
    total = attempt.section.credits
    for held in attempt.held:
        if held.term.id == term:
            total += held.credits
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


def keeps_credit_minimum(attempt: Attempt) -> No | None:
    """Who gives a seat back keeps the minimum of credits, unless a round lets one go below it.

    Taking seats is always allowed, and so is a swap that leaves one no further below. It binds
    neither the inactive nor the seats of a cancelled section.
    """
    given = attempt.section if attempt.action == "drop" else attempt.instead_of
    if given is None or given.state == CANCELLED or not attempt.student.active:
        return None
    minimum = minimum_of(attempt.student, given.term)
    if not minimum or _lets_below(attempt, given.term):
        return None
    before, after = _credits_of_term(attempt, given)
    if after >= minimum or after >= before:
        return None
    values = {"credits": format_credits(after), "minimum": format_credits(minimum)}
    return No("credit_minimum", values)


def minimum_of(student: Student, term: Term) -> int:
    """Hundredths of a credit that the student must keep in the term; 0 is no minimum."""
    own = student.credit_minimum
    return (term.credit_minimum or 0) if own is None else own


def _credits_of_term(attempt: Attempt, given: Section) -> tuple[int, int]:
    """Credits held in the term of what is given back, alone or with its set: before and after."""
    term = given.term.id
    others = [each for each in attempt.gone_with if each.term.id == term]
    of_term = {held.id: held.credits for held in attempt.held if held.term.id == term}
    of_term |= {each.id: each.credits for each in (given, *others)}
    dropped = attempt.action == "drop"
    gone = set(set_of(given, attempt.held if dropped else (given, *others)))
    gone.update(each.id for each in others)
    swapped = given is not attempt.section and attempt.section.term.id == term
    before = sum(of_term.values())
    taken = 0
    if swapped:  # what is taken together is not held yet, or stays
        new = [each for each in attempt.together if each.term.id == term and each.id not in of_term]
        taken = attempt.section.credits + sum(each.credits for each in new)
    return before, before - sum(of_term[section_id] for section_id in gone) + taken


def _lets_below(attempt: Attempt, term: Term) -> bool:
    return any(
        lets_below_minimum(each.rounds, asker)
        for each, asker in _bound_terms(attempt)
        if each.id == term.id
    )


def seat_is_free(attempt: Attempt) -> No | None:
    """There is a seat left; last, so that a student who could not have it anyway hears why.

    Who swaps within what is cross-listed needs no other seat of those shared.
    """
    seats = attempt.seats
    if not seats.free and not _swaps_within(attempt):
        return No("section_full")
    return _seat_is_not_kept(attempt) if seats.reserves else None


def _swaps_within(attempt: Attempt) -> bool:
    """Whether a shared seat is given back for the one that is wanted, which has room."""
    old, pool = attempt.instead_of, attempt.section.pool
    return old is not None and pool is not None and old.pool == pool and attempt.seats.own_free


def _seat_is_not_kept(attempt: Attempt) -> No | None:
    student = attempt.student
    kept = attempt.seats.kept_from(student.group, student.tags, attempt.asked_at)
    if kept is None:
        return None
    return No("seats_kept", {"whom": kept.name, "until_at": written(kept.until)})


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
    not_cross_listed_with_held,
    no_time_clash,
    credits_are_offered,
    within_credit_limit,
    within_round_limits,
    keeps_credit_minimum,
    keeps_corequisites,
    seat_is_free,
)
DROP_CHECKS: tuple[Check, ...] = (
    term_lets_go,
    a_round_permits,
    keeps_credit_minimum,
    keeps_corequisites,
)


_ASKED_IF: Mapping[Check, int] = {
    student_is_active: concerns.INACTIVE,
    no_hold: concerns.ON_HOLD,
    term_is_theirs: concerns.SCRATCH,
    term_is_open: concerns.CLOSED | concerns.SWAP,
    a_round_permits: concerns.ROUNDS | concerns.SWAP,
    term_lets_go: concerns.ROUNDS | concerns.SWAP,
    section_is_open: concerns.CLOSED,
    not_already_held: concerns.HELD,
    course_not_held: concerns.HELD,
    course_is_for_them: concerns.REQUIREMENTS,
    not_passed_before: concerns.HISTORY,
    prerequisite_is_passed: concerns.REQUIREMENTS,
    corequisite_is_taken: concerns.REQUIREMENTS,
    nothing_excludes_it: concerns.REQUIREMENTS,
    takes_a_whole_set: concerns.LINK,
    not_cross_listed_with_held: concerns.POOL,
    no_time_clash: concerns.HELD,
    credits_are_offered: concerns.CREDIT_RANGE,
    within_round_limits: concerns.ROUNDS | concerns.SWAP,
    keeps_credit_minimum: concerns.CREDIT_MINIMUM | concerns.SWAP,
    keeps_corequisites: concerns.REQUIREMENTS,
}
"""Without any of these a check has nothing to object to and is not asked; others always are."""


class _Asked(dict[int, tuple[Check, ...]]):
    """Those of some checks that are asked, in their order, by what concerns an attempt."""

    def __init__(self, checks: tuple[Check, ...]) -> None:
        super().__init__()
        self._checks = checks

    def __missing__(self, found: int) -> tuple[Check, ...]:
        asked = tuple(
            check for check in self._checks if found & _ASKED_IF.get(check, concerns.ALWAYS)
        )
        self[found] = asked
        return asked


_ASKED: Final = _Asked(CHECKS)
_ASKED_OF_DROPS: Final = _Asked(DROP_CHECKS)


def first_refusal(attempt: Attempt, checks: tuple[Check, ...] = CHECKS) -> No | None:
    """The first reason against the attempt that no permit lifts; None if it succeeds."""
    if checks is CHECKS:
        checks = _ASKED[_concerns_of(attempt)]
    for check in checks:
        no = check(attempt)
        if no is not None and not lifts(attempt.permitted, no):
            return no
    return None


def drops_freely(student: Student, section: Section, held: Collection[Section]) -> bool:
    """Whether none of `DROP_CHECKS` has anything to object to.

    Args:
        held: all that the student holds.
    """
    found = student.concerns | section.concerns | concerns.ALWAYS
    for each in held:
        found |= each.concerns & concerns.REQUIREMENTS
    return not _ASKED_OF_DROPS[found]


def _concerns_of(attempt: Attempt) -> int:
    found = attempt.student.concerns | attempt.section.concerns | concerns.ALWAYS
    for held in attempt.held:
        found |= held.concerns | concerns.HELD
    if attempt.history:
        found |= concerns.HISTORY
    if attempt.instead_of is not None:
        found |= concerns.SWAP
    return found


def all_refusals(attempt: Attempt, checks: tuple[Check, ...] = CHECKS) -> list[No]:
    """Every reason against the attempt that no permit lifts, in the order of `checks`."""
    return [no for no in _all(attempt, checks) if not lifts(attempt.permitted, no)]


def lifted(attempt: Attempt) -> frozenset[Kind]:
    """The permitted kinds without which the attempt would be refused."""
    if not attempt.permitted:
        return NOTHING
    return frozenset(
        LIFTED_BY[no.code] for no in _all(attempt, CHECKS) if lifts(attempt.permitted, no)
    )


def _all(attempt: Attempt, checks: tuple[Check, ...]) -> list[No]:
    return [no for check in checks if (no := check(attempt)) is not None]
