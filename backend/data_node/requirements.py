"""What courses require: read, replaced, and told to those who keep copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from backend.common.errors import Refused
from backend.common.requirements import (
    CourseRequirements,
    SavedRequirements,
    WantedRequirements,
    rule_of,
)
from backend.data_node import feed
from backend.data_node.academic_tables import history, requirements
from backend.data_node.tables import courses, terms
from backend.domain.flaws import EMPTY, flaw, flaw_of
from backend.domain.history import course_key, read_course
from backend.domain.people import name_fault, normal
from backend.domain.requirement_text import read_need, write_need

T = TypeVar("T")

_COURSES = sa.select(
    courses.c.id, courses.c.code, courses.c.title, terms.c.code.label("term"), terms.c.scratch
).join(terms, terms.c.id == courses.c.term_id)
_ROWS = (
    _COURSES.join(requirements, requirements.c.course_id == courses.c.id)
    .add_columns(*(column for column in requirements.c if column.name != "course_id"))
    .order_by(terms.c.id, courses.c.code)
)


def every(connection: sa.Connection) -> list[CourseRequirements]:
    """What courses of all terms require."""
    return [_view(row) for row in connection.execute(_ROWS)]


def of_term(connection: sa.Connection, term: str) -> list[CourseRequirements]:
    """The courses of a term that require something, by code.

    Raises:
        Refused: `no_such_term`.
    """
    known = connection.execute(sa.select(terms.c.id).where(terms.c.code == term))
    if known.one_or_none() is None:
        raise Refused("no_such_term", term=term)
    return [_view(row) for row in connection.execute(_ROWS.where(terms.c.code == term))]


def get(connection: sa.Connection, course_id: int) -> CourseRequirements:
    """What a course requires.

    Raises:
        Refused: `no_such_course`.
    """
    row = connection.execute(_ROWS.where(courses.c.id == course_id)).one_or_none()
    if row is not None:
        return _view(row)
    course = _course(connection, course_id)
    return CourseRequirements(
        course_id=course.id, term=course.term, course=course.code, title=course.title
    )


def put(connection: sa.Connection, course_id: int, wanted: WantedRequirements) -> SavedRequirements:
    """Replace what a course requires; requests that wait in line are decided by it.

    Raises:
        Refused: `no_such_course`, `term_is_scratch`, `invalid_fields`.
    """
    before = get(connection, course_id)
    if _course(connection, course_id).scratch:
        raise Refused("term_is_scratch", term=before.term)
    values = _columns(wanted, course_key(before.course))
    after = msgspec.structs.replace(before, **values)
    if after != before:
        connection.execute(sa.delete(requirements).where(requirements.c.course_id == course_id))
        if wanted != WantedRequirements():
            connection.execute(sa.insert(requirements).values(course_id=course_id, **values))
        feed.append(connection, feed.REQUIREMENTS, after)
    named = rule_of(after).courses()
    return SavedRequirements(
        **msgspec.structs.asdict(after), unknown_courses=_unknown(connection, named)
    )


def _course(connection: sa.Connection, course_id: int) -> sa.Row[int, str, str, str, bool]:
    row = connection.execute(_COURSES.where(courses.c.id == course_id)).one_or_none()
    if row is None:
        raise Refused("no_such_course")
    return row


def _unknown(connection: sa.Connection, named: Iterable[str]) -> list[str]:
    """Those of the courses that no term has and nobody took."""
    offered = {course_key(code) for code in connection.execute(sa.select(courses.c.code)).scalars()}
    left = dict.fromkeys(course for course in named if course not in offered)
    taken = sa.select(history.c.course).distinct().where(history.c.course.in_(left))
    known = set(connection.execute(taken).scalars()) if left else set()
    return [course for course in left if course not in known]


def _columns(wanted: WantedRequirements, own: str) -> dict[str, Any]:
    """What is kept: needs and codes in their one form, each name once.

    Raises:
        Refused: `invalid_fields`.
    """
    errors: list[dict[str, Any]] = []

    def read(reader: Callable[[str], T], text: str, where: str, instead: T) -> T:
        try:
            return reader(text)
        except ValueError as error:
            errors.append(flaw_of(error).at(f"body.{where}"))
            return instead

    def names(field: str, given: Iterable[str]) -> list[str]:
        found = [normal(name) for name in given]
        for place, name in enumerate(found):
            fault = name_fault(name) if name else EMPTY
            if fault is not None:
                errors.append(fault.at(f"body.{field}[{place}]"))
        return list(dict.fromkeys(found))

    values: dict[str, Any] = {
        "prerequisite": write_need(read(read_need, wanted.prerequisite, "prerequisite", None)),
        "corequisite": write_need(read(read_need, wanted.corequisite, "corequisite", None)),
        "exclusions": list(
            dict.fromkeys(
                read(read_course, code, f"exclusions[{place}]", "")
                for place, code in enumerate(wanted.exclusions)
            )
        ),
        "groups": names("groups", wanted.groups),
        "tags": names("tags", wanted.tags),
        "repeats": wanted.repeats,
    }
    if own in values["exclusions"]:
        itself = flaw("excludes_itself", "a course cannot exclude itself")
        errors.append(itself.at("body.exclusions"))
    if errors:
        raise Refused("invalid_fields", errors=errors)
    return values


def _view(row: sa.Row[Any]) -> CourseRequirements:
    return CourseRequirements(
        course_id=row.id,
        term=row.term,
        course=row.code,
        title=row.title,
        prerequisite=row.prerequisite,
        corequisite=row.corequisite,
        exclusions=row.exclusions,
        groups=row.groups,
        tags=row.tags,
        repeats=row.repeats,
    )
