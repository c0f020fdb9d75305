"""How many credits a student has earned: those of the courses passed, each course once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from backend.domain.grades import PASSING, points_of


class Taken(NamedTuple):
    """One line of what a student took before.

    Attributes:
        course: by `domain.history.course_key`.
        credits: hundredths of a credit, if whoever brought the line in knew them.
    """

    course: str
    grade: str
    credits: int | None = None


def earned_credits(taken: Iterable[Taken], offered: Mapping[str, int]) -> int:
    """Hundredths of a credit of all courses passed.

    A course that was passed several times counts once, with the most that it was worth. One for
    which nobody knows any credits counts nothing.

    Args:
        offered: hundredths of a credit of courses by key, for lines that do not say.
    """
    worth: dict[str, int] = {}
    for course, grade, credits_ in taken:
        if points_of(grade) >= PASSING:
            known = offered.get(course, 0) if credits_ is None else credits_
            worth[course] = max(worth.get(course, 0), known)
    return sum(worth.values())
