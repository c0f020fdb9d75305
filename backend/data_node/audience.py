"""What of students decides whether a round is for them: credits earned, and rounds that name them.

Both are read for whole batches, and only where a round asks for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

import sqlalchemy as sa

from backend.common.bulk import fetch, insert_rows, listed
from backend.common.dialects import among
from backend.common.errors import Refused
from backend.common.rounds import NamedStudent
from backend.data_node.academic_tables import history
from backend.data_node.student_names import students_named
from backend.data_node.tables import courses, round_students, sections, students, terms
from backend.domain.earned import Taken, earned_credits
from backend.domain.history import course_key
from backend.domain.rounds import NO_ROUNDS, Round

SHOWN: Final = 20  # names that no student has
_COLUMNS = ("round_id", "student_id")
_TAKEN = sa.select(
    history.c.student_id, history.c.course, history.c.grade, history.c.credits
).where(among(history.c.student_id, "ids"))
_NAMED = sa.select(round_students.c.student_id, round_students.c.round_id).where(
    among(round_students.c.student_id, "ids")
)
_OFFERED = (
    sa.select(courses.c.code, sa.func.min(sections.c.credits))
    .select_from(courses)
    .join(sections, sections.c.course_id == courses.c.id)
    .join(terms, terms.c.id == courses.c.term_id)
    .where(terms.c.scratch.is_(False))
    .group_by(courses.c.id, courses.c.code)
    .order_by(courses.c.id)
)


class Known(NamedTuple):
    """What `domain.eligibility.Student` says under these names."""

    earned: int = 0
    named_in: frozenset[int] = NO_ROUNDS


UNKNOWN: Final = Known()


class Audience:
    """What rounds ask of students, and what courses are worth; good while no round changes."""

    def __init__(self, connection: sa.Connection, rounds: Iterable[Round]) -> None:
        every = list(rounds)
        self._by_name = any(each.by_name for each in every)
        self._credits = any(each.counts_credits for each in every)
        self._offered = offered(connection) if self._credits else {}

    def of(self, connection: sa.Connection, student_ids: Collection[int]) -> dict[int, Known]:
        """What is known of these students; of those who are left out nothing is."""
        if not (self._by_name or self._credits):
            return {}
        named = named_in(connection, student_ids) if self._by_name else {}
        sums = earned(connection, student_ids, self._offered) if self._credits else {}
        return {
            each: Known(sums.get(each, 0), named.get(each, NO_ROUNDS))
            for each in named.keys() | sums.keys()
        }


def offered(connection: sa.Connection) -> dict[str, int]:
    """Hundredths of a credit of every course by its key, as its newest term offers it."""
    return {course_key(code): least for code, least in fetch(connection, _OFFERED, ())}


def earned(
    connection: sa.Connection, student_ids: Collection[int], worth: dict[str, int]
) -> dict[int, int]:
    """Hundredths of a credit that students have earned; who took nothing is left out."""
    mine: dict[int, list[Taken]] = {}
    for student, *line in fetch(connection, _TAKEN, ("ids",), (listed(student_ids),)):
        mine.setdefault(student, []).append(Taken(*line))
    return {student: earned_credits(taken, worth) for student, taken in mine.items()}


def named_in(connection: sa.Connection, student_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """The rounds that name students; who is named in none is left out."""
    found: dict[int, set[int]] = {}
    for student, round_id in fetch(connection, _NAMED, ("ids",), (listed(student_ids),)):
        found.setdefault(student, set()).add(round_id)
    return {student: frozenset(rounds) for student, rounds in found.items()}


def known_of(connection: sa.Connection, student_id: int) -> Known:
    """The same of one student, whether a round asks for it or not."""
    taken = fetch(connection, _TAKEN, ("ids",), (listed([student_id]),))
    worth = offered(connection) if any(row[-1] is None for row in taken) else {}
    sums = earned(connection, [student_id], worth) if taken else {}
    named = named_in(connection, [student_id])
    return Known(sums.get(student_id, 0), named.get(student_id, NO_ROUNDS))


def ids_of(connection: sa.Connection, names: Collection[str]) -> set[int]:
    """The ids of students by user name or id.

    Raises:
        Refused: `unknown_people`.
    """
    found = students_named(connection, names)
    unknown = [name for name in dict.fromkeys(names) if name not in found]
    if unknown:
        shown = ", ".join(unknown[:SHOWN]) + (", …" if len(unknown) > SHOWN else "")
        raise Refused("unknown_people", count=len(unknown), names=shown)
    return {each.id for each in found.values()}


def put(connection: sa.Connection, round_id: int, student_ids: set[int]) -> set[int]:
    """Let a round name these students and nobody else; those for whom something is different."""
    mine = round_students.c.round_id == round_id
    before = set(connection.execute(sa.select(round_students.c.student_id).where(mine)).scalars())
    if before != student_ids:
        connection.execute(sa.delete(round_students).where(mine))
        rows = [(round_id, student) for student in sorted(student_ids)]
        insert_rows(connection, round_students, _COLUMNS, rows)
    return before ^ student_ids


def named(connection: sa.Connection, round_id: int) -> list[NamedStudent]:
    """The students whom a round names, by user name."""
    query = (
        sa.select(students.c.id, students.c.username, students.c.name, students.c.group)
        .join(round_students, round_students.c.student_id == students.c.id)
        .where(round_students.c.round_id == round_id)
        .order_by(students.c.username)
    )
    return [NamedStudent(**row) for row in connection.execute(query).mappings()]
