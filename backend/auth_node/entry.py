"""The last step of every login: a session, or a password of one's own first."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node import audit, challenges, sessions
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.sessions import Opened


@dataclass(frozen=True, slots=True)
class Pending:
    """A login that needs one more step; `purpose` is of `challenges`."""

    purpose: str
    challenge: str


def pending(connection: sa.Connection, account: Account, purpose: str, now: float) -> Pending:
    """A login of `account` that goes on with `purpose`."""
    return Pending(purpose, challenges.create(connection, account.id, purpose, now))


def enter(
    connection: sa.Connection, account: Account, actor: Actor, now: float
) -> Opened | Pending:
    """Let in who has shown everything; who was given a password has to choose one first."""
    if account.must_change_password:
        return pending(connection, account, challenges.PASSWORD, now)
    return open_session(connection, account, actor, now)


def open_session(connection: sa.Connection, account: Account, actor: Actor, now: float) -> Opened:
    """Log `account` in, for `actor`, who has shown to be its owner."""
    owner, target = actor.as_account(account), audit.user(account)
    audit.record(connection, owner, Action.LOGGED_IN, now, target, after=actor.device.facts())
    return sessions.open_session(connection, account, actor, now)
