"""What students took before: a file of it brought in, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from backend.common.bulk import fetch, insert_rows, listed, run_rows
from backend.common.dialects import among, having_pairs
from backend.common.errors import Refused
from backend.common.history import History, HistoryReport, TakenCourse
from backend.data_node import audience, deeds, feed
from backend.data_node.academic_tables import history
from backend.data_node.deeds import Target
from backend.data_node.doer import Doer
from backend.data_node.student_names import students_named
from backend.data_node.tables import courses, students
from backend.domain.catalogue_notes import CatalogueError
from backend.domain.credits import credits_of
from backend.domain.earned import Taken, earned_credits
from backend.domain.flaws import flaw
from backend.domain.grades import PASSING, points_of
from backend.domain.history import MOST_ERRORS, Entry, Reading, course_key
from backend.domain.people import comparable

SHOWN = 20  # codes that no term has

_Line = tuple[str, int | None]
"""Grade and hundredths of a credit."""

_COLUMNS = ("student_id", "course", "term", "grade", "credits")
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
    .values(grade=sa.bindparam("new"), credits=sa.bindparam("worth"))
)


def bring(connection: sa.Connection, reading: Reading, *, dry_run: bool = False) -> HistoryReport:
    """Bring a file in: what is new is added, other grades and credits replace those that stand.

    The same file again changes nothing; what it does not list or say stays.

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
    said = {(ids[comparable(e.username)], e.course, e.term): e for e in entries}
    standing = _standing(connection, {student for student, _, _ in said})
    wanted = {key: _line(e, standing.get(key)) for key, e in said.items()}
    new = [(*key, *line) for key, line in wanted.items() if key not in standing]
    other = [(*t, *key) for key, t in wanted.items() if key in standing and standing[key] != t]
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


def _line(entry: Entry, standing: _Line | None) -> _Line:
    """Grade and credits of an entry; credits that it does not say stay."""
    kept = standing[1] if standing is not None and entry.credits is None else entry.credits
    return entry.grade, kept


def of_student(connection: sa.Connection, student: str) -> History:
    """What one student took, by course and term.

    Args:
        student: user name or id.

    Raises:
        Refused: `no_such_student`.
    """
    return of_id(connection, _id_of(connection, student))


def of_id(connection: sa.Connection, student_id: int) -> History:
    """What one student took, by course and term.

    Raises:
        Refused: `no_such_student`.
    """
    who = sa.select(students.c.id, students.c.username, students.c.name)
    found = connection.execute(who.where(students.c.id == student_id)).one_or_none()
    if found is None:
        raise Refused("no_such_student")
    worth = audience.offered(connection)
    query = sa.select(history).where(history.c.student_id == found.id)
    rows = connection.execute(query.order_by(history.c.course, history.c.term)).all()
    return History(
        id=found.id,
        username=found.username,
        name=found.name,
        earned=earned_credits((Taken(r.course, r.grade, r.credits) for r in rows), worth) / 100,
        items=[
            TakenCourse(
                course=row.course,
                term=row.term,
                grade=row.grade,
                passed=points_of(row.grade) >= PASSING,
                credits=credits_of(worth.get(row.course) if row.credits is None else row.credits),
            )
            for row in rows
        ],
    )


def remove(connection: sa.Connection, student: str, course: str, term: str, doer: Doer) -> History:
    """Remove one entry, noted for the audit log; what is left.

    Raises:
        Refused: `no_such_student`, `no_such_history`.
    """
    student_id = _id_of(connection, student)
    before = of_id(connection, student_id)
    key = course_key(course)
    gone = next((e for e in before.items if (e.course, e.term) == (key, term)), None)
    if gone is None:
        raise Refused("no_such_history", student=before.username, course=course, term=term)
    connection.execute(
        sa.delete(history).where(
            history.c.student_id == student_id, history.c.course == key, history.c.term == term
        )
    )
    feed.append(connection, feed.STUDENT, {"ids": [student_id]})
    told = [(Target("history", before.username), deeds.facts(gone), None)]
    deeds.record(connection, doer, "history_removed", told)
    return of_id(connection, student_id)


def _id_of(connection: sa.Connection, student: str) -> int:
    found = students_named(connection, [student]).get(student)
    if found is None:
        raise Refused("no_such_student")
    return found.id


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
        row[:2] + row[3:4] for row in fetch(connection, _PAIRS, ("pairs",), (listed(pairs),))
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


def _standing(connection: sa.Connection, ids: set[int]) -> dict[tuple[Any, ...], _Line]:
    rows = fetch(connection, _STANDING, ("ids",), (listed(ids),))
    return {row[:3]: (row[3], row[4]) for row in rows}


def _write(
    connection: sa.Connection, new: Sequence[tuple[Any, ...]], other: Sequence[tuple[Any, ...]]
) -> None:
    insert_rows(connection, history, _COLUMNS, new)
    run_rows(connection, _CHANGE, ("new", "worth", "student", "code", "when"), other)
    touched = sorted({row[0] for row in new} | {row[2] for row in other})
    if touched:
        feed.append(connection, feed.STUDENT, {"ids": touched})


def _unknown_courses(
    connection: sa.Connection, wanted: Iterable[tuple[int, str, str]]
) -> list[str]:
    """The codes that no term has, by code."""
    known = {course_key(code) for code in connection.execute(sa.select(courses.c.code)).scalars()}
    return sorted({course for _, course, _ in wanted} - known)
