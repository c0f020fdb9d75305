"""Accounts without a password, whose owners choose one with the code that they were given.

Making such an account costs no Argon2, so a whole year of students is there in seconds.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

import sqlalchemy as sa

from backend.auth_node import account_changes, accounts, audit, passwords
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.credentials import Shown
from backend.auth_node.office import Office
from backend.auth_node.one_time import code_digest
from backend.auth_node.tables import activation_codes
from backend.common.errors import Refused

LIFETIME = 60 * 24 * 3600.0  # seconds; handed out before the summer, used after it
NO_PASSWORD = ""  # a hash that no password matches


def put_codes(connection: sa.Connection, codes: Sequence[tuple[int, str]], now: float) -> None:
    """Give accounts, by id, their activation codes."""
    rows = [
        {"account_id": account_id, "digest": code_digest(text), "expires_at": now + LIFETIME}
        for account_id, text in codes
    ]
    if rows:
        connection.execute(sa.insert(activation_codes), rows)


def is_code_of(connection: sa.Connection, account_id: int, text: str) -> bool:
    """Whether `text` is the activation code of an account that was not used yet."""
    query = sa.select(activation_codes.c.digest).where(activation_codes.c.account_id == account_id)
    stored = connection.execute(query).scalar_one_or_none()
    return stored is not None and hmac.compare_digest(stored, code_digest(text))


async def activate(
    office: Office, username: str, code: str, password: str, actor: Actor
) -> Account:
    """Let somebody choose the password of an account made with an activation code.

    The code is looked at first, so that guessing costs this node nothing.

    Raises:
        Refused: `code_invalid`, `weak_password`, `busy`.
    """
    account = await office.database.read(_usable, username, code, office.clock())
    passwords.require_strong(password, account.username)
    password_hash = await office.passwords.hash(password)
    shown = Shown(code, office.clock(), actor)
    return await office.database.write(_use, username, shown, password_hash)


def _usable(connection: sa.Connection, username: str, code: str, now: float) -> Account:
    account = accounts.by_username(connection, username)
    if account is None or not account.active:
        raise Refused("code_invalid")
    query = sa.select(activation_codes.c.expires_at).where(
        activation_codes.c.account_id == account.id,
        activation_codes.c.digest == code_digest(code),
        activation_codes.c.expires_at > now,
    )
    if connection.execute(query).first() is None:
        raise Refused("code_invalid")
    return account


def _use(connection: sa.Connection, username: str, shown: Shown, password_hash: str) -> Account:
    account = _usable(connection, username, shown.code, shown.at)
    forget_code(connection, account.id)
    account_changes.set_password(connection, account.id, password_hash, chosen=True)
    actor = shown.actor.as_account(account)
    audit.record(connection, actor, Action.ACTIVATED, shown.at, audit.user(account))
    return account


def forget_code(connection: sa.Connection, account_id: int) -> None:
    """Let the activation code of an account count no longer."""
    connection.execute(
        sa.delete(activation_codes).where(activation_codes.c.account_id == account_id)
    )
