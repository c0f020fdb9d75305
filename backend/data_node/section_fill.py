"""How a section filled: the seats that were held at each moment, from the outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

import sqlalchemy as sa

from backend.common.bulk import fetch
from backend.common.sections import FillPoint, SectionFill
from backend.common.tokens import Identity
from backend.data_node.sections import own_section
from backend.data_node.tables import outcomes
from backend.domain.selection import ENROLLED

MOST_POINTS = 500  # more than a plot has room for

# Written as the partial indexes are: a condition with parameters would not be known for theirs.
CHANGED = (
    sa.select(outcomes.c.decided_at, outcomes.c.outcome)
    .where(outcomes.c.section_id == sa.bindparam("section"))
    .where(sa.text("outcome IN ('enrolled', 'dropped')"))
)
LEFT = (
    sa.select(outcomes.c.decided_at)
    .where(outcomes.c.instead_of == sa.bindparam("section"))
    .where(sa.text("instead_of IS NOT NULL AND outcome = 'enrolled'"))
)


def fill(connection: sa.Connection, section_id: int, user: Identity) -> SectionFill:
    """Seats held after each change, in the order of time; at most `MOST_POINTS`, the last exact.

    Raises:
        Refused: `no_such_section`, `not_your_section`.
    """
    own_section(connection, section_id, user)
    changed = fetch(connection, CHANGED, ("section",), (section_id,))
    steps = [(at, 1 if outcome == ENROLLED else -1) for at, outcome in changed]
    left = fetch(connection, LEFT, ("section",), (section_id,))
    steps += [(at, -1) for (at,) in left]
    return SectionFill(points=_thinned(_points(steps)))


def _points(steps: Iterable[tuple[float, int]]) -> list[FillPoint]:
    """Running sums, one a moment: what is decided together shows together."""
    together: dict[float, int] = {}
    for at, step in steps:
        together[at] = together.get(at, 0) + step
    moments = sorted(together)
    taken = accumulate(together[at] for at in moments)
    return [FillPoint(at=at, taken=count) for at, count in zip(moments, taken, strict=True)]


def _thinned(points: Sequence[FillPoint]) -> list[FillPoint]:
    """Every n-th point, counted from the last."""
    every = -(-len(points) // MOST_POINTS) or 1
    return list(points[::-1][::every][::-1])
