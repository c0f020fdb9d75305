"""Permits as decisions need them: loaded for the students of a batch, and written when used."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec
import sqlalchemy as sa

from backend.common.bulk import fetch, listed, run_rows
from backend.common.dialects import among
from backend.data_node.tables import permits
from backend.domain.permits import OVER_CAPACITY, Kind, Permit, PermitBook, Use

_STUDENTS = sa.select(permits.c.student_id).where(permits.c.live).distinct()
_LIVE = sa.select(
    permits.c.id,
    permits.c.student_id,
    permits.c.section_id,
    permits.c.kinds,
    permits.c.until,
    permits.c.used_at,
).where(permits.c.live, among(permits.c.student_id, "ids"))
_USED = (
    sa.update(permits)
    .where(permits.c.id == sa.bindparam("permit"))
    .values(
        used_at=sa.bindparam("now"),
        ticket_id=sa.bindparam("ticket"),
        used_kinds=sa.bindparam("kinds"),
        live=sa.bindparam("held"),
    )
)
_LEFT = (
    sa.update(permits)
    .where(permits.c.id == sa.bindparam("permit"))
    .values(left_at=sa.bindparam("now"), live=sa.false())
)


def students(connection: sa.Connection) -> frozenset[int]:
    """Ids of the students of whom a decision has to know permits."""
    return frozenset(row[0] for row in fetch(connection, _STUDENTS, ()))


def bring(connection: sa.Connection, student_ids: Collection[int], book: PermitBook) -> None:
    """Add the permits of these students that are not used, and those whose seat they hold."""
    if not student_ids:
        return
    for row in fetch(connection, _LIVE, ("ids",), (listed(student_ids),)):
        permit_id, student, section, kinds, until, used_at = row
        if used_at is not None:
            book.seated[student, section] = permit_id
        else:
            known = frozenset(msgspec.json.decode(kinds, type=list[Kind]))
            book.unused[student, section] = Permit(permit_id, known, until)


def write(connection: sa.Connection, book: PermitBook, now: float) -> None:
    """Keep which permits were used, and whose seats were given back."""
    used = [_used(use, now) for use in book.uses]
    run_rows(connection, _USED, ("now", "ticket", "kinds", "held", "permit"), used)
    run_rows(connection, _LEFT, ("now", "permit"), [(now, permit) for permit in book.left])


def _used(use: Use, now: float) -> tuple[Any, ...]:
    """A permit is to be known as long as its seat is one that the capacity does not have."""
    kinds = msgspec.json.encode(sorted(use.kinds)).decode()
    return now, use.ticket_id, kinds, OVER_CAPACITY in use.kinds, use.permit
