"""Exceptions for one student in one section: granting, revoking and listing them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from backend.common.deeds import DeedAction
from backend.common.errors import Refused
from backend.common.permits import (
    NewPermit,
    OwnPermit,
    PermitsChanged,
    PermitState,
    PermitView,
)
from backend.common.tokens import Identity
from backend.data_node import deeds, feed
from backend.data_node.by_hand import student_named
from backend.data_node.catalogue import section_view
from backend.data_node.deeds import Target, section_target
from backend.data_node.doer import Doer
from backend.data_node.section_form import wrong_field
from backend.data_node.sections import own_section
from backend.data_node.tables import enrolments, permits, students, terms
from backend.domain.flaws import flaw
from backend.domain.permits import KINDS

_ROWS = sa.select(permits, students.c.username, students.c.name).join(
    students, students.c.id == permits.c.student_id
)
_PAST = flaw("moment_past", "is over already")


def of_section(
    connection: sa.Connection, section_id: int, user: Identity, now: float
) -> list[PermitView]:
    """All permits of a section, also those that are over, the newest first.

    Raises:
        Refused: `no_such_section`, `not_your_section`.
    """
    own_section(connection, section_id, user)
    query = _ROWS.where(permits.c.section_id == section_id).order_by(permits.c.id.desc())
    return [_view(row, now) for row in connection.execute(query)]


def unused(connection: sa.Connection, student_id: int) -> list[OwnPermit]:
    """The permits of a student that nobody has used or revoked, also those that have run out."""
    query = sa.select(permits).where(
        permits.c.student_id == student_id, permits.c.live, permits.c.used_at.is_(None)
    )
    return [
        OwnPermit(id=row.id, section_id=row.section_id, kinds=row.kinds, until=row.until)
        for row in connection.execute(query)
    ]


def grant(connection: sa.Connection, section_id: int, new: NewPermit, doer: Doer) -> PermitView:
    """Let a student have what the rules refuse; one that has run out makes room for a new one.

    Raises:
        Refused: `no_such_section`, `not_your_section`, `term_is_scratch`, `no_such_student`,
            `invalid_fields`, `permit_not_needed`, `permit_exists`.
    """
    user, now = doer.user, doer.now
    section = own_section(connection, section_id, user)
    _require_real_term(connection, section.term_id)
    student_id, username = student_named(connection, new.student)
    if new.until is not None and new.until <= now:
        raise wrong_field("until", _PAST)
    _require_no_seat(connection, section_id, student_id, username)
    _make_room(connection, section_id, student_id, user, now)
    values = {
        "student_id": student_id,
        "section_id": section_id,
        "kinds": [kind for kind in KINDS if kind in new.kinds],
        "reason": new.reason,
        "until": new.until,
        "granted_by": user.username,
        "granted_at": now,
        "live": True,
    }
    added = connection.execute(sa.insert(permits).values(values).returning(permits.c.id))
    permit_id: int = added.scalar_one()
    _tell(connection, student_id)
    view = _get(connection, permit_id, now)
    _note(connection, doer, "permit_granted", view)
    return view


def revoke(connection: sa.Connection, permit_id: int, doer: Doer) -> PermitView:
    """Take an exception back that nobody has used; doing it twice is the same as once.

    Raises:
        Refused: `no_such_permit`, `not_your_section`, `permit_used`.
    """
    user, now = doer.user, doer.now
    found = _get(connection, permit_id, now)
    own_section(connection, found.section_id, user)
    if found.used_at is not None:
        raise Refused("permit_used", student=found.username)
    if found.revoked_at is None:
        _end(connection, permit_id, user, now)
        _tell(connection, found.student_id)
        _note(connection, doer, "permit_revoked", found)
    return _get(connection, permit_id, now)


def _note(connection: sa.Connection, doer: Doer, action: DeedAction, view: PermitView) -> None:
    facts = {
        "section": section_target(section_view(connection, view.section_id)).name,
        "kinds": view.kinds,
        "reason": view.reason,
        "until_at": view.until,
    }
    granted = action == "permit_granted"
    told = (None, facts) if granted else (facts, None)
    deeds.record(connection, doer, action, [(Target("permit", view.username), *told)])


def _require_real_term(connection: sa.Connection, term_id: int) -> None:
    term = connection.execute(sa.select(terms).where(terms.c.id == term_id)).one()
    if term.scratch:
        raise Refused("term_is_scratch", term=term.code)


def _require_no_seat(
    connection: sa.Connection, section_id: int, student_id: int, username: str
) -> None:
    seat = sa.select(enrolments.c.ticket_id).where(
        enrolments.c.student_id == student_id, enrolments.c.section_id == section_id
    )
    if connection.execute(seat).first() is not None:
        raise Refused("permit_not_needed", student=username)


def _make_room(
    connection: sa.Connection, section_id: int, student_id: int, user: Identity, now: float
) -> None:
    query = _ROWS.where(
        permits.c.student_id == student_id, permits.c.section_id == section_id, permits.c.live
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return
    if _state(row, now) == "open":
        raise Refused("permit_exists", student=row.username, permit=row.id)
    _end(connection, row.id, user, now)


def _end(connection: sa.Connection, permit_id: int, user: Identity, now: float) -> None:
    connection.execute(
        sa.update(permits)
        .where(permits.c.id == permit_id)
        .values(live=False, revoked_by=user.username, revoked_at=now)
    )


def _tell(connection: sa.Connection, student_id: int) -> None:
    feed.append(connection, feed.PERMITS, PermitsChanged(ids=[student_id]))


def _get(connection: sa.Connection, permit_id: int, now: float) -> PermitView:
    row = connection.execute(_ROWS.where(permits.c.id == permit_id)).one_or_none()
    if row is None:
        raise Refused("no_such_permit", permit=permit_id)
    return _view(row, now)


def _state(row: sa.Row[Any], now: float) -> PermitState:
    if row.used_at is not None:
        return "used"
    if row.revoked_at is not None:
        return "revoked"
    return "expired" if row.until is not None and row.until < now else "open"


def _view(row: sa.Row[Any], now: float) -> PermitView:
    return PermitView(
        id=row.id,
        section_id=row.section_id,
        student_id=row.student_id,
        username=row.username,
        name=row.name,
        kinds=row.kinds,
        reason=row.reason,
        until=row.until,
        state=_state(row, now),
        by=row.granted_by,
        granted_at=row.granted_at,
        revoked_by=row.revoked_by,
        revoked_at=row.revoked_at,
        used_at=row.used_at,
        used_kinds=row.used_kinds,
        ticket_id=row.ticket_id,
        left_at=row.left_at,
    )
