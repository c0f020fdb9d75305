"""What a course asks of those who take it: what they took before, take along with it, and who.

Courses are named by their key (`domain.history.course_key`), so that offerings of all terms count.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from backend.domain.grades import PASSING, points_of
from backend.domain.refusals import No

NOTHING: Final[frozenset[str]] = frozenset()
SEPARATOR: Final = ", "

History = Mapping[str, int]
"""The best that a student had in each course taken: hundredths of a point, by the course's key."""
NO_HISTORY: Final[History] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Course:
    """One course, passed with `grade` at least; "" is any grade that passes."""

    key: str
    grade: str = ""

    @property
    def least(self) -> int:
        """Hundredths of a point that are enough."""
        return points_of(self.grade) if self.grade else PASSING

    def passed(self, history: History) -> bool:
        """Whether it was passed as well as is asked for."""
        points = history.get(self.key)
        return points is not None and points >= self.least


@dataclass(frozen=True, slots=True)
class Every:
    """All of at least two parts, none of which is an `Every`."""

    parts: tuple[Course | Either, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of at least two parts, none of which is an `Either`."""

    parts: tuple[Course | Every, ...]


Need = Course | Every | Either


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a course asks for.

    Attributes:
        prerequisite: what was passed before.
        corequisite: what is held in the same term, or was passed before.
        exclusions: courses it is not taken with in one term, nor after they were passed.
        groups: only students of one of them; empty is everybody.
        tags: only students with one of them; empty is everybody.
        repeats: whether those who passed it may take it again.
    """

    prerequisite: Need | None = None
    corequisite: Need | None = None
    exclusions: tuple[str, ...] = ()
    groups: frozenset[str] = NOTHING
    tags: frozenset[str] = NOTHING
    repeats: bool = False

    def courses(self) -> Iterator[str]:
        """The keys of all courses that are named; one may come twice."""
        for need in (self.prerequisite, self.corequisite):
            if need is not None:
                yield from (leaf.key for leaf in leaves(need))
        yield from self.exclusions


NO_REQUIREMENTS: Final = Requirements()


def leaves(need: Need) -> Iterator[Course]:
    """The courses of a need, from left to right."""
    if isinstance(need, Course):
        yield need
    else:
        for part in need.parts:
            yield from leaves(part)


def unmet(need: Need, fits: Callable[[Course], bool]) -> Need | None:
    """What is missing of a need; None if it is met.

    Of several missing parts all are told; where one of several is enough, all of these.
    """
    if isinstance(need, Course):
        return None if fits(need) else need
    if isinstance(need, Either):
        met = any(unmet(part, fits) is None for part in need.parts)
        return None if met else need
    missing = tuple(part for part in need.parts if unmet(part, fits) is not None)
    if not missing:
        return None
    return missing[0] if len(missing) == 1 else Every(missing)


def missing_before(wanted: Requirements, history: History) -> Need | None:
    """What of the prerequisite was not passed; None if nothing is missing."""
    need = wanted.prerequisite
    return None if need is None else unmet(need, lambda course: course.passed(history))


def missing_beside(wanted: Requirements, history: History, held: Collection[str]) -> Need | None:
    """What of the corequisite is neither held nor was passed; None if nothing is missing.

    Args:
        held: keys of the other courses that the student holds in the term.
    """
    need = wanted.corequisite
    if need is None:
        return None
    return unmet(need, lambda course: course.key in held or course.passed(history))


def closed_to(wanted: Requirements, group: str, tags: frozenset[str]) -> No | None:
    """Why a student of `group` with `tags` is not among those whom a course is for."""
    if wanted.groups and group not in wanted.groups:
        return No("course_of_groups", {"groups": SEPARATOR.join(sorted(wanted.groups))})
    if wanted.tags and wanted.tags.isdisjoint(tags):
        return No("course_of_tags", {"tags": SEPARATOR.join(sorted(wanted.tags))})
    return None


def passed_before(key: str, wanted: Requirements, history: History) -> bool:
    """Whether the course was passed and cannot be repeated."""
    return not wanted.repeats and history.get(key, 0) >= PASSING
