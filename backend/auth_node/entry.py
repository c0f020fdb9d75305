"""The last step of every login: a session, or a password of one's own first."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node import audit, challenges, oidc_links, options, sessions
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.sessions import Opened
from backend.auth_node.vouched import Vouched


@dataclass(frozen=True, slots=True)
class Pending:
    """A login that needs one more step.

    Attributes:
        purpose: of `challenges`.
        account: of whom.
    """

    purpose: str
    challenge: str
    account: Account


def next_step(connection: sa.Connection, account: Account) -> str | None:
    """What is asked for after a right password, or a provider's word; None for nothing."""
    if account.has_second_factor:
        return challenges.LOGIN
    needed = options.needs_second_factor(connection, account.role)
    return challenges.SETUP if needed else None


def pending(
    connection: sa.Connection,
    account: Account,
    purpose: str,
    now: float,
    vouched: Vouched | None = None,
) -> Pending:
    """A login of `account` that goes on with `purpose`."""
    token = challenges.create(connection, account.id, purpose, now, vouched=vouched)
    return Pending(purpose, token, account)


def enter(
    connection: sa.Connection, account: Account, actor: Actor, now: float
) -> Opened | Pending:
    """Let in who has shown everything; who was given a password has to choose one first.

    Who signs in through a provider did not use it.
    """
    if account.must_change_password and actor.vouched is None:
        return pending(connection, account, challenges.PASSWORD, now)
    return open_session(connection, account, actor, now)


def open_session(connection: sa.Connection, account: Account, actor: Actor, now: float) -> Opened:
    """Log `account` in, for `actor`, who has shown to be its owner."""
    owner, target = actor.as_account(account), audit.user(account)
    after = actor.device.facts()
    if actor.vouched is not None:
        oidc_links.keep(connection, account, actor.vouched, owner, now)
        after["provider"] = actor.vouched.provider
    audit.record(connection, owner, Action.LOGGED_IN, now, target, after=after)
    return sessions.open_session(connection, account, actor, now)
