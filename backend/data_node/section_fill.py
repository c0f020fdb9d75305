"""How a section filled: the seats that were held at each moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

import sqlalchemy as sa

from backend.common.bulk import fetch
from backend.common.sections import FillPoint, SectionFill
from backend.common.tokens import Identity
from backend.data_node.sections import own_section
from backend.data_node.tables import departures, enrolments

MOST_POINTS = 500  # more than a plot has room for

STILL_HELD = sa.select(enrolments.c.enrolled_at).where(
    enrolments.c.section_id == sa.bindparam("section")
)
GIVEN_BACK = sa.select(departures.c.taken_at, departures.c.left_at).where(
    departures.c.section_id == sa.bindparam("section")
)


def fill(connection: sa.Connection, section_id: int, user: Identity) -> SectionFill:
    """Seats held after each change, in the order of time; at most `MOST_POINTS`, the last exact.

    Raises:
        Refused: `no_such_section`, `not_your_section`.
    """
    own_section(connection, section_id, user)
    steps = [(at, 1) for (at,) in fetch(connection, STILL_HELD, ("section",), (section_id,))]
    for taken_at, left_at in fetch(connection, GIVEN_BACK, ("section",), (section_id,)):
        steps += [(taken_at, 1), (left_at, -1)]
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
