"""Passwords that administrators hand out: each lets its owner in once, to choose another."""

from __future__ import annotations

import sqlalchemy as sa

from backend.auth_node import (
    account_changes,
    accounts,
    activation,
    audit,
    challenges,
    passwords,
    sessions,
)
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.credentials import forget_failures
from backend.auth_node.entry import open_session
from backend.auth_node.office import Office
from backend.auth_node.sessions import Opened
from backend.common.errors import Refused


async def reset(office: Office, role: str, person_id: int, by: Actor) -> str:
    """A new password in place of the one there is; all sessions end.

    Raises:
        Refused: `no_such_user`, `busy`.
    """
    account = await office.database.read(accounts.by_person, role, person_id)
    password = passwords.generate()
    password_hash = await office.passwords.hash(password)
    await office.database.write(_reset, account.id, password_hash, by, office.clock())
    await office.ended.announce()
    return password


def _reset(
    connection: sa.Connection, account_id: int, password_hash: str, by: Actor, now: float
) -> None:
    account = accounts.by_id(connection, account_id)
    if account is None or account.state != accounts.ACTIVE:
        raise Refused("no_such_user", role="user", user=account_id)
    account_changes.set_initial_password(connection, account.id, password_hash)
    activation.forget_code(connection, account.id)
    forget_failures(connection, account)
    challenges.remove_of(connection, account.id)
    sessions.end_all(connection, account.id, now)
    audit.record(connection, by, Action.PASSWORD_RESET, now, audit.user(account))


async def choose(office: Office, challenge: str, password: str, actor: Actor) -> Opened:
    """The session of a login whose owner chooses a password of their own; older sessions end.

    Raises:
        Refused: `challenge_expired`, `weak_password`, `busy`.
    """
    account = await office.database.read(_choosing, challenge, office.clock())
    passwords.require_strong(password, account.username)
    if await office.passwords.matches(account.password_hash, password):
        raise passwords.too_weak(passwords.OLD)
    password_hash = await office.passwords.hash(password)
    opened = await office.database.write(_choose, challenge, password_hash, actor, office.clock())
    await office.ended.announce()
    return opened


def _choosing(connection: sa.Connection, token: str, now: float) -> Account:
    challenge = challenges.find(connection, token, now, challenges.PASSWORD)
    return accounts.active(connection, challenge.account_id)


def _choose(
    connection: sa.Connection, token: str, password_hash: str, actor: Actor, now: float
) -> Opened:
    account = _choosing(connection, token, now)
    account_changes.set_password(connection, account.id, password_hash, chosen=True)
    challenges.remove_of(connection, account.id)
    sessions.end_all(connection, account.id, now)
    owner = actor.as_account(account)
    audit.record(connection, owner, Action.PASSWORD_CHANGED, now, audit.user(account))
    return open_session(connection, account, actor, now)
