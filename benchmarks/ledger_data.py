"""A term with students and sections for the ledger, and orders that keep it in a steady state."""

from __future__ import annotations

import random
from dataclasses import dataclass

import sqlalchemy as sa

from backend.common.bulk import insert_rows
from backend.common.tickets import Order
from backend.data_node.scratch import CREDIT_LIMIT, CREDITS, draw_meeting
from backend.data_node.tables import courses, enrolments, meetings, sections, students, terms

SEED = 7
MANY_SEATS = 1_000_000
FULL_EVERY = 5  # each fifth section has no seat left
SECTIONS_A_COURSE = 2


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is in the database."""

    students: int
    sections: int

    def __str__(self) -> str:
        return f"{self.students:,} students and {self.sections:,} sections"


def fill(connection: sa.Connection, size: Size) -> None:
    """One open term; every student holds one seat already."""
    term = ("T", "Term", "open", False)
    insert_rows(connection, terms, ("code", "name", "state", "scratch"), [term])
    numbers = range(1, size.sections + 1)
    codes = [(1, f"C{n}", f"Course {n}") for n in range(1, _course(size.sections) + 1)]
    insert_rows(connection, courses, ("term_id", "code", "title"), codes)
    insert_rows(connection, sections, _needed(sections), [_section(n) for n in numbers])
    drawn = random.Random(SEED)
    times = [{"section_id": n, **draw_meeting(drawn)} for n in numbers]
    names = tuple(c.name for c in meetings.columns if c.name != "id")
    insert_rows(connection, meetings, names, [tuple(t[name] for name in names) for t in times])
    _fill_students(connection, size)


def _fill_students(connection: sa.Connection, size: Size) -> None:
    everybody = range(1, size.students + 1)
    rows = [(n, f"s{n}", f"S {n}", "", "[]", CREDIT_LIMIT, True) for n in everybody]
    insert_rows(connection, students, ("id", *_needed(students)), rows)
    held = [(n, held_by(n, size)) for n in everybody]
    seats = [(n, _course(at), at, f"before-{n}", 0.0) for n, at in held]
    insert_rows(connection, enrolments, _needed(enrolments), seats)


def _needed(table: sa.Table) -> tuple[str, ...]:
    """The columns of a plain row: those that it must have, and the seats of a section."""
    return tuple(
        column.name
        for column in table.columns
        if column.name in ("capacity", "ceiling", "student_id", "course_id")
        or not (column.nullable or column.server_default or column.primary_key)
    )


def held_by(student: int, size: Size) -> int:
    """The section in which `student` has a seat from the beginning."""
    return 1 + student * 7919 % size.sections


def orders(size: Size, count: int) -> list[Order]:
    """Selections and, later, the drops of what they took; each student in turn."""
    drawn = random.Random(SEED)
    half = min(size.students, count // 2)
    wished: list[Order] = []
    while len(wished) < count:
        chosen = [(n, _another(drawn, n, size)) for n in range(1, half + 1)]
        for action in ("select", "drop"):
            drawn.shuffle(chosen)
            first = len(wished) + 1
            wished += [_order(first + i, s, at, action) for i, (s, at) in enumerate(chosen)]
    return wished[:count]


def _another(drawn: random.Random, student: int, size: Size) -> int:
    """A section of a course that `student` does not hold, so that dropping restores the state."""
    own = _course(held_by(student, size))
    while True:
        section = drawn.randint(1, size.sections)
        if _course(section) != own:
            return section


def _order(number: int, student: int, section: int, action: str) -> Order:
    return Order(
        ticket_id=f"{number:012x}{student:012x}",
        number=number,
        student_id=student,
        section_id=section,
        action="select" if action == "select" else "drop",
        accepted_at=float(number),
    )


def _section(number: int) -> tuple[object, ...]:
    seats = 0 if number % FULL_EVERY == 0 else MANY_SEATS
    term, course = 1, _course(number)
    described = (str(number), f"Section {number}", CREDITS, CREDITS)
    return (term, course, *described, seats, seats, 0, "open", "", "")


def _course(section: int) -> int:
    return 1 + (section - 1) // SECTIONS_A_COURSE
