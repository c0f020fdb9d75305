"""Cross-listing by hand: which sections are one class, and how many seats they share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from backend.common.bulk import listed
from backend.common.dialects import among
from backend.common.errors import Refused
from backend.common.models import SectionView
from backend.common.shared_seats import WantedListing
from backend.common.tokens import Identity
from backend.data_node import decisions, feed
from backend.data_node.catalogue import section_view
from backend.data_node.section_rows import raise_revisions
from backend.data_node.sections import own_section
from backend.data_node.tables import enrolments, pools, reserves, sections, terms

_HOLDERS = (
    sa.select(enrolments.c.student_id)
    .where(among(enrolments.c.section_id, "ids"))
    .group_by(enrolments.c.student_id)
    .having(sa.func.count() > 1)
)


def share(
    connection: sa.Connection,
    section_id: int,
    wanted: WantedListing,
    user: Identity,
    now: float,
) -> SectionView:
    """Let a section share seats with others; what it shared before ends.

    Nobody loses a seat: the shared seats are never fewer than are taken. Those who wait for a seat
    that is free then get it.

    Raises:
        Refused: `no_such_section`, `not_your_section`, `term_is_scratch`, `invalid_fields`,
            `cross_listed_elsewhere`, `cross_listed_and_kept`, `cross_listed_holders`.
    """
    ids = list(dict.fromkeys([section_id, *wanted.sections]))
    rows = [own_section(connection, each, user) for each in ids]
    _require_one_class(connection, rows)
    before = _end(connection, rows[0].pool_id)
    for each in before:
        own_section(connection, each, user)
    taken = sum(row.taken for row in rows)
    values = {
        "capacity": wanted.capacity,
        "ceiling": max(wanted.capacity, taken),
        "taken": taken,
    }
    made = connection.execute(sa.insert(pools).values(values).returning(pools.c.id))
    joined = sa.update(sections).where(sections.c.id.in_(ids))
    connection.execute(joined.values(pool_id=made.scalar_one()))
    changed = [*ids, *(each for each in before if each not in ids)]
    _tell(connection, changed)
    decisions.serve(connection, changed, now)
    return section_view(connection, section_id)


def part(connection: sa.Connection, section_id: int, user: Identity, now: float) -> SectionView:
    """End what a section shares with others, for all of them; twice is as once.

    Raises:
        Refused: `no_such_section`, `not_your_section`.
    """
    row = own_section(connection, section_id, user)
    ids = _end(connection, row.pool_id)
    for each in ids:
        own_section(connection, each, user)
    _tell(connection, ids)
    decisions.serve(connection, ids, now)
    return section_view(connection, section_id)


def _require_one_class(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> None:
    first, *others = rows
    if not others or any(row.term_id != first.term_id for row in others):
        message = "other sections of the same term"
        raise Refused("invalid_fields", errors=[{"where": "body.sections", "message": message}])
    term = connection.execute(sa.select(terms).where(terms.c.id == first.term_id)).one()
    if term.scratch:
        raise Refused("term_is_scratch", term=term.code)
    for row in others:
        if row.pool_id is not None and row.pool_id != first.pool_id:
            raise Refused("cross_listed_elsewhere", section=row.number)
    ids = [row.id for row in rows]
    if connection.execute(sa.select(reserves.c.id).where(reserves.c.section_id.in_(ids))).first():
        raise Refused("cross_listed_and_kept")
    twice = len(connection.execute(_HOLDERS, {"ids": listed(ids)}).all())
    if twice:
        raise Refused("cross_listed_holders", count=twice)


def _end(connection: sa.Connection, pool_id: int | None) -> list[int]:
    """End a pool; the sections that shared it."""
    if pool_id is None:
        return []
    mine = sections.c.pool_id == pool_id
    ids = list(connection.execute(sa.select(sections.c.id).where(mine)).scalars())
    connection.execute(sa.update(sections).where(mine).values(pool_id=None))
    connection.execute(sa.delete(pools).where(pools.c.id == pool_id))
    return ids


def _tell(connection: sa.Connection, ids: Sequence[int]) -> None:
    if not ids:
        return
    raise_revisions(connection, ids)
    views = [section_view(connection, each) for each in ids]
    counts = [[view.id, view.taken, view.ceiling] for view in views]
    told = [(feed.SECTION, {"id": each}) for each in ids]
    feed.append_all(connection, [*told, (feed.SEATS, counts)])
