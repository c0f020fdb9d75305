"""Who looks after a section beside its teacher: reading, setting, and asking whose it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from backend.common.bulk import listed
from backend.common.dialects import among
from backend.common.errors import Refused
from backend.common.models import CoTeacher
from backend.common.tokens import TEACHER, Identity
from backend.data_node.tables import co_teachers, sections, teachers

_GONE = sa.delete(co_teachers).where(among(co_teachers.c.section_id, "ids"))


def looked_after_by(teacher_id: int) -> sa.ColumnElement[bool]:
    """The sections of a teacher, also those that are somebody else's first."""
    also = sa.select(co_teachers.c.section_id).where(co_teachers.c.teacher_id == teacher_id)
    return sa.or_(sections.c.teacher_id == teacher_id, sections.c.id.in_(also))


def looked_after_by_name(username: str) -> sa.ColumnElement[bool]:
    """The same for who has this user name."""
    person = sa.select(teachers.c.id).where(teachers.c.username == username).scalar_subquery()
    also = sa.select(co_teachers.c.section_id).where(co_teachers.c.teacher_id == person)
    return sa.or_(sections.c.teacher_id == person, sections.c.id.in_(also))


def is_own(connection: sa.Connection, section: sa.Row[Any], user: Identity) -> bool:
    """Whether `user` may look after the section."""
    if user.role != TEACHER or section.teacher_id == user.person:
        return True
    also = sa.select(co_teachers).where(
        co_teachers.c.section_id == section.id, co_teachers.c.teacher_id == user.person
    )
    return connection.execute(also).first() is not None


def of_sections(
    connection: sa.Connection, chosen: sa.Select[tuple[int]]
) -> list[tuple[int, CoTeacher]]:
    """With the id of the section, by name."""
    query = (
        sa.select(co_teachers.c.section_id, teachers.c.id, teachers.c.name, teachers.c.username)
        .join(teachers, teachers.c.id == co_teachers.c.teacher_id)
        .where(co_teachers.c.section_id.in_(chosen))
        .order_by(teachers.c.name, teachers.c.id)
    )
    return [
        (row.section_id, CoTeacher(id=row.id, name=row.name, username=row.username))
        for row in connection.execute(query)
    ]


def ids_of(
    connection: sa.Connection, usernames: Sequence[str], teacher_id: int | None
) -> list[int]:
    """Ids of active teachers, each once and without the section's own teacher.

    Raises:
        Refused: `no_such_teacher`.
    """
    query = sa.select(teachers.c.username, teachers.c.id).where(
        teachers.c.username.in_(usernames), teachers.c.active
    )
    known: dict[str, int] = {row.username: row.id for row in connection.execute(query)}
    for username in usernames:
        if username not in known:
            raise Refused("no_such_teacher", teacher=username)
    return [i for i in dict.fromkeys(known[name] for name in usernames) if i != teacher_id]


def put(
    connection: sa.Connection, section_ids: Collection[int], teacher_ids: Collection[int]
) -> None:
    """These and no others look after the sections beside their teacher."""
    connection.execute(_GONE, {"ids": listed(section_ids)})
    rows = [
        {"section_id": section, "teacher_id": teacher}
        for section in section_ids
        for teacher in teacher_ids
    ]
    if rows:
        connection.execute(sa.insert(co_teachers), rows)
