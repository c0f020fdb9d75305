"""What students took before: a file of it brought in, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from backend.common.bulk import among, fetch, having_pairs, insert_rows, listed, run_rows
from backend.common.errors import Refused
from backend.common.history import History, HistoryReport, TakenCourse
from backend.data_node import feed
from backend.data_node.academic_tables import history
from backend.data_node.student_names import students_named
from backend.data_node.tables import courses, students
from backend.domain.catalogue_notes import CatalogueError
from backend.domain.flaws import flaw
from backend.domain.grades import PASSING, points_of
from backend.domain.history import MOST_ERRORS, Entry, Reading, course_key
from backend.domain.people import comparable

SHOWN = 20  # codes that no term has

_COLUMNS = ("student_id", "course", "term", "grade")
_STANDING = sa.select(*(history.c[name] for name in _COLUMNS)).where(
    among(history.c.student_id, "ids")
)
_ANY = sa.select(history.c.student_id).limit(1)
_PAIRS = having_pairs(history, history.c.student_id, history.c.course, "pairs")
_CHANGE = (
    sa.update(history)
    .where(
        history.c.student_id == sa.bindparam("student"),
        history.c.course == sa.bindparam("code"),
        history.c.term == sa.bindparam("when"),
    )
    .values(grade=sa.bindparam("new"))
)


def bring(connection: sa.Connection, reading: Reading, *, dry_run: bool = False) -> HistoryReport:
    """Bring a file in: what is new is added, another grade replaces the one that stands.

    The same file again changes nothing; what it does not list stays.

    Args:
        dry_run: only report.

    Raises:
        Refused: `file_invalid` with the places; nothing is changed.
    """
    entries = reading.entries
    ids = {} if reading.errors else _student_ids(connection)
    errors = reading.errors or _unknown_students(entries, ids)
    if errors:
        raise _invalid(errors[:MOST_ERRORS], stopped=reading.stopped or len(errors) > MOST_ERRORS)
    wanted = {(ids[comparable(e.username)], e.course, e.term): e.grade for e in entries}
    standing = _standing(connection, {student for student, _, _ in wanted})
    new = [(*key, grade) for key, grade in wanted.items() if key not in standing]
    other = [(g, *key) for key, g in wanted.items() if key in standing and standing[key] != g]
    if not dry_run:
        _write(connection, new, other)
    unknown = _unknown_courses(connection, wanted)
    return HistoryReport(
        dry_run=dry_run,
        created=len(new),
        changed=len(other),
        unchanged=len(wanted) - len(new) - len(other),
        students=len({student for student, _, _ in wanted}),
        unknown_courses=unknown[:SHOWN],
        unknown_count=len(unknown),
    )


def of_student(connection: sa.Connection, student: str) -> History:
    """What one student took, by course and term.

    Args:
        student: user name or id.

    Raises:
        Refused: `no_such_student`.
    """
    found = students_named(connection, [student]).get(student)
    if found is None:
        raise Refused("no_such_student")
    name = connection.execute(sa.select(students.c.name).where(students.c.id == found.id))
    query = sa.select(history).where(history.c.student_id == found.id)
    rows = connection.execute(query.order_by(history.c.course, history.c.term))
    return History(
        id=found.id,
        username=found.username,
        name=name.scalar_one(),
        items=[
            TakenCourse(
                course=row.course,
                term=row.term,
                grade=row.grade,
                passed=points_of(row.grade) >= PASSING,
            )
            for row in rows
        ],
    )


def best(connection: sa.Connection, student_id: int) -> dict[str, int]:
    """The best that a student had in each course taken, in hundredths of a point."""
    rows = connection.execute(sa.select(history).where(history.c.student_id == student_id))
    return _best((row.student_id, row.course, row.grade) for row in rows).get(student_id, {})


def is_empty(connection: sa.Connection) -> bool:
    """Whether nothing is known of anybody."""
    return connection.execute(_ANY).first() is None


def best_of(
    connection: sa.Connection, pairs: Iterable[tuple[int, str]]
) -> dict[int, dict[str, int]]:
    """The same for the courses that are asked for of each student: id and course's key."""
    return _best(
        row[:2] + row[3:] for row in fetch(connection, _PAIRS, ("pairs",), (listed(pairs),))
    )


def _best(rows: Iterable[tuple[int, str, str]]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for student, course, grade in rows:
        mine = found.setdefault(student, {})
        mine[course] = max(mine.get(course, 0), points_of(grade))
    return found


def _student_ids(connection: sa.Connection) -> dict[str, int]:
    """All real students by user name, as user names are compared."""
    query = sa.select(students.c.username, students.c.id).where(students.c.scratch_term.is_(None))
    return {comparable(row.username): row.id for row in connection.execute(query)}


def _unknown_students(entries: Iterable[Entry], ids: dict[str, int]) -> list[CatalogueError]:
    return [
        CatalogueError(
            entry.line,
            "username",
            flaw("student_unknown", "there is no student {username}", username=entry.username),
        )
        for entry in entries
        if comparable(entry.username) not in ids
    ]


def _invalid(errors: Sequence[CatalogueError], *, stopped: bool) -> Refused:
    count = f"{len(errors)}+" if stopped else str(len(errors))
    return Refused("file_invalid", errors=[error.place for error in errors], count=count)


def _standing(connection: sa.Connection, ids: set[int]) -> dict[tuple[Any, ...], str]:
    rows = fetch(connection, _STANDING, ("ids",), (listed(ids),))
    return {(student, course, term): grade for student, course, term, grade in rows}


def _write(
    connection: sa.Connection, new: Sequence[tuple[Any, ...]], other: Sequence[tuple[Any, ...]]
) -> None:
    insert_rows(connection, history, _COLUMNS, new)
    run_rows(connection, _CHANGE, ("new", "student", "code", "when"), other)
    touched = sorted({row[0] for row in new} | {row[1] for row in other})
    if touched:
        feed.append(connection, feed.STUDENT, {"ids": touched})


def _unknown_courses(
    connection: sa.Connection, wanted: Iterable[tuple[int, str, str]]
) -> list[str]:
    """The codes that no term has, by code."""
    known = {course_key(code) for code in connection.execute(sa.select(courses.c.code)).scalars()}
    return sorted({course for _, course, _ in wanted} - known)
