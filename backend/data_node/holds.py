"""Holds on students: placing, lifting, listing, and what the rules need to know of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from backend.common.errors import Refused
from backend.common.holds import HoldPage, HoldView, NewHold, OwnHold
from backend.data_node import feed
from backend.data_node.academic_tables import holds
from backend.data_node.student_names import students_named
from backend.data_node.tables import students
from backend.domain.flaws import EMPTY
from backend.domain.holds import Hold
from backend.domain.people import normal, text_fault

NAMED = 5  # of those who are unknown, in a refusal

_NOT_LIFTED = holds.c.lifted_at.is_(None)
_ROWS = sa.select(holds, students.c.username, students.c.name).join(
    students, students.c.id == holds.c.student_id
)


def rules(connection: sa.Connection) -> dict[int, tuple[Hold, ...]]:
    """The holds that nobody has lifted as the rules see them, by student, the oldest first."""
    found: dict[int, tuple[Hold, ...]] = {}
    query = sa.select(holds).where(_NOT_LIFTED).order_by(holds.c.id)
    for row in connection.execute(query):
        rule = Hold(row.reason, row.contact, row.until)
        found[row.student_id] = (*found.get(row.student_id, ()), rule)
    return found


def own(connection: sa.Connection, student_id: int) -> list[OwnHold]:
    """A student's holds that nobody has lifted, the oldest first."""
    query = sa.select(holds).where(_NOT_LIFTED, holds.c.student_id == student_id)
    return [
        OwnHold(reason=row.reason, contact=row.contact, since=row.since, until=row.until)
        for row in connection.execute(query.order_by(holds.c.id))
    ]


def page(
    connection: sa.Connection,
    student: str,
    limit: int,
    offset: int,
    *,
    past: bool,
    now: float,
    time_zone: str,
) -> HoldPage:
    """Holds, the newest first.

    Args:
        student: user name or id of the one whose holds are wanted; "" is everybody.
        past: those that were lifted or are over, too.

    Raises:
        Refused: `no_such_student`.
    """
    wanted: list[sa.ColumnElement[bool]] = []
    if student:
        found = students_named(connection, [student])
        if student not in found:
            raise Refused("no_such_student")
        wanted.append(holds.c.student_id == found[student].id)
    if not past:
        wanted += [_NOT_LIFTED, sa.or_(holds.c.until.is_(None), holds.c.until > now)]
    total = connection.execute(
        sa.select(sa.func.count()).select_from(holds).where(*wanted)
    ).scalar_one()
    part = _ROWS.where(*wanted).order_by(holds.c.id.desc()).limit(limit).offset(offset)
    return HoldPage(
        items=[_view(row) for row in connection.execute(part)],
        total=total,
        limit=limit,
        offset=offset,
        now=now,
        time_zone=time_zone,
    )


def place(connection: sa.Connection, new: NewHold, by: str, now: float) -> list[HoldView]:
    """Place a hold on each of the students; on all of them or none.

    Raises:
        Refused: `unknown_people`, `invalid_fields`.
    """
    values = _columns(new, now)
    found = students_named(connection, new.students)
    unknown = [name for name in dict.fromkeys(new.students) if name not in found]
    if unknown:
        names = ", ".join(unknown[:NAMED]) + (", …" if len(unknown) > NAMED else "")
        raise Refused("unknown_people", count=len(unknown), names=names)
    ids = list(dict.fromkeys(found[name].id for name in new.students))
    rows = [{**values, "student_id": each, "by": by, "since": now} for each in ids]
    made = [_add(connection, row) for row in rows]
    feed.append(connection, feed.STUDENT, {"ids": ids})
    return [get(connection, hold_id) for hold_id in made]


def _add(connection: sa.Connection, row: dict[str, Any]) -> int:
    return int(connection.execute(sa.insert(holds).values(row).returning(holds.c.id)).scalar_one())


def lift(connection: sa.Connection, hold_id: int, by: str, now: float) -> HoldView:
    """Lift a hold, at once; one that was lifted before stays as it is.

    Raises:
        Refused: `no_such_hold`.
    """
    before = get(connection, hold_id)
    if before.lifted_at is not None:
        return before
    lifted = {"lifted_at": now, "lifted_by": by}
    connection.execute(sa.update(holds).where(holds.c.id == hold_id).values(lifted))
    feed.append(connection, feed.STUDENT, {"ids": [before.student_id]})
    return get(connection, hold_id)


def get(connection: sa.Connection, hold_id: int) -> HoldView:
    """One hold.

    Raises:
        Refused: `no_such_hold`.
    """
    row = connection.execute(_ROWS.where(holds.c.id == hold_id)).one_or_none()
    if row is None:
        raise Refused("no_such_hold", hold=hold_id)
    return _view(row)


def _columns(new: NewHold, now: float) -> dict[str, Any]:
    """What is kept of a new hold.

    Raises:
        Refused: `invalid_fields`.
    """
    texts = {"reason": normal(new.reason), "contact": normal(new.contact)}
    faults = {name: text_fault(text) if text else EMPTY for name, text in texts.items()}
    errors = [fault.at(f"body.{name}") for name, fault in faults.items() if fault is not None]
    if new.until is not None and new.until <= now:
        errors.append({"where": "body.until", "message": "lies in the past"})
    if errors:
        raise Refused("invalid_fields", errors=errors)
    return {**texts, "until": new.until}


def _view(row: sa.Row[Any]) -> HoldView:
    fields: Sequence[str] = HoldView.__struct_fields__
    return HoldView(**{name: getattr(row, name) for name in fields})
