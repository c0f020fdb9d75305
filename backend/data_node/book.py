"""Loading what a batch of tickets touches into a `SeatBook`, set-wise: a few queries a batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa

from backend.common.bulk import fetch, listed
from backend.common.dialects import among
from backend.common.requirements import rule
from backend.common.tickets import Order
from backend.data_node import (
    audience,
    feed,
    history,
    holds,
    links,
    permits,
    rounds,
    sharing,
    waiting,
)
from backend.data_node.academic_tables import requirements
from backend.data_node.audience import UNKNOWN, Known
from backend.data_node.tables import (
    courses,
    enrolments,
    held_in_an_own_way,
    meetings,
    sections,
    students,
    terms,
)
from backend.domain.eligibility import Seats, Section, Student, Term
from backend.domain.history import course_key
from backend.domain.holds import Hold
from backend.domain.links import Link
from backend.domain.permits import PermitBook
from backend.domain.requirements import Requirements, leaves
from backend.domain.rounds import Round
from backend.domain.selection import DROP, SWAP, SeatBook
from backend.domain.timetable import Meeting, schedule_of
from backend.domain.waitlist import Waiting, Waitlists

_HOLDINGS = sa.select(
    enrolments.c.student_id, enrolments.c.section_id, enrolments.c.enrolled_at
).where(among(enrolments.c.student_id, "ids"))
_ANY_OWN = sa.select(sa.exists().select_from(enrolments).where(held_in_an_own_way))
_OWN = sa.select(
    enrolments.c.student_id,
    enrolments.c.section_id,
    enrolments.c.credits,
    enrolments.c.reserve_id,
).where(held_in_an_own_way, among(enrolments.c.student_id, "ids"))
_SEATS = sa.select(
    sections.c.id,
    sections.c.taken,
    sections.c.ceiling,
    sections.c.permitted,
    sections.c.capacity,
).where(among(sections.c.id, "ids"))
_STUDENTS = sa.select(
    students.c.id,
    students.c.credit_limit,
    students.c.active,
    students.c.scratch_term,
    students.c.group,
    students.c.tags,
    students.c.credit_minimum,
).where(among(students.c.id, "ids"))
_SECTIONS = (
    sa.select(
        sections.c.id,
        sections.c.term_id,
        sections.c.course_id,
        sections.c.number,
        sections.c.credits,
        sections.c.credits_max,
        sections.c.state,
        sections.c.pool_id,
        terms.c.state.label("term_state"),
        terms.c.scratch,
        terms.c.credit_minimum,
        courses.c.code,
        sections.c.component,
        sections.c.link_label,
        sections.c.waitlist_limit,
        requirements.c.prerequisite,
        requirements.c.corequisite,
        requirements.c.exclusions,
        requirements.c.groups,
        requirements.c.tags,
        requirements.c.repeats,
    )
    .join(terms, terms.c.id == sections.c.term_id)
    .join(courses, courses.c.id == sections.c.course_id)
    .outerjoin(requirements, requirements.c.course_id == sections.c.course_id)
    .where(among(sections.c.id, "ids"))
)
_MEETINGS = sa.select(
    meetings.c.section_id,
    meetings.c.days,
    meetings.c.start_minute,
    meetings.c.end_minute,
    meetings.c.weeks,
).where(among(meetings.c.section_id, "ids"))


NOTHING: frozenset[str] = frozenset()


class Reference:
    """Sections without their seats, and students without their holdings, kept between batches.

    They are read again as soon as one of them has changed; the feed counts those changes in the
    transaction that makes them. Belongs to one connection, whose transactions run one by one.
    """

    def __init__(self) -> None:
        self._rounds: dict[int, tuple[Round, ...]] | None = None
        self._audience: audience.Audience | None = None
        self._holds: dict[int, tuple[Hold, ...]] | None = None
        self._permitted: frozenset[int] | None = None
        self._no_history: bool | None = None
        self._components: dict[int, frozenset[str]] = {}
        self.keeping: frozenset[int] = frozenset()
        self.sections: dict[int, Section] = {}
        self.students: dict[int, Student] = {}
        self.with_waitlist: set[int] = set()
        self.sharing: set[int] = set()
        self._waitlists: bool | None = None
        self.collects = False  # whether a round of what is here collects requests for a draw
        self._number = -1

    @property
    def number(self) -> int:
        """As long as it stands, so do the sections and students that are here."""
        return self._number

    def bring_up_to_date(self, connection: sa.Connection) -> None:
        """Forget everything if something has changed since the last time."""
        number = feed.reference_number(connection)
        if number != self._number:
            self._rounds = self._holds = self._permitted = self._no_history = None
            self._waitlists = self._audience = None
            self.with_waitlist.clear()
            self.sharing.clear()
            self.collects = False
            self.keeping = sharing.sections_that_keep(connection)
            self.sections.clear()
            self.students.clear()
            self._number = number

    def permitted(self, connection: sa.Connection) -> frozenset[int]:
        """Ids of the students of whom a decision may have to know permits."""
        if self._permitted is None:
            self._permitted = permits.students(connection)
        return self._permitted

    def need_sections(self, connection: sa.Connection, ids: Collection[int]) -> None:
        """Load those of `ids` that are not here yet; what does not exist stays away."""
        missing = [section_id for section_id in ids if section_id not in self.sections]
        if missing:
            rules = self._rules(connection)
            known = _load_sections(connection, missing, rules, self._components)
            self.sections.update(known)
            limited = (i for i, each in known.items() if each.waitlist_limit is not None)
            self.with_waitlist.update(limited)
            self.sharing.update(i for i, each in known.items() if each.pool is not None)

    def _rules(self, connection: sa.Connection) -> dict[int, tuple[Round, ...]]:
        """The rounds by the id of their term."""
        if self._rounds is None:
            self._rounds = rounds.rules(connection)
            every = [each for of_term in self._rounds.values() for each in of_term]
            self.collects = any(each.collects for each in every)
            self._audience = audience.Audience(connection, every)
            self._components = links.components(connection)
        return self._rounds

    def knows_history(self, connection: sa.Connection) -> bool:
        """Whether anything is known of what anybody took before."""
        if self._no_history is None:
            self._no_history = history.is_empty(connection)
        return not self._no_history

    def need_students(self, connection: sa.Connection, ids: Collection[int]) -> None:
        """Load those of `ids` that are not here yet; what does not exist stays away."""
        missing = [student_id for student_id in ids if student_id not in self.students]
        if missing:
            if self._holds is None:
                self._holds = holds.rules(connection)
            standing = self._holds
            self._rules(connection)
            assert self._audience is not None  # noqa: S101 - it comes with the rules
            known = self._audience.of(connection, missing)
            rows = fetch(connection, _STUDENTS, ("ids",), (listed(missing),))
            self.students.update(
                (
                    student_id,
                    _student(
                        tuple(row), standing.get(student_id, ()), known.get(student_id, UNKNOWN)
                    ),
                )
                for student_id, *row in rows
            )

    def waitlists(self, connection: sa.Connection) -> bool:
        """Whether any section has a waitlist."""
        if self._waitlists is None:
            self._waitlists = waiting.are_there(connection)
        return self._waitlists


def reference_of(connection: sa.Connection) -> Reference:
    """What earlier batches on this connection have read."""
    reference: Reference = connection.info.setdefault("reference", Reference())
    return reference


@dataclass(slots=True)
class LoadedBook(SeatBook):
    """What a batch touches, as it was read.

    Attributes:
        holdings: student, section and since when, in Unix seconds, for every seat held.
    """

    holdings: Sequence[tuple[Any, ...]] = ()


class _Loaded:
    """Students with what they hold, and sections with their seats, as far as they are read."""

    def __init__(self, connection: sa.Connection, reference: Reference) -> None:
        self._connection = connection
        self._reference = reference
        self._students: set[int] = set()
        self.holdings: list[tuple[Any, ...]] = []
        self.held: dict[int, dict[int, Section]] = {}
        self.seats: dict[int, Seats] = {}
        self.reserved: dict[tuple[int, int], int] = {}
        self.permits = PermitBook()
        self.history: dict[int, dict[str, int]] = {}

    def bring(self, student_ids: Iterable[int], section_ids: Iterable[int]) -> None:
        """Read those of them that are not here yet; what does not exist stays away."""
        connection, known = self._connection, self._reference
        students_ = set(student_ids) - self._students
        wanted = set(section_ids) - self.seats.keys()
        self._students |= students_
        holdings = fetch(connection, _HOLDINGS, ("ids",), (listed(students_),))
        known.need_students(connection, students_)
        known.need_sections(connection, wanted | {row[1] for row in holdings})
        for student_id, course_id in self._hold(holdings):  # what is held of it may go together
            of_course = (s for s in self.held[student_id].values() if s.course_id == course_id)
            wanted |= {section.id for section in of_course} - self.seats.keys()
        self._hold_in_own_ways(students_)
        self.holdings += holdings
        self._bring_seats(wanted)
        shared = {known.sections[each].pool for each in known.sharing & wanted & self.seats.keys()}
        if shared:
            wanted |= self._bring_shared(pool for pool in shared if pool is not None)
        keeping = known.keeping & wanted & self.seats.keys()
        if keeping:
            sharing.add_reserves(connection, self.seats, keeping)
        queued = known.with_waitlist & wanted
        for section_id, count in waiting.counts(connection, queued).items() if queued else ():
            self.seats[section_id].waiting = count
        permits.bring(connection, students_ & known.permitted(connection), self.permits)

    def _hold(self, holdings: Iterable[tuple[Any, ...]]) -> set[tuple[int, int]]:
        """Note who holds what; students and the courses of which they hold a linked section."""
        sections_, held = self._reference.sections, self.held
        linked: set[tuple[int, int]] = set()
        for student_id, section_id, _ in holdings:
            section = sections_[section_id]
            if student_id in held:
                held[student_id][section_id] = section
            else:
                held[student_id] = {section_id: section}
            if section.link is not None:
                linked.add((student_id, section.course_id))
        return linked

    def _hold_in_own_ways(self, student_ids: Collection[int]) -> None:
        """Note what credits were chosen and which seats count under a reserve; most terms none."""
        ((any_own,),) = fetch(self._connection, _ANY_OWN, ())
        if not any_own:
            return
        rows = fetch(self._connection, _OWN, ("ids",), (listed(student_ids),))
        for student_id, section_id, chosen, reserve in rows:
            mine = self.held[student_id]
            mine[section_id] = mine[section_id].for_credits(chosen)
            if reserve is not None:
                self.reserved[student_id, section_id] = reserve

    def _bring_seats(self, section_ids: Iterable[int]) -> None:
        seats = fetch(self._connection, _SEATS, ("ids",), (listed(section_ids),))
        for section_id, taken, ceiling, permitted, capacity in seats:
            surplus = 0
            if ceiling != capacity and ceiling is not None and capacity is not None:
                surplus = max(0, ceiling - capacity - permitted)
            self.seats[section_id] = Seats(taken, ceiling, permitted, surplus)

    def _bring_shared(self, pools: Iterable[int]) -> set[int]:
        """Read all sections of these pools, and tie their seats together; those new here."""
        found = sharing.members(self._connection, pools)
        new = {each for of_pool in found.values() for each in of_pool} - self.seats.keys()
        self._reference.need_sections(self._connection, new)
        self._bring_seats(new)
        sharing.tie(self._connection, self.seats, found)
        return new

    def bring_waiting(self, found: Collection[Waiting]) -> None:
        """All that a decision about these has to know."""
        given_back = {each.instead_of for each in found if each.instead_of is not None}
        given_back.update(section for each in found for section in each.gives)
        wished = [(each.student_id, section) for each in found for section in each.together]
        sections_ = {section for _, section in wished} | given_back
        self.bring({each.student_id for each in found}, sections_)
        self.bring_history(wished)
        self.bring_beside({each.student_id for each in found if each.instead_of or each.gives})

    def bring_history(self, wished: Iterable[tuple[int, int]]) -> None:
        """What students took before of the courses that count for sections that they wish."""
        if not self._reference.knows_history(self._connection):
            return
        known = self._reference.sections
        self._bring_pairs(
            (student_id, course)
            for student_id, section_id in wished
            if section_id in known
            for course in _counting(known[section_id])
        )

    def bring_beside(self, student_ids: Iterable[int]) -> None:
        """What they took before of what goes along with something that they hold."""
        needed = [
            (student, leaf.key)
            for student in student_ids
            for section in self.held.get(student, {}).values()
            if section.requirements is not None and section.requirements.corequisite is not None
            for leaf in leaves(section.requirements.corequisite)
        ]
        if needed and self._reference.knows_history(self._connection):
            self._bring_pairs(needed)

    def _bring_pairs(self, wanted: Iterable[tuple[int, str]]) -> None:
        pairs = set(wanted)
        found = history.best_of(self._connection, pairs) if pairs else {}
        for student_id, courses_ in found.items():
            self.history.setdefault(student_id, {}).update(courses_)


def load(connection: sa.Connection, orders: Sequence[Order], reference: Reference) -> LoadedBook:
    """The sections, seats, students and holdings that `orders` touch."""
    wanted = {order.section_id for order in orders}
    wanted |= {order.instead_of for order in orders if order.instead_of is not None}
    wanted.update(*[order.plan.sections for order in orders if order.plan is not None])
    leaving = (order.student_id for order in orders if order.action in (DROP, SWAP))
    wished = (
        (order.student_id, section_id)
        for order in orders
        if order.action != DROP
        for section_id in (order.plan.sections if order.plan is not None else (order.section_id,))
    )
    students_ = {order.student_id for order in orders}
    return load_for(connection, students_, wanted, reference, leaving=leaving, wished=wished)


def load_for(
    connection: sa.Connection,
    student_ids: Collection[int],
    section_ids: Collection[int],
    reference: Reference,
    *,
    leaving: Iterable[int] = (),
    wished: Iterable[tuple[int, int]] = (),
) -> LoadedBook:
    """These sections and students; who waits for a seat is read when a decision needs it.

    Args:
        leaving: students who may give a seat back.
        wished: students and the sections in which they may get one.
    """
    reference.bring_up_to_date(connection)
    loaded = _Loaded(connection, reference)
    loaded.bring(student_ids, section_ids)
    loaded.bring_history(wished)
    leaving = set(leaving)
    loaded.bring_beside(leaving)
    book = LoadedBook(
        reference.sections,
        loaded.seats,
        reference.students,
        loaded.held,
        loaded.history,
        loaded.reserved,
        permits=loaded.permits,
        holdings=loaded.holdings,
    )
    if reference.waitlists(connection):
        places = waiting.Stored(connection, loaded.bring_waiting)
        places.prepare(leaving)
        book.waitlists = Waitlists(places)
    return book


def _counting(section: Section) -> Iterator[str]:
    """The courses whose grades count for a seat in `section`."""
    wanted = section.requirements
    if wanted is None or not wanted.repeats:
        yield section.course
    if wanted is not None:
        yield from wanted.courses()


def section_name(course: str, number: str) -> str:
    """What a student calls a section."""
    return f"{course} ({number})"


@lru_cache(maxsize=4096)
def _student(row: tuple[Any, ...], standing: tuple[Hold, ...], of_rounds: Known) -> Student:
    """One record for all who are alike, which most are."""
    credit_limit, active, scratch_term, group, tags, minimum = row
    return Student(
        credit_limit,
        bool(active),
        scratch_term,
        group,
        _tags(tags),
        standing,
        minimum,
        of_rounds.earned,
        of_rounds.named_in,
    )


@lru_cache(maxsize=4096)
def _tags(text: str) -> frozenset[str]:
    """Those of a column; most students have none, or the same as many others."""
    return frozenset(msgspec.json.decode(text, type=list[str]))


def _load_sections(
    connection: sa.Connection,
    ids: Collection[int],
    rules: Mapping[int, tuple[Round, ...]],
    components: Mapping[int, frozenset[str]],
) -> dict[int, Section]:
    wanted = (listed(ids),)
    times: dict[int, list[Meeting]] = {}
    for section_id, *time in fetch(connection, _MEETINGS, ("ids",), wanted):
        times.setdefault(section_id, []).append(Meeting(*time))
    return {
        row[0]: _section(row, times.get(row[0], ()), rules.get(row[1], ()), components)
        for row in fetch(connection, _SECTIONS, ("ids",), wanted)
    }


def _section(
    row: tuple[Any, ...],
    times: Iterable[Meeting],
    rules: tuple[Round, ...],
    components: Mapping[int, frozenset[str]],
) -> Section:
    section_id, term_id, course_id, number, credits_, most, state, pool = row[:8]
    term_state, scratch, minimum, code, component, label, limit, *asked = row[8:]
    return Section(
        id=section_id,
        term=Term(term_id, term_state, bool(scratch), rules, minimum),
        course_id=course_id,
        name=section_name(code, number),
        credits=credits_,
        state=state,
        schedule=schedule_of(times),
        credit_range=(credits_, most) if most > credits_ else None,
        pool=pool,
        course=course_key(code),
        requirements=None if asked[0] is None else _requirements(asked),
        link=Link(component, label, components.get(course_id, NOTHING)) if component else None,
        waitlist_limit=limit,
    )


def _requirements(columns: Sequence[Any]) -> Requirements:
    prerequisite, corequisite, exclusions, groups, tags, repeats = columns
    return rule(
        prerequisite,
        corequisite,
        exclusions=tuple(msgspec.json.decode(exclusions)),
        groups=tuple(msgspec.json.decode(groups)),
        tags=tuple(msgspec.json.decode(tags)),
        repeats=bool(repeats),
    )
