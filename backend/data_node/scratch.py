"""Scratch terms: courses, times and synthetic students for a rehearsal, made and removed whole."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from backend.common.database import take_numbers
from backend.common.errors import Refused
from backend.common.models import MeetingView
from backend.common.rehearsal import (
    ScratchOutcome,
    ScratchOutcomes,
    ScratchRoster,
    ScratchRosters,
    ScratchSection,
    ScratchStudent,
    ScratchStudents,
    ScratchTerm,
    WantedSection,
    course_of,
)
from backend.data_node import decision_log, feed
from backend.data_node.tables import (
    counters,
    courses,
    enrolments,
    meetings,
    outcomes,
    sections,
    students,
    terms,
    waitlist,
)
from backend.domain.eligibility import OPEN
from backend.domain.timetable import EVERY_WEEK, LAST_WEEK, format_time

CREDITS = 400  # hundredths
CREDIT_LIMIT = 2400  # hundredths
ROWS_A_STATEMENT = 10_000

DAY_PATTERNS = (*"MTWRF", *"MTWRF", "MR", "TF")  # one day a week far more often than two
DURATIONS = (50, 50, 80)  # minutes
FIRST_START = 8 * 60
LAST_END = 20 * 60
START_STEP = 30  # minutes


def create(
    connection: sa.Connection,
    code: str,
    student_count: int,
    wanted: Sequence[WantedSection],
    seed: int,
) -> ScratchTerm:
    """Make a scratch term with its courses, sections, times and students.

    Sections whose names agree up to the last `/` belong to one course. The same `seed` gives the
    same times to the same list of sections. A scratch term that has the code already is left as it
    stands.

    Args:
        wanted: sections with names that differ.

    Raises:
        Refused: `not_a_scratch_term`, if a real term has that code.
    """
    known = connection.execute(sa.select(terms.c.id).where(terms.c.code == code)).scalar()
    if known is None:
        term_id = _insert_term(connection, code)
        _insert_sections(connection, term_id, wanted)
        _insert_meetings(connection, term_id, random.Random(seed))  # noqa: S311
        _insert_students(connection, term_id, code, student_count)
        feed.append(connection, feed.CATALOGUE, {"term": code})
    return describe(connection, code)


def describe(connection: sa.Connection, code: str) -> ScratchTerm:
    """What was made.

    Raises:
        Refused: `no_such_term`, `not_a_scratch_term`.
    """
    term_id = find(connection, code)
    return ScratchTerm(
        term=code,
        term_id=term_id,
        students=_count_students(connection, term_id),
        sections=[
            ScratchSection(id=row.id, name=row.number, capacity=row.capacity)
            for row in connection.execute(_sections_of(term_id))
        ],
    )


def remove(connection: sa.Connection, code: str) -> None:
    """Remove a scratch term and everything that belongs to it.

    Raises:
        Refused: `no_such_term`, `not_a_scratch_term`.
    """
    term_id = find(connection, code)
    of_term = sa.select(sections.c.id).where(sections.c.term_id == term_id).scalar_subquery()
    decision_log.remove(connection, term_id)
    for statement in (
        sa.delete(waitlist).where(waitlist.c.section_id.in_(of_term)),
        sa.delete(enrolments).where(enrolments.c.section_id.in_(of_term)),
        sa.delete(outcomes).where(outcomes.c.scratch_term == term_id),
        sa.delete(students).where(students.c.scratch_term == term_id),
        sa.delete(meetings).where(meetings.c.section_id.in_(of_term)),
        sa.delete(sections).where(sections.c.term_id == term_id),
        sa.delete(courses).where(courses.c.term_id == term_id),
        sa.delete(terms).where(terms.c.id == term_id),
    ):
        connection.execute(statement)
    feed.append(connection, feed.CATALOGUE, {"term": code})


def find(connection: sa.Connection, code: str) -> int:
    """The id of the scratch term `code`.

    Raises:
        Refused: `no_such_term`, `not_a_scratch_term`.
    """
    row = connection.execute(sa.select(terms).where(terms.c.code == code)).one_or_none()
    if row is None:
        raise Refused("no_such_term", term=code)
    if not row.scratch:
        raise Refused("not_a_scratch_term", term=code)
    return int(row.id)


def list_students(connection: sa.Connection, code: str, limit: int, offset: int) -> ScratchStudents:
    """One page of the synthetic students, by id.

    Raises:
        Refused: `no_such_term`, `not_a_scratch_term`.
    """
    term_id = find(connection, code)
    page = connection.execute(
        sa.select(students.c.id, students.c.username)
        .where(students.c.scratch_term == term_id)
        .order_by(students.c.id)
        .limit(limit)
        .offset(offset)
    )
    found = [ScratchStudent(id=row.id, username=row.username) for row in page]
    total = _count_students(connection, term_id)
    return ScratchStudents(term_id=term_id, students=found, total=total)


def rosters(connection: sa.Connection, code: str) -> ScratchRosters:
    """Every section of the term with its counters, its times and who holds a seat.

    Raises:
        Refused: `no_such_term`, `not_a_scratch_term`.
    """
    term_id = find(connection, code)
    found = {row.id: _roster(row) for row in connection.execute(_sections_of(term_id))}
    for row in connection.execute(_of_term(meetings, term_id)):
        found[row.section_id].meetings.append(_meeting(row))
    for row in connection.execute(_of_term(enrolments, term_id)):
        found[row.section_id].students.append(row.student_id)
    return ScratchRosters(sections=list(found.values()))


def outcomes_after(connection: sa.Connection, code: str, after: int, limit: int) -> ScratchOutcomes:
    """Up to `limit` outcomes of the term's tickets after ticket number `after`, by number.

    Raises:
        Refused: `no_such_term`, `not_a_scratch_term`.
    """
    term_id = find(connection, code)
    page = connection.execute(
        sa.select(*(outcomes.c[name] for name in ScratchOutcome.__struct_fields__))
        .where(outcomes.c.scratch_term == term_id, outcomes.c.number > after)
        .order_by(outcomes.c.number)
        .limit(limit)
    )
    found = [ScratchOutcome(**row._mapping) for row in page]
    return ScratchOutcomes(outcomes=found, last=found[-1].number if found else after)


def draw_meeting(drawn: random.Random) -> dict[str, Any]:
    """A plausible time: one or two days from Monday to Friday, between 08:00 and 20:00."""
    duration = drawn.choice(DURATIONS)
    start = drawn.randrange(FIRST_START, LAST_END - duration + 1, START_STEP)
    return {
        "days": drawn.choice(DAY_PATTERNS),
        "start_minute": start,
        "end_minute": start + duration,
        "weeks": EVERY_WEEK,
        "kind": "LEC",
        "location": "",
        "instructor": "",
    }


def _insert_term(connection: sa.Connection, code: str) -> int:
    values = {"code": code, "name": "Rehearsal", "state": OPEN, "scratch": True}
    added = connection.execute(sa.insert(terms).values(values).returning(terms.c.id))
    return int(added.scalar_one())


def _insert_sections(
    connection: sa.Connection, term_id: int, wanted: Sequence[WantedSection]
) -> None:
    codes = dict.fromkeys(course_of(section.name) for section in wanted)
    _insert(
        connection,
        courses,
        ({"term_id": term_id, "code": code, "title": f"Rehearsal of {code}"} for code in codes),
    )
    query = sa.select(courses.c.code, courses.c.id).where(courses.c.term_id == term_id)
    ids = {row.code: row.id for row in connection.execute(query)}
    _insert(
        connection,
        sections,
        (_section_row(term_id, ids[course_of(section.name)], section) for section in wanted),
    )


def _section_row(term_id: int, course_id: int, section: WantedSection) -> dict[str, object]:
    return {
        "term_id": term_id,
        "course_id": course_id,
        "number": section.name,
        "title": f"Rehearsal of {course_of(section.name)}",
        "credits": CREDITS,
        "credits_max": CREDITS,
        "capacity": section.capacity,
        "ceiling": section.capacity,
        "taken": 0,
        "state": OPEN,
        "teacher_id": None,
        "instructor": "",
        "location": "",
    }


def _insert_meetings(connection: sa.Connection, term_id: int, drawn: random.Random) -> None:
    ids = [row.id for row in connection.execute(_sections_of(term_id))]
    _insert(connection, meetings, ({"section_id": id_, **draw_meeting(drawn)} for id_ in ids))


def _insert_students(connection: sa.Connection, term_id: int, code: str, count: int) -> None:
    stem = code.lower()
    first = take_numbers(connection, counters, "synthetic_student", count)
    _insert(
        connection,
        students,
        (
            {
                "id": first + number - 1,
                "username": f"{stem}-{number:05}",
                "name": f"Student {number:05}",
                "group": code,
                "tags": [],
                "credit_limit": CREDIT_LIMIT,
                "active": True,
                "scratch_term": term_id,
            }
            for number in range(1, count + 1)
        ),
    )


def _insert(connection: sa.Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS_A_STATEMENT:
            connection.execute(sa.insert(table), batch)
            batch = []
    if batch:
        connection.execute(sa.insert(table), batch)


def _count_students(connection: sa.Connection, term_id: int) -> int:
    query = sa.select(sa.func.count()).where(students.c.scratch_term == term_id)
    return int(connection.execute(query).scalar_one())


def _sections_of(term_id: int) -> sa.Select[Any]:
    return (
        sa.select(
            sections.c.id, sections.c.number, sections.c.capacity, sections.c.taken, courses.c.code
        )
        .join(courses, courses.c.id == sections.c.course_id)
        .where(sections.c.term_id == term_id)
        .order_by(sections.c.id)
    )


def _of_term(table: sa.Table, term_id: int) -> sa.Select[Any]:
    return (
        sa.select(table)
        .join(sections, sections.c.id == table.c.section_id)
        .where(sections.c.term_id == term_id)
    )


def _roster(row: sa.Row[Any]) -> ScratchRoster:
    return ScratchRoster(
        id=row.id,
        name=row.number,
        course=row.code,
        capacity=row.capacity,
        taken=row.taken,
        meetings=[],
        students=[],
    )


def _meeting(row: sa.Row[Any]) -> MeetingView:
    weeks = [week for week in range(1, LAST_WEEK + 1) if row.weeks >> (week - 1) & 1]
    return MeetingView(
        days=row.days,
        start=format_time(row.start_minute),
        end=format_time(row.end_minute),
        weeks=weeks or None,
        kind=row.kind,
    )
