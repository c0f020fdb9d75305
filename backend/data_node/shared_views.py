"""Shared and kept seats as people see them, added to views of sections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from backend.common.models import SectionView
from backend.common.shared_seats import CrossListing, KeptSeats, Listed
from backend.data_node.tables import courses, pools, reserves, sections


def add_shared_and_kept(
    connection: sa.Connection, views: Mapping[int, SectionView], chosen: sa.Select[Any]
) -> None:
    """Say of the sections of `chosen` with which others they share seats, and for whom they keep.

    Args:
        views: these sections, by id.
    """
    for listing in _listings(connection, chosen).values():
        for listed in listing.sections:
            view = views.get(listed.id)
            if view is not None:
                view.cross_listed = listing
    rows = sa.select(reserves).where(reserves.c.section_id.in_(chosen)).order_by(reserves.c.id)
    for row in connection.execute(rows):
        view = views[row.section_id]
        kept = view.kept if isinstance(view.kept, list) else []
        view.kept = [*kept, kept_view(row)]


def kept_view(row: sa.Row[Any]) -> KeptSeats:
    """A row of `reserves` as staff see it."""
    return KeptSeats(
        id=row.id,
        name=row.name,
        seats=row.seats,
        taken=row.taken,
        until=row.until,
        groups=row.groups,
        tags=row.tags,
    )


def _listings(connection: sa.Connection, chosen: sa.Select[Any]) -> dict[int, CrossListing]:
    """What the sections of `chosen` share, by pool."""
    wanted = sa.select(sections.c.pool_id).where(
        sections.c.id.in_(chosen), sections.c.pool_id.is_not(None)
    )
    rows = connection.execute(
        sa.select(pools.c.id, pools.c.capacity, sections.c.id, courses.c.code, sections.c.number)
        .join(sections, sections.c.pool_id == pools.c.id)
        .join(courses, courses.c.id == sections.c.course_id)
        .where(pools.c.id.in_(wanted))
        .order_by(pools.c.id, courses.c.code, sections.c.number)
    )
    found: dict[int, CrossListing] = {}
    for pool_id, capacity, section_id, course, number in rows:
        listing = found.setdefault(pool_id, CrossListing(capacity=capacity, sections=[]))
        listing.sections.append(Listed(id=section_id, course=course, number=number))
    return found
