"""Logging in: the password, then the second factor where there is one, then a session."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node import account_changes, accounts, challenges, recovery
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.credentials import Shown, check_code, check_password, still_valid
from backend.auth_node.entry import Pending, enter, next_step, pending
from backend.auth_node.keys import Vault
from backend.auth_node.office import Office
from backend.auth_node.sessions import Opened
from backend.common.errors import Refused


@dataclass(frozen=True, slots=True)
class _PasswordKnown:
    """A right password, its hash at today's cost if it was stored at another, and a code."""

    account: Account
    rehashed: str | None
    code: str | None


async def log_in(
    office: Office, username: str, password: str, code: str | None, actor: Actor
) -> Opened | Pending:
    """A session, or what is still needed for one.

    A wrong password and an unknown user name give the same answer after the same time.

    Raises:
        Refused: `wrong_credentials`, `account_disabled`, `wrong_totp_code`, `passkey_only`,
            `too_many_attempts`, `busy`.
    """
    account = await check_password(office, username, password, actor)
    rehashed = None
    if office.passwords.outdated(account.password_hash):
        rehashed = await office.passwords.hash(password)
    known = _PasswordKnown(account, rehashed, code)
    result = await office.database.write_together(
        _enter, known, office.vault, actor, office.clock()
    )
    if isinstance(result, Refused):
        raise result
    return result


def _enter(
    connection: sa.Connection, known: _PasswordKnown, vault: Vault, actor: Actor, now: float
) -> Opened | Pending | Refused:
    account = still_valid(connection, known.account, actor)
    if known.rehashed is not None:
        account_changes.set_password(connection, account.id, known.rehashed, chosen=False)
    step = next_step(connection, account)
    if step is None:
        return enter(connection, account, actor, now)
    if not account.has_second_factor or known.code is None:
        return pending(connection, account, step, now)
    shown = Shown(known.code, now, actor)
    refused = _second_factor_refused(connection, account, shown, vault)
    return refused or enter(connection, account, actor, now)


async def second_step(office: Office, challenge: str, code: str, actor: Actor) -> Opened | Pending:
    """Where a login stands whose code is right. Failures are counted.

    Raises:
        Refused: `challenge_expired`, `wrong_totp_code`, `passkey_only`, `too_many_attempts`.
    """
    shown = Shown(code, office.clock(), actor)
    result = await office.database.write_together(_second_step, challenge, shown, office.vault)
    if isinstance(result, Refused):
        raise result
    return result


def _second_step(
    connection: sa.Connection, token: str, shown: Shown, vault: Vault
) -> Opened | Pending | Refused:
    challenge = challenges.find(connection, token, shown.at, challenges.LOGIN)
    account = accounts.active(connection, challenge.account_id)
    if not account.has_second_factor:
        raise Refused("challenge_expired")
    refused = _second_factor_refused(connection, account, shown, vault)
    if refused is not None:
        return refused
    challenges.remove(connection, challenge)
    return enter(connection, account, shown.actor.vouched_for(challenge.vouched), shown.at)


def _second_factor_refused(
    connection: sa.Connection, account: Account, shown: Shown, vault: Vault
) -> Refused | None:
    """Why a code does not let in; a right one is used up, be it of the app or a recovery code."""
    if recovery.is_one(shown.code):
        result = recovery.use(connection, account, shown, vault)
        return result if isinstance(result, Refused) else None
    if account.totp_secret is None:
        return Refused("passkey_only")
    step = check_code(connection, account, account.totp_secret, shown, vault)
    if isinstance(step, Refused):
        return step
    account_changes.use_totp_step(connection, account.id, step)
    return None
