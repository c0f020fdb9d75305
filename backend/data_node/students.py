"""Academic records: students and teachers as the data node knows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from backend.common.database import take_numbers
from backend.common.errors import Refused
from backend.common.people import USUAL_CREDIT_LIMIT, PersonRecord, Standing
from backend.common.tickets import Order
from backend.data_node import (
    audience,
    decisions,
    feed,
    history,
    holds,
    permit_grants,
    waiting,
)
from backend.data_node.links import one_of_each_set
from backend.data_node.reference import Reference
from backend.data_node.tables import counters, enrolments, students, teachers, waitlist
from backend.domain.credits import credits_of
from backend.domain.selection import BY_HAND, DROP


def put_students(connection: sa.Connection, records: Sequence[PersonRecord]) -> list[int]:
    """Create or update students by user name; their ids in the order given.

    A record that was inactive becomes active again.
    """
    known = _ids(connection, students, [record.username for record in records])
    new = {record.username: record for record in records if record.username not in known}
    for record in records:
        if record.username in known:
            _update(connection, students, known[record.username], _changes(record))
    known |= _add_students(connection, list(new.values()))
    ids = [known[record.username] for record in records]
    if ids:
        feed.append(connection, feed.STUDENT, {"ids": ids})
    return ids


def _add_students(connection: sa.Connection, new: Sequence[PersonRecord]) -> dict[str, int]:
    """Create students, all in one statement; their ids by user name."""
    if not new:
        return {}
    first = take_numbers(connection, counters, "student", len(new))
    rows = [
        {
            "tags": [],
            "credit_limit": round(USUAL_CREDIT_LIMIT * 100),
            **_changes(record),
            "id": first + place,
            "username": record.username,
        }
        for place, record in enumerate(new)
    ]
    connection.execute(sa.insert(students), rows)
    return {row["username"]: row["id"] for row in rows}


def _changes(record: PersonRecord) -> dict[str, Any]:
    values: dict[str, Any] = {"name": record.name, "group": record.group, "active": True}
    if record.tags is not None:
        values["tags"] = record.tags
    if record.credit_limit is not None:
        values["credit_limit"] = round(record.credit_limit * 100)
    return values


def put_teachers(connection: sa.Connection, records: Sequence[PersonRecord]) -> list[int]:
    """Create or update teachers by user name; their ids in the order given."""
    known = _ids(connection, teachers, [record.username for record in records])
    for record in records:
        values = {"name": record.name, "active": True}
        if record.username in known:
            _update(connection, teachers, known[record.username], values)
        else:
            known[record.username] = _add(
                connection, teachers, {"username": record.username, **values}
            )
    return [known[record.username] for record in records]


def remove_student(connection: sa.Connection, student_id: int, now: float) -> None:
    """Make a student inactive and free the seats; each freed seat leaves an outcome.

    So does each place on a waitlist.

    Doing it twice is the same as once.

    Raises:
        Refused: `no_such_student`.
    """
    if _deactivate(connection, students, student_id) == 0:
        raise Refused("no_such_student")
    waited = waiting.once_each(connection, waitlist.c.student_id == student_id)
    seats = one_of_each_set().where(enrolments.c.student_id == student_id)
    held = connection.execute(seats).all()
    orders = [
        Order(
            ticket_id=f"removed-{row.ticket_id}-{row.section_id}",
            number=BY_HAND,
            student_id=student_id,
            section_id=row.section_id,
            action=DROP,
            accepted_at=now,
        )
        for row in (*held, *waited)
    ]
    decisions.decide_batch(connection, orders, now, Reference())
    feed.append(connection, feed.STUDENT, {"ids": [student_id]})


def remove_teacher(connection: sa.Connection, teacher_id: int) -> None:
    """Make a teacher inactive; the sections stay and keep the name.

    Raises:
        Refused: `no_such_teacher`.
    """
    if _deactivate(connection, teachers, teacher_id) == 0:
        raise Refused("no_such_teacher", teacher=teacher_id)


def standing(connection: sa.Connection, student_id: int) -> Standing:
    """A student's record and the sections held, with the number of the newest change.

    Raises:
        Refused: `no_such_student`.
    """
    row = connection.execute(sa.select(students).where(students.c.id == student_id)).one_or_none()
    if row is None:
        raise Refused("no_such_student")
    known = audience.known_of(connection, student_id)
    held = connection.execute(
        sa.select(enrolments.c.section_id, enrolments.c.credits)
        .where(enrolments.c.student_id == student_id)
        .order_by(enrolments.c.enrolled_at)
    ).all()
    return Standing(
        id=row.id,
        name=row.name,
        group=row.group,
        tags=row.tags,
        credit_limit=row.credit_limit / 100,
        active=row.active,
        scratch_term=row.scratch_term,
        sections=[seat.section_id for seat in held],
        number=feed.last_number(connection),
        holds=holds.own(connection, student_id),
        permits=permit_grants.unused(connection, student_id),
        history=history.best(connection, student_id),
        credit_minimum=credits_of(row.credit_minimum),
        credits={s.section_id: s.credits / 100 for s in held if s.credits is not None},
        earned=known.earned / 100,
        named_in=sorted(known.named_in),
    )


def _ids(connection: sa.Connection, table: sa.Table, usernames: Sequence[str]) -> dict[str, int]:
    query = sa.select(table.c.username, table.c.id).where(table.c.username.in_(usernames))
    return {row.username: row.id for row in connection.execute(query)}


def _update(
    connection: sa.Connection, table: sa.Table, person_id: int, values: dict[str, object]
) -> None:
    connection.execute(sa.update(table).where(table.c.id == person_id).values(values))


def _add(connection: sa.Connection, table: sa.Table, values: dict[str, object]) -> int:
    return int(
        connection.execute(sa.insert(table).values(values).returning(table.c.id)).scalar_one()
    )


def _deactivate(connection: sa.Connection, table: sa.Table, person_id: int) -> int:
    changed = connection.execute(
        sa.update(table).where(table.c.id == person_id).values(active=False)
    )
    return changed.rowcount
