"""Seats kept for some students: set by hand, counted, and given to everybody in the end."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from backend.common.errors import Refused
from backend.common.models import SectionView
from backend.common.shared_seats import WantedReserve, WantedReserves
from backend.common.tokens import Identity
from backend.data_node import decisions, feed, sharing
from backend.data_node.catalogue import section_view
from backend.data_node.sections import own_section
from backend.data_node.tables import enrolments, reserves, students, terms
from backend.domain.flaws import EMPTY
from backend.domain.people import name_fault, normal
from backend.domain.seats import Seats


def keep(
    connection: sa.Connection,
    section_id: int,
    wanted: WantedReserves,
    user: Identity,
    now: float,
) -> SectionView:
    """Keep seats of a section as `wanted` says, in the place of what was kept; nobody loses a seat.

    Those who hold a seat already count for what is kept for them, in the order of enrolment.

    Raises:
        Refused: `no_such_section`, `not_your_section`, `term_is_scratch`, `cross_listed_and_kept`,
            `invalid_fields`.
    """
    row = own_section(connection, section_id, user)
    term = connection.execute(sa.select(terms).where(terms.c.id == row.term_id)).one()
    if term.scratch:
        raise Refused("term_is_scratch", term=term.code)
    if row.pool_id is not None and wanted.kept:
        raise Refused("cross_listed_and_kept")
    values = [_columns(each, section_id, place, now) for place, each in enumerate(wanted.kept)]
    connection.execute(sa.delete(reserves).where(reserves.c.section_id == section_id))
    if values:
        connection.execute(sa.insert(reserves), values)
    _count(connection, section_id)
    feed.append(connection, feed.SECTION, {"id": section_id})
    decisions.serve(connection, [section_id], now)
    return section_view(connection, section_id)


def end_due(connection: sa.Connection, now: float) -> list[int]:
    """End what is kept until `now` or an earlier moment; the sections of which seats became free.

    Those who wait for these seats get them.

    Doing it twice is the same as once.
    """
    due = reserves.c.until <= now
    ids = list(
        connection.execute(
            sa.select(reserves.c.section_id).where(due).distinct().order_by(reserves.c.section_id)
        ).scalars()
    )
    if not ids:
        return []
    connection.execute(sa.delete(reserves).where(due))
    for section_id in ids:
        _count(connection, section_id)
    feed.append_all(connection, [(feed.SECTION, {"id": section_id}) for section_id in ids])
    decisions.serve(connection, ids, now)
    return ids


def next_end(connection: sa.Connection) -> float | None:
    """When something that is kept ends next, in Unix seconds; None while nothing is kept."""
    found: float | None = connection.execute(sa.select(sa.func.min(reserves.c.until))).scalar()
    return found


def _count(connection: sa.Connection, section_id: int) -> None:
    """Count those who hold a seat for what is kept for them, as if each took it now."""
    seats = Seats(reserves=sharing.reserves_of(connection, [section_id]).get(section_id, ()))
    mine = enrolments.c.section_id == section_id
    query = (
        sa.select(enrolments.c.student_id, students.c.group, students.c.tags)
        .join(students, students.c.id == enrolments.c.student_id)
        .where(mine)
        .order_by(enrolments.c.enrolled_at, enrolments.c.student_id)
    )
    counted: list[dict[str, int]] = []
    for row in connection.execute(query):
        reserve = seats.reserve_of(row.group, row.tags)
        if reserve is not None:
            reserve.taken += 1
            counted.append({"student": row.student_id, "reserve": reserve.id})
    connection.execute(sa.update(enrolments).where(mine).values(reserve_id=None))
    if counted:
        update = sa.update(enrolments).where(
            mine, enrolments.c.student_id == sa.bindparam("student")
        )
        connection.execute(update.values(reserve_id=sa.bindparam("reserve")), counted)
    for reserve in seats.reserves:
        taken = sa.update(reserves).where(reserves.c.id == reserve.id)
        connection.execute(taken.values(taken=reserve.taken))


def _columns(wanted: WantedReserve, section_id: int, place: int, now: float) -> dict[str, Any]:
    """A row, with each name once and as people's records have it.

    Raises:
        Refused: `invalid_fields`.
    """
    at = f"body.kept.{place}"
    name = normal(wanted.name)
    groups, tags = ([normal(each) for each in names] for names in (wanted.groups, wanted.tags))
    errors = [
        fault.at(at)
        for each in (name, *groups, *tags)
        if (fault := name_fault(each) if each else EMPTY) is not None
    ]
    if not groups and not tags:
        errors.append({"where": f"{at}.tags", "message": "a group or a tag at least"})
    if wanted.until <= now:
        errors.append({"where": f"{at}.until", "message": "is later than now"})
    if errors:
        raise Refused("invalid_fields", errors=errors)
    return {
        "section_id": section_id,
        "name": name,
        "seats": wanted.seats,
        "taken": 0,
        "until": wanted.until,
        "groups": list(dict.fromkeys(groups)),
        "tags": list(dict.fromkeys(tags)),
    }
