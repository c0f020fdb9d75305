"""Students as staff name them: by user name or by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import sqlalchemy as sa

from backend.common.bulk import listed
from backend.common.dialects import among
from backend.data_node.tables import students

SQL_CHUNK = 500  # values in one IN
MOST_DIGITS = 18  # of an id


class Named(NamedTuple):
    """A student who was named."""

    id: int
    username: str


class Known(NamedTuple):
    """A student's names."""

    username: str
    name: str


def names_of(connection: sa.Connection, ids: Iterable[int]) -> dict[int, Known]:
    """The names of students by id."""
    query = sa.select(students.c.id, students.c.username, students.c.name)
    rows = connection.execute(query.where(among(students.c.id, "ids")), {"ids": listed(ids)})
    return {row.id: Known(row.username, row.name) for row in rows}


def students_named(connection: sa.Connection, names: Iterable[str]) -> dict[str, Named]:
    """The students with these names, by name; nobody is left out.

    A user name that looks like an id goes first.
    """
    wanted = list(dict.fromkeys(names))
    found = _having(connection, students.c.username, {name: name for name in wanted})
    numbers = {name: int(name) for name in wanted if name not in found and _is_id(name)}
    return found | _having(connection, students.c.id, numbers)


def _is_id(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) <= MOST_DIGITS


def _having(
    connection: sa.Connection, column: sa.Column[str] | sa.Column[int], wanted: Mapping[str, object]
) -> dict[str, Named]:
    found: dict[object, Named] = {}
    values = list(wanted.values())
    for at in range(0, len(values), SQL_CHUNK):
        query = sa.select(students.c.id, students.c.username, column.label("asked")).where(
            column.in_(values[at : at + SQL_CHUNK])
        )
        found |= {row.asked: Named(row.id, row.username) for row in connection.execute(query)}
    return {name: found[value] for name, value in wanted.items() if value in found}
