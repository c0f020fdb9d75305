"""What staff have noted about students of a random term: holds."""

from __future__ import annotations

import random
from collections.abc import Sequence

import sqlalchemy as sa

from backend.common.holds import NewHold
from backend.data_node import holds

NOW = 1_900_000_000.0
HOUR = 3600.0
BY = "registrar"


def store(connection: sa.Connection, drawn: random.Random, students: Sequence[int]) -> None:
    """Note this and that; what is over or lifted is among it."""
    for student in drawn.sample(students, 2):
        _hold(connection, drawn, student)


def _hold(connection: sa.Connection, drawn: random.Random, student: int) -> None:
    until = drawn.choice([None, NOW + drawn.uniform(-3, 3) * HOUR])
    new = NewHold(students=[str(student)], reason="Books", contact="the library", until=until)
    (placed,) = holds.place(connection, new, BY, NOW - 9 * HOUR)
    if drawn.random() < 0.3:
        holds.lift(connection, placed.id, BY, NOW - 8 * HOUR)
