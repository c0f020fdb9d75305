"""Accounts that are made: one, or many in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from backend.auth_node import attempts, totp
from backend.auth_node.account_changes import change, identity
from backend.auth_node.accounts import (
    ACTIVE,
    NO_TOTP,
    PENDING,
    STORED,
    Account,
    known_emails,
    known_usernames,
)
from backend.auth_node.shapes import Person
from backend.auth_node.tables import accounts
from backend.common.errors import Refused


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be created.

    Attributes:
        person_id: None for an administrator, who has no other record.
        totp_secret: encrypted; None where the person sets it up later, if at all.
        must_change_password: the password lets in only to choose another.
    """

    person: Person
    person_id: int | None
    password_hash: str
    must_change_password: bool = False
    totp_secret: str | None = None


def require_free(connection: sa.Connection, person: Person) -> None:
    """Do nothing if nobody has the user name and the address of `person`.

    Raises:
        Refused: `username_taken` (also by a deleted account), `email_taken`.
    """
    same = [accounts.c.username_key == person.username_key]
    if person.email_key is not None:
        same.append(accounts.c.email_key == person.email_key)
    query = sa.select(accounts.c.username_key).where(sa.or_(*same))
    taken = set(connection.execute(query).scalars())
    if person.username_key in taken:
        raise Refused("username_taken", username=person.username)
    if taken:
        raise Refused("email_taken", email=person.email)


def create(
    connection: sa.Connection, new: NewAccount, now: float, code_id: int | None = None
) -> Account:
    """Create an account.

    Args:
        code_id: the registration code that it was created with.

    Raises:
        Refused: `username_taken`, `email_taken`.
    """
    require_free(connection, new.person)
    created = connection.execute(
        sa.insert(accounts).values(_values(new, now, code_id)).returning(*STORED)
    ).one()
    account = Account(*created)
    attempts.start_anew(connection, [new.person.username_key])
    if new.person_id is not None:
        return account
    change(connection, account.id, person_id=account.id)
    return replace(account, person_id=account.id)


def create_many(
    connection: sa.Connection, new: Sequence[NewAccount], now: float
) -> dict[str, Account | Refused]:
    """Create accounts of students or teachers in one statement.

    Returns:
        By comparable user name the account, or why there is none: `username_taken`, `email_taken`.
    """
    names = known_usernames(connection, [each.person.username_key for each in new])
    emails = known_emails(connection, [each.person.email_key or "" for each in new])
    results: dict[str, Account | Refused] = {}
    rows = []
    for each in new:
        person = each.person
        if person.username_key in names:
            results[person.username_key] = Refused("username_taken", username=person.username)
        elif person.email_key in emails:
            results[person.username_key] = Refused("email_taken", email=person.email)
        else:
            rows.append(_values(each, now))
    if rows:
        connection.execute(sa.insert(accounts), rows)
        created = [row["username_key"] for row in rows]
        attempts.start_anew(connection, created)
        results.update(known_usernames(connection, created))
    return results


def _values(new: NewAccount, now: float, code_id: int | None = None) -> dict[str, Any]:
    return {
        "role": new.person.role,
        "person_id": new.person_id,
        **identity(new.person),
        "state": ACTIVE,
        "password_hash": new.password_hash,
        "must_change_password": new.must_change_password,
        "totp_state": NO_TOTP if new.totp_secret is None else PENDING,
        "totp_secret": new.totp_secret,
        "totp_last_step": totp.NEVER,
        "registration_code_id": code_id,
        "created_at": now,
    }
