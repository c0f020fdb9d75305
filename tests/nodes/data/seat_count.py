"""Seats counted a second time, one holder after the other: own, shared and kept ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import sqlalchemy as sa

from backend.data_node.tables import enrolments, permits, pools, reserves, sections, students

Holdings = dict[int, set[int]]
"""Student to sections."""
Seat = tuple[int, int]
"""Student and section."""


class Kept(NamedTuple):
    """Seats that are kept for some students."""

    id: int
    seats: int
    until: float
    groups: frozenset[str]
    tags: frozenset[str]


class Person(NamedTuple):
    """What seats can be kept for."""

    group: str
    tags: frozenset[str]


@dataclass
class SeatCount:
    """Who holds which seat, and how many are left.

    Attributes:
        pools: by section the pool of which it is, and `shared` how many seats that has.
        permitted: seats beyond the capacity, by a permit.
        counted: seat to the one of `kept` under which it counts.
    """

    capacities: Mapping[int, int | None]
    pools: Mapping[int, int | None]
    shared: Mapping[int, int]
    kept: Mapping[int, Sequence[Kept]]
    people: Mapping[int, Person]
    held: Holdings
    permitted: set[Seat]
    counted: dict[Seat, int] = field(default_factory=dict)

    def own_free(self, section: int) -> bool:
        """Whether a seat is left here, apart from what is shared."""
        left = self._left(section)
        return left is None or left > 0

    def free(self, section: int) -> bool:
        """Whether a seat is left, for whomever."""
        pool = self.pools[section]
        return self.own_free(section) and (pool is None or self._in_pool(pool) < self.shared[pool])

    def share(self, section: int, others: Sequence[int]) -> bool:
        """Whether one of the others shares seats with a section."""
        pool = self.pools[section]
        return pool is not None and any(self.pools[each] == pool for each in others)

    def keeps_from(self, student: int, section: int, moment: float) -> bool:
        """Whether all seats that are left are kept for others than this student."""
        standing = [each for each in self.kept.get(section, ()) if moment < each.until]
        left, own = self._left(section), [k for k in standing if self._fits(student, k)]
        if left is None or any(self._unused(section, each) for each in own):
            return False
        return left <= sum(self._unused(section, each) for each in standing)

    def enter(self, student: int, section: int) -> None:
        """A student has taken a seat, under what is kept first, in the order in which it was."""
        own = [each for each in self.kept.get(section, ()) if self._fits(student, each)]
        under = next((each for each in own if self._unused(section, each)), own[0] if own else None)
        if under is not None:
            self.counted[student, section] = under.id
        self.held.setdefault(student, set()).add(section)

    def leave(self, student: int, section: int) -> None:
        """A student has given a seat back."""
        self.held.setdefault(student, set()).discard(section)
        self.permitted.discard((student, section))
        self.counted.pop((student, section), None)

    def _left(self, section: int) -> int | None:
        capacity = self.capacities[section]
        within = [s for s in self._holders(section) if (s, section) not in self.permitted]
        return None if capacity is None else capacity - len(within)

    def _holders(self, section: int) -> list[int]:
        return [student for student, held in self.held.items() if section in held]

    def _in_pool(self, pool: int) -> int:
        return sum(self.pools[section] == pool for held in self.held.values() for section in held)

    def _unused(self, section: int, kept: Kept) -> int:
        used = sum(s == section and under == kept.id for (_, s), under in self.counted.items())
        return max(0, kept.seats - used)

    def _fits(self, student: int, kept: Kept) -> bool:
        person = self.people[student]
        return person.group in kept.groups or bool(person.tags & kept.tags)


def counted(connection: sa.Connection) -> SeatCount:
    """What is so now."""
    every = connection.execute(sa.select(sections)).all()
    kept: dict[int, list[Kept]] = {}
    for row in connection.execute(sa.select(reserves).order_by(reserves.c.id)):
        groups, tags = frozenset(row.groups), frozenset(row.tags)
        kept.setdefault(row.section_id, []).append(Kept(row.id, row.seats, row.until, groups, tags))
    seated = sa.select(permits).where(permits.c.used_at.is_not(None), permits.c.live)
    return SeatCount(
        capacities={row.id: row.capacity for row in every},
        pools={row.id: row.pool_id for row in every},
        shared={row.id: row.capacity for row in connection.execute(sa.select(pools))},
        kept=kept,
        people={
            row.id: Person(row.group, frozenset(row.tags))
            for row in connection.execute(sa.select(students))
        },
        held=holdings(connection),
        permitted={
            (row.student_id, row.section_id)
            for row in connection.execute(seated)
            if "over_capacity" in row.used_kinds
        },
        counted={
            (row.student_id, row.section_id): row.reserve_id
            for row in connection.execute(sa.select(enrolments))
            if row.reserve_id is not None
        },
    )


def holdings(connection: sa.Connection) -> Holdings:
    """Who holds what."""
    held: Holdings = {}
    for row in connection.execute(sa.select(enrolments)):
        held.setdefault(row.student_id, set()).add(row.section_id)
    return held
