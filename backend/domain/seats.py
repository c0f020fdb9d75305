"""Seats of a section, those it shares with others, and those that are kept for some students."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

NO_NAMES: Final[frozenset[str]] = frozenset()


@dataclass(slots=True)
class Pool:
    """Seats that cross-listed sections share, besides those that each has.

    Attributes:
        taken: how many are held in all of them.
        ceiling: how many may be: the capacity, or as many as were taken by permits or before.
        capacity: how many are meant.
        members: the seats of its sections, by id.
        resized: whether `ceiling` is another than it was.
    """

    id: int
    taken: int = 0
    ceiling: int = 0
    capacity: int = 0
    members: dict[int, Seats] = field(default_factory=dict)
    resized: bool = False

    def raise_by_permit(self) -> None:
        """Make room for one student beyond the capacity."""
        if self.taken >= self.ceiling:
            self.ceiling += 1
            self.resized = True

    def given_back(self) -> None:
        """One student less; what was beyond the capacity does not become free for another."""
        self.taken -= 1
        lower = max(self.capacity, self.taken)
        if self.ceiling > lower:
            self.ceiling = lower
            self.resized = True


@dataclass(slots=True)
class Reserve:
    """Seats of a section that are kept for some students until a moment.

    Attributes:
        name: whom they are for, as students read it.
        seats: how many are kept.
        taken: how many are held by students it is for.
        until: Unix seconds; from then on the rest is for everybody.
        groups, tags: it is for students of one of the groups and for those with one of the tags.
    """

    id: int
    name: str
    seats: int
    until: float
    groups: frozenset[str] = NO_NAMES
    tags: frozenset[str] = NO_NAMES
    taken: int = 0

    @property
    def unused(self) -> int:
        """How many seats are kept still."""
        return max(0, self.seats - self.taken)

    def is_for(self, group: str, tags: Collection[str]) -> bool:
        """Whether a student of `group` with `tags` is meant."""
        return group in self.groups or not self.tags.isdisjoint(tags)


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
        pool: those it shares with cross-listed sections.
        reserves: what is kept for some; a section that shares seats keeps none.
    """

    taken: int = 0
    ceiling: int | None = 0
    permitted: int = 0
    surplus: int = 0
    resized: bool = False
    waiting: int = 0
    pool: Pool | None = None
    reserves: tuple[Reserve, ...] = ()

    @property
    def free(self) -> bool:
        """Whether one more student fits."""
        if self.ceiling is not None and self.taken >= self.ceiling:
            return False
        return self.pool is None or self.pool.taken < self.pool.ceiling

    @property
    def own_free(self) -> bool:
        """Whether one more student fits, apart from what is shared."""
        return self.ceiling is None or self.taken < self.ceiling

    @property
    def shown_ceiling(self) -> int | None:
        """How many may be held here as things are: the lower of the own seats and the shared."""
        return lower_ceiling(self.taken, self.ceiling, self.pool)

    def raise_by_permit(self) -> None:
        """Make room for one student beyond the capacity."""
        if self.pool is not None:
            self.pool.raise_by_permit()
        if self.ceiling is not None:
            self.ceiling += 1
            self.permitted += 1
            self.resized = True

    def given_back(self, *, permitted: bool, within: bool = False) -> None:
        """One student less; what was beyond the capacity does not become free for another.

        Args:
            within: the student takes another of the shared seats for it.
        """
        self.taken -= 1
        if self.pool is not None and within:
            self.pool.taken -= 1
        elif self.pool is not None:
            self.pool.given_back()
        if not (permitted or self.surplus):
            return
        self.resized = True
        if permitted:
            self.permitted -= 1
        else:
            self.surplus -= 1
        if self.ceiling is not None:
            self.ceiling -= 1

    def leave_reserve(self, reserve_id: int | None) -> None:
        """One student less of those for whom a reserve is, if the seat counted under one."""
        for each in self.reserves:
            if each.id == reserve_id:
                each.taken -= 1

    def kept_from(self, group: str, tags: Collection[str], moment: float) -> Reserve | None:
        """The reserve that keeps the last free seats from this student; None if one is free.

        Students whom a reserve is for take its seats first, then those that are for everybody.
        """
        standing = list(self._standing(moment))
        if self.ceiling is None or not standing:
            return None
        if any(each.unused and each.is_for(group, tags) for each in standing):
            return None
        if self.ceiling - self.taken > sum(each.unused for each in standing):
            return None
        return next(each for each in standing if each.unused) if self.free else None

    def reserve_of(self, group: str, tags: Collection[str]) -> Reserve | None:
        """The reserve under which this student counts: the first with a seat left, or the first."""
        own = [each for each in self.reserves if each.is_for(group, tags)]
        return next((each for each in own if each.unused), own[0] if own else None)

    def _standing(self, moment: float) -> Iterator[Reserve]:
        return (each for each in self.reserves if moment < each.until)


def lower_ceiling(taken: int, ceiling: int | None, pool: Pool | None) -> int | None:
    """The lower of a section's own ceiling and what its pool leaves it; None is unlimited."""
    if pool is None:
        return ceiling
    shared = taken + pool.ceiling - pool.taken
    return shared if ceiling is None else min(ceiling, shared)
