"""Loading what a batch of tickets touches into a `SeatBook`, set-wise: a few queries a batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from backend.common.bulk import fetch, listed
from backend.common.dialects import among
from backend.common.tickets import Order
from backend.data_node import (
    history,
    permits,
    sharing,
    waiting,
)
from backend.data_node.reference import Reference
from backend.data_node.tables import (
    enrolments,
    held_in_an_own_way,
    sections,
)
from backend.domain.eligibility import Seats, Section
from backend.domain.permits import PermitBook
from backend.domain.requirements import leaves
from backend.domain.selection import DROP, SWAP, SeatBook
from backend.domain.waitlist import Waiting, Waitlists

_HOLDINGS = sa.select(
    enrolments.c.student_id, enrolments.c.section_id, enrolments.c.enrolled_at
).where(among(enrolments.c.student_id, "ids"))
_ANY_OWN = (
    sa.select(enrolments.c.student_id)
    .where(held_in_an_own_way)
    .order_by(enrolments.c.student_id)  # its index is in that order, and is short
    .limit(sa.literal_column("1"))
    .offset(sa.literal_column("0"))  # said, or it would be a parameter
)
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
        if not fetch(self._connection, _ANY_OWN, ()):
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
