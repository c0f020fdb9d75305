"""What staff have noted about students of a random term: holds and permits."""

from __future__ import annotations

import random
from collections.abc import Sequence

import sqlalchemy as sa

from backend.common.errors import Refused
from backend.common.holds import NewHold
from backend.common.permits import NewPermit
from backend.common.tokens import ADMIN, Identity
from backend.data_node import holds, permit_grants
from backend.domain.permits import KINDS

NOW = 1_900_000_000.0
HOUR = 3600.0
BY = "registrar"
REGISTRAR = Identity(account=1, role=ADMIN, person=1, username=BY, session="", expires=0)
PERMITS = 15


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
        granted = permit_grants.grant(connection, section, new, REGISTRAR, NOW - 9 * HOUR)
    except Refused:  # the seat is held, or there is a permit already
        return
    if drawn.random() < 0.2:
        permit_grants.revoke(connection, granted.id, REGISTRAR, NOW - 8 * HOUR)
