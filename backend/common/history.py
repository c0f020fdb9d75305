"""What the nodes and their users tell each other about what students took before."""

from __future__ import annotations

import msgspec


class TakenCourse(msgspec.Struct, frozen=True, kw_only=True):
    """A course that a student took.

    Attributes:
        course: its code, in capitals.
        term: code of the term, which need not be known here.
        grade: A+ to F, P, W, or a number from 0 to 100.
        passed: whether the grade passes.
        credits: what it was worth, as the file said or as the course is offered now; null where
            nobody knows, and it counts nothing.
    """

    course: str
    term: str
    grade: str
    passed: bool
    credits: float | None = None


class History(msgspec.Struct, kw_only=True):
    """What a student took, by course and term.

    Attributes:
        earned: credits of the courses passed, each course once.
    """

    id: int
    username: str
    name: str
    earned: float = 0
    items: list[TakenCourse]


class HistoryReport(msgspec.Struct, kw_only=True):
    """What an import of history did, or with `dry_run` would do.

    Attributes:
        students: how many the file is about.
        unknown_courses: codes in the file that no term has, the first of them; perhaps misspelt.
        unknown_count: how many such codes there are.
    """

    dry_run: bool
    created: int
    changed: int
    unchanged: int
    students: int
    unknown_courses: list[str]
    unknown_count: int


HISTORY_EXAMPLE = History(
    id=17,
    username="alice",
    name="Alice Ames",
    earned=4,
    items=[TakenCourse(course="MATH-1010", term="S24", grade="B+", passed=True, credits=4)],
)
HISTORY_REPORT_EXAMPLE = HistoryReport(
    dry_run=False,
    created=2,
    changed=0,
    unchanged=0,
    students=1,
    unknown_courses=["MATH-0900"],
    unknown_count=1,
)
HISTORY_CSV = (
    "username,course,term,grade,credits\nalice,MATH-1010,S24,B+,4\nalice,MATH-0900,F23,91.5,\n"
)
HISTORY_BODY = {
    "required": True,
    "content": {"text/csv": {"schema": {"type": "string"}, "example": HISTORY_CSV}},
}
"""A file of history as the body of a request, in OpenAPI's words."""
