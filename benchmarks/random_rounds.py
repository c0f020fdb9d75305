"""Rounds of a random term: such as decide at once, and such as collect requests for a draw."""

from __future__ import annotations

import random
from typing import get_args

import sqlalchemy as sa

from backend.common.rounds import NewRound, PriorityEntry
from backend.data_node import rounds
from backend.data_node.tables import rounds as rows
from backend.domain.ordering.draw import SEED_BYTES
from backend.domain.ordering.priority import (
    EARLY_LOTTERY,
    FIRST_COME,
    NEED_PRIORITIES,
    TAKE_PRIORITIES,
    PolicyName,
)
from backend.domain.selection import DROP, SELECT, SWAP
from benchmarks.random_facts import HOUR, NOW

GROUPS = ("", "CS-1", "EE-2")
TAGS = ("honours", "exchange")
COLLECTING: tuple[PolicyName, ...] = tuple(n for n in get_args(PolicyName) if n != FIRST_COME)


def store(connection: sa.Connection, drawn: random.Random, term: str) -> None:
    """Rounds that decide at once, or none."""
    for new in _rounds(drawn):
        rounds.create(connection, term, new)


def store_draw(
    connection: sa.Connection, drawn: random.Random, code: str, policy: PolicyName
) -> None:
    """A round that collects requests, with a seed that is the same each time."""
    first = [PriorityEntry(kind="group", name="CS-1"), PriorityEntry(kind="tag", name="honours")]
    asks = policy in TAKE_PRIORITIES and (policy in NEED_PRIORITIES or drawn.random() < 0.5)
    new = NewRound(
        name="Draw",
        opens_at=NOW + drawn.uniform(-4, -2) * HOUR,
        closes_at=NOW + drawn.uniform(1, 4) * HOUR,
        policy=policy,
        priorities=first if asks else [],
        early_seconds=drawn.uniform(0.5, 1) * HOUR if policy == EARLY_LOTTERY else None,
    )
    made = rounds.create(connection, code, new)
    if made.seed_hash is not None:
        seed = drawn.randbytes(SEED_BYTES).hex()
        row = sa.update(rows).where(rows.c.id == made.id)
        connection.execute(row.values(seed=seed))


def _rounds(drawn: random.Random) -> list[NewRound]:
    return [
        NewRound(
            name=f"Round {number}",
            opens_at=(opening := NOW + drawn.uniform(-4, 1) * HOUR),
            closes_at=opening + drawn.uniform(2, 8) * HOUR,
            actions=drawn.sample([SELECT, DROP, SWAP], drawn.choice([1, 2, 3, 3, 3])),
            groups=drawn.sample(GROUPS[1:], drawn.choice([0, 0, 0, 1])),
            tags=drawn.sample(TAGS, drawn.choice([0, 0, 0, 1])),
            credit_limit=drawn.choice([None, None, 6.0]),
            section_limit=drawn.choice([None, None, 2]),
        )
        for number in range(drawn.choice([0, 0, 1, 2, 3]))
    ]
