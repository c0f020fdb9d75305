"""Lists of accounts: which, in pages."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node.accounts import COLUMNS, DELETED, Account
from backend.auth_node.tables import accounts
from backend.domain.people import comparable


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts are listed: of a role, with a user name, with a text in their names."""

    role: str | None = None
    username: str = ""
    search: str = ""

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
        return conditions


def page(
    connection: sa.Connection, wanted: Wanted, limit: int, offset: int
) -> tuple[list[Account], int]:
    """One page of the accounts that are not deleted, by id, and how many there are in all."""
    conditions = wanted.conditions()
    total = connection.execute(sa.select(sa.func.count()).where(*conditions)).scalar_one()
    query = sa.select(*COLUMNS).where(*conditions).order_by(accounts.c.id)
    rows = connection.execute(query.limit(limit).offset(offset))
    return [Account(*row) for row in rows], int(total)
