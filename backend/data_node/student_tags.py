"""The tags in students' academic records: which there are, who has one, how they change."""

from __future__ import annotations

import json
from collections import Counter

import sqlalchemy as sa

from backend.common.errors import Refused
from backend.common.tags import MOST_TAGS, TagChange, TaggedStudent, TagUse
from backend.data_node import feed
from backend.data_node.tables import students

SQL_CHUNK = 500  # values in one IN
_REAL = (students.c.active.is_(True), students.c.scratch_term.is_(None))


def change(connection: sa.Connection, wanted: TagChange) -> list[TaggedStudent]:
    """Change tags, or tell what would come of it; all or nothing. Doing it twice is the same.

    Raises:
        Refused: `too_many_tags`.
    """
    changed = [
        TaggedStudent(student, tags, _after(tags, wanted))
        for student, tags in _tags_of(connection, wanted.ids)
    ]
    crowded = sum(len(each.after) > MOST_TAGS for each in changed)
    if crowded:
        raise Refused("too_many_tags", count=crowded, limit=MOST_TAGS)
    if not wanted.dry_run:
        _store(connection, [each for each in changed if each.after != each.before])
    return changed


def _after(before: list[str], wanted: TagChange) -> list[str]:
    kept = [tag for tag in before if tag not in wanted.remove]
    return [*kept, *(tag for tag in dict.fromkeys(wanted.add) if tag not in kept)]


def _tags_of(connection: sa.Connection, ids: list[int]) -> list[tuple[int, list[str]]]:
    query = sa.select(students.c.id, students.c.tags).where(*_REAL).order_by(students.c.id)
    wanted = sorted(set(ids))
    return [
        (row.id, list(row.tags))
        for at in range(0, len(wanted), SQL_CHUNK)
        for row in connection.execute(query.where(students.c.id.in_(wanted[at : at + SQL_CHUNK])))
    ]


def _store(connection: sa.Connection, changed: list[TaggedStudent]) -> None:
    if not changed:
        return
    statement = (
        sa.update(students)
        .where(students.c.id == sa.bindparam("student"))
        .values(tags=sa.bindparam("new"))
    )
    connection.execute(statement, [{"student": each.id, "new": each.after} for each in changed])
    feed.append(connection, feed.STUDENT, {"ids": [each.id for each in changed]})


def uses(connection: sa.Connection) -> list[TagUse]:
    """The tags that active students have, by name."""
    query = sa.select(students.c.tags).where(*_REAL, _text() != "[]")
    counts = Counter(tag for tags in connection.execute(query).scalars() for tag in set(tags))
    return [TagUse(tag, counts[tag]) for tag in sorted(counts)]


def having(connection: sa.Connection, tag: str) -> list[int]:
    """The active students who have a tag, by id."""
    written = _text().contains(json.dumps(tag), autoescape=True)  # passes over nearly all others
    query = sa.select(students.c.id, students.c.tags).where(*_REAL, written)
    rows = connection.execute(query.order_by(students.c.id))
    return [row.id for row in rows if tag in row.tags]


def _text() -> sa.Cast[str]:
    """The tags as they are written in the database."""
    return sa.cast(students.c.tags, sa.String)
