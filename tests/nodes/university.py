"""A small university in the data node's database, for tests that need seats to be there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import sqlalchemy as sa

from backend.common.people import PersonRecord
from backend.data_node.students import put_students
from backend.data_node.tables import courses, meetings, sections, terms


@dataclass
class University:
    """Ids of what is there."""

    term: int
    students: list[int]
    sections: list[int] = field(default_factory=list)


def build(
    connection: sa.Connection,
    capacities: list[int | None],
    *,
    student_count: int = 5,
    each: int = 100,
    together: bool = False,
) -> University:
    """A term with one section a course and these capacities.

    Args:
        each: credits of a section, in hundredths.
        together: all sections meet at the same time; otherwise none clashes.
    """
    term = connection.execute(
        sa.insert(terms)
        .values(code="F24", name="Fall 2024", state="open", scratch=False)
        .returning(terms.c.id)
    ).scalar_one()
    made = University(term, [])
    records = [
        PersonRecord(username=f"student{n}", name=f"Student {n}") for n in range(student_count)
    ]
    made.students.extend(put_students(connection, records))
    for number, capacity in enumerate(capacities):
        start = 480 if together else 480 + 60 * number
        made.sections.append(_section(connection, term, number, capacity, each, start))
    return made


def _section(
    connection: sa.Connection,
    term: int,
    number: int,
    capacity: int | None,
    each: int,
    start: int,
) -> int:
    course = connection.execute(
        sa.insert(courses)
        .values(term_id=term, code=f"TEST-{number}", title=f"Course {number}")
        .returning(courses.c.id)
    ).scalar_one()
    section: int = connection.execute(
        sa.insert(sections)
        .values(
            term_id=term,
            course_id=course,
            number=str(70000 + number),
            title=f"Course {number}",
            credits=each,
            credits_max=each,
            capacity=capacity,
            ceiling=capacity,
            taken=0,
            state="open",
            instructor="",
            location="",
            tags=[] if number else ["online"],
        )
        .returning(sections.c.id)
    ).scalar_one()
    connection.execute(
        sa.insert(meetings).values(
            section_id=section,
            days="M",
            start_minute=start,
            end_minute=start + 50,
            weeks=0,
            kind="LEC",
            location="",
            instructor="",
        )
    )
    return section


async def until(condition: Callable[[], Awaitable[object]], within: float = 10.0) -> None:
    """Wait until `condition()` gives something true; fails after `within` seconds."""
    async with asyncio.timeout(within):
        while not await condition():
            await asyncio.sleep(0.01)
