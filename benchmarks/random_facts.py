"""What staff have noted of a random term: holds, permits, history, and what courses require."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from backend.common.errors import Refused
from backend.common.holds import NewHold
from backend.common.permits import NewPermit
from backend.common.requirements import WantedRequirements
from backend.common.tokens import ADMIN, Identity
from backend.data_node import history, holds, permit_grants, requirements
from backend.data_node.doer import Doer
from backend.data_node.tables import courses, terms
from backend.data_node.tables import students as students_of
from backend.domain.history import Entry, Reading
from backend.domain.permits import KINDS

NOW = 1_900_000_000.0
HOUR = 3600.0
BY = "registrar"
REGISTRAR = Identity(account=1, role=ADMIN, person=1, username=BY, session="", expires=0)
PERMITS = 15
REQUIRING = 3  # courses
GRADES = ("A", "B-", "C", "D-", "F", "W", "59.5", "60", "87")


def store(
    connection: sa.Connection,
    drawn: random.Random,
    students: Sequence[int],
    sections: Sequence[int],
) -> None:
    """Note this and that; what is over, lifted or revoked is among it."""
    for student in drawn.sample(students, 2):
        _hold(connection, drawn, student)
    for _ in range(PERMITS):
        _permit(connection, drawn, drawn.choice(students), drawn.choice(sections))
    offered = _courses(connection)
    for course in drawn.sample(sorted(offered), REQUIRING):
        _require(connection, drawn, course, offered)
    _took(connection, drawn, _usernames(connection), sorted(offered.values()))


def _courses(connection: sa.Connection) -> dict[int, str]:
    """The courses of real terms: id to code."""
    query = sa.select(courses.c.id, courses.c.code).join(terms).where(terms.c.scratch.is_(False))
    return {row.id: row.code for row in connection.execute(query)}


def _usernames(connection: sa.Connection) -> list[str]:
    """Of all but synthetic students."""
    real = sa.select(students_of.c.username).where(students_of.c.scratch_term.is_(None))
    return sorted(connection.execute(real).scalars())


def _require(
    connection: sa.Connection, drawn: random.Random, course: int, offered: Mapping[int, str]
) -> None:
    others = sorted(code for each, code in offered.items() if each != course)
    one, two, three = drawn.sample(others, 3)
    needs = ["", "", one, f"{one}>=B", f"{one} or {two}", f"{one}>=C and ({two} or {three})"]
    wanted = WantedRequirements(
        prerequisite=drawn.choice(needs),
        corequisite=drawn.choice(needs),
        exclusions=drawn.sample(others, drawn.choice([0, 1, 2])),
        groups=drawn.choice([[], [], ["CS-1"]]),
        tags=drawn.choice([[], [], ["honours"]]),
        repeats=drawn.random() < 0.5,
    )
    requirements.put(connection, course, wanted)


def _took(
    connection: sa.Connection, drawn: random.Random, names: Sequence[str], codes: Sequence[str]
) -> None:
    entries = [
        Entry(2, name, code, term, drawn.choice(GRADES))
        for name in drawn.sample(names, len(names) // 2)
        for code in drawn.sample(codes, 3)
        for term in drawn.sample(["S28", "F28"], drawn.choice([1, 1, 2]))
    ]
    if drawn.random() < 0.8:  # else nothing is known of anybody
        history.bring(connection, Reading(entries))


def _hold(connection: sa.Connection, drawn: random.Random, student: int) -> None:
    until = drawn.choice([None, NOW + drawn.uniform(-3, 3) * HOUR])
    new = NewHold(students=[str(student)], reason="Books", contact="the library", until=until)
    (placed,) = holds.place(connection, new, BY, NOW - 9 * HOUR)
    if drawn.random() < 0.3:
        holds.lift(connection, placed.id, BY, NOW - 8 * HOUR)


def _permit(connection: sa.Connection, drawn: random.Random, student: int, section: int) -> None:
    new = NewPermit(
        student=str(student),
        kinds=drawn.sample(KINDS, drawn.randint(1, len(KINDS))),
        reason="An exception",
        until=drawn.choice([None, NOW + drawn.uniform(-3, 3) * HOUR]),
    )
    try:
        granted = permit_grants.grant(connection, section, new, Doer(REGISTRAR, "", NOW - 9 * HOUR))
    except Refused:  # the seat is held, or there is a permit already
        return
    if drawn.random() < 0.2:
        permit_grants.revoke(connection, granted.id, Doer(REGISTRAR, "", NOW - 8 * HOUR))
