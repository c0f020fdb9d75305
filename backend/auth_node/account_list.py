"""Lists of accounts: which, in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from backend.auth_node.accounts import COLUMNS, DELETED, Account
from backend.auth_node.tables import accounts
from backend.common.tokens import STUDENT
from backend.domain.people import comparable, normal

Sort = Literal[
    "id",
    "-id",
    "username",
    "-username",
    "name",
    "-name",
    "email",
    "-email",
    "group",
    "-group",
    "created",
    "-created",
]
"""What accounts are sorted by; descending with `-`."""

_SORTS: dict[str, sa.ColumnElement[Any]] = {
    "id": accounts.c.person_id,
    "username": accounts.c.username_key,
    "name": sa.func.lower(accounts.c.name),
    "email": sa.func.lower(accounts.c.email),
    "group": sa.func.lower(accounts.c.group),
    "created": accounts.c.created_at,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts are listed, in which order.

    Attributes:
        username: the whole user name.
        search: a text in user name, name or address.
        group: the whole group.
        students: ids of the students who may be among them; nobody else may.
        sort: None is the order in which they were made.
    """

    role: str | None = None
    username: str = ""
    search: str = ""
    group: str = ""
    students: Sequence[int] | None = None
    sort: Sort | None = None

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """What holds for these accounts."""
        conditions = [accounts.c.state != DELETED]
        if self.role is not None:
            conditions.append(accounts.c.role == self.role)
        if self.username:
            conditions.append(accounts.c.username_key == comparable(self.username.strip()))
        if self.search.strip():
            text = comparable(self.search.strip())
            conditions.append(accounts.c.search_text.contains(text, autoescape=True))
        if self.group.strip():
            conditions.append(accounts.c.group == normal(self.group))
        if self.students is not None:
            # The numbers stand in the statement itself: databases limit how many are handed over.
            ids: sa.BindParameter[int] = sa.bindparam(
                "students", list(self.students), expanding=True, literal_execute=True
            )
            conditions.append(accounts.c.role == STUDENT)
            conditions.append(accounts.c.person_id.in_(ids))
        return conditions

    def order(self) -> list[sa.ColumnElement[Any]]:
        """What they are sorted by; the same comes in the order in which it was made."""
        if self.sort is None:
            return [accounts.c.id]
        column = _SORTS[self.sort.removeprefix("-")]
        return [column.desc() if self.sort.startswith("-") else column.asc(), accounts.c.id]


def page(
    connection: sa.Connection, wanted: Wanted, limit: int, offset: int
) -> tuple[list[Account], int]:
    """One page of the accounts that are not deleted, and how many there are in all."""
    conditions = wanted.conditions()
    total = connection.execute(sa.select(sa.func.count()).where(*conditions)).scalar_one()
    query = sa.select(*COLUMNS).where(*conditions).order_by(*wanted.order())
    rows = connection.execute(query.limit(limit).offset(offset))
    return [Account(*row) for row in rows], int(total)


def groups(connection: sa.Connection) -> list[tuple[str, int]]:
    """The groups that people who are not deleted are in, by name, each with how many are."""
    query = (
        sa.select(accounts.c.group, sa.func.count())
        .where(accounts.c.state != DELETED, accounts.c.group != "")
        .group_by(accounts.c.group)
        .order_by(accounts.c.group)
    )
    return [(name, count) for name, count in connection.execute(query)]
