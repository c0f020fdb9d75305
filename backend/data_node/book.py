"""Loading what a batch of tickets touches into a `SeatBook`, set-wise: a few queries a batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa

from backend.common.tickets import Order
from backend.data_node.tables import courses, enrolments, meetings, sections, students, terms
from backend.domain.eligibility import Seats, Section, Student, Term
from backend.domain.selection import SeatBook
from backend.domain.timetable import Meeting, schedule_of


def load(connection: sa.Connection, orders: Sequence[Order]) -> SeatBook:
    """The sections, seats, students and holdings that `orders` touch."""
    student_ids = {order.student_id for order in orders}
    holdings = _holdings(connection, student_ids)
    wanted = {order.section_id for order in orders} | {section for _, section in holdings}
    known, seats = load_sections(connection, wanted)
    held: dict[int, dict[int, Section]] = {}
    for student_id, section_id in holdings:
        held.setdefault(student_id, {})[section_id] = known[section_id]
    return SeatBook(known, seats, load_students(connection, student_ids), held)


def load_students(connection: sa.Connection, ids: Collection[int]) -> dict[int, Student]:
    """Students by id; those that do not exist are missing."""
    query = sa.select(
        students.c.id, students.c.credit_limit, students.c.active, students.c.scratch_term
    ).where(students.c.id.in_(ids))
    return {
        row.id: Student(row.id, row.credit_limit, row.active, row.scratch_term)
        for row in connection.execute(query)
    }


def load_sections(
    connection: sa.Connection, ids: Collection[int]
) -> tuple[dict[int, Section], dict[int, Seats]]:
    """Sections and their seats by id; those that do not exist are missing."""
    query = (
        sa.select(
            sections.c.id,
            sections.c.term_id,
            sections.c.course_id,
            sections.c.number,
            sections.c.credits,
            sections.c.state,
            sections.c.taken,
            sections.c.ceiling,
            terms.c.state.label("term_state"),
            terms.c.scratch,
            courses.c.code,
        )
        .join(terms, terms.c.id == sections.c.term_id)
        .join(courses, courses.c.id == sections.c.course_id)
        .where(sections.c.id.in_(ids))
    )
    times = _meetings(connection, ids)
    known: dict[int, Section] = {}
    seats: dict[int, Seats] = {}
    for row in connection.execute(query):
        known[row.id] = Section(
            id=row.id,
            term=Term(row.term_id, row.term_state, row.scratch),
            course_id=row.course_id,
            name=section_name(row.code, row.number),
            credits=row.credits,
            state=row.state,
            schedule=schedule_of(times.get(row.id, ())),
        )
        seats[row.id] = Seats(row.taken, row.ceiling)
    return known, seats


def section_name(course: str, number: str) -> str:
    """What a student calls a section."""
    return f"{course} ({number})"


def _holdings(connection: sa.Connection, ids: Iterable[int]) -> list[tuple[int, int]]:
    query = sa.select(enrolments.c.student_id, enrolments.c.section_id).where(
        enrolments.c.student_id.in_(ids)
    )
    return [(row.student_id, row.section_id) for row in connection.execute(query)]


def _meetings(connection: sa.Connection, ids: Iterable[int]) -> dict[int, list[Meeting]]:
    query = sa.select(meetings).where(meetings.c.section_id.in_(ids))
    times: dict[int, list[Meeting]] = {}
    for row in connection.execute(query):
        meeting = Meeting(row.days, row.start_minute, row.end_minute, row.weeks)
        times.setdefault(row.section_id, []).append(meeting)
    return times
