"""Logging in: the password, then the second factor where there is one, then a session."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node import accounts, challenges
from backend.auth_node.accounts import Account
from backend.auth_node.credentials import Shown, check_code, check_password, still_valid
from backend.auth_node.entry import Pending, enter, pending
from backend.auth_node.keys import Vault
from backend.auth_node.office import Office
from backend.auth_node.sessions import Opened
from backend.common.errors import Refused
from backend.common.tokens import STUDENT


@dataclass(frozen=True, slots=True)
class _PasswordKnown:
    """A right password, its hash at today's cost if it was stored at another, and a code."""

    account: Account
    rehashed: str | None
    code: str | None


async def log_in(
    office: Office, username: str, password: str, code: str | None, source: str
) -> Opened | Pending:
    """A session, or what is still needed for one.

    A wrong password and an unknown user name give the same answer after the same time.

    Raises:
        Refused: `wrong_credentials`, `account_disabled`, `wrong_totp_code`,
            `too_many_attempts`, `busy`.
    """
    account = await check_password(office, username, password, source)
    rehashed = None
    if office.passwords.outdated(account.password_hash):
        rehashed = await office.passwords.hash(password)
    known = _PasswordKnown(account, rehashed, code)
    result = await office.database.write(_enter, known, office.vault, office.clock())
    if isinstance(result, Refused):
        raise result
    return result


def _enter(
    connection: sa.Connection, known: _PasswordKnown, vault: Vault, now: float
) -> Opened | Pending | Refused:
    account = still_valid(connection, known.account)
    if known.rehashed is not None:
        accounts.set_password(connection, account.id, known.rehashed, chosen=False)
    if account.totp_secret is None:
        if account.role != STUDENT:
            return enter(connection, account, now)
        return pending(connection, account, challenges.SETUP, now)
    if known.code is None:
        return pending(connection, account, challenges.LOGIN, now)
    step = check_code(connection, account, account.totp_secret, Shown(known.code, now), vault)
    return step if isinstance(step, Refused) else _pass(connection, account, step, now)


async def second_step(office: Office, challenge: str, code: str) -> Opened | Pending:
    """Where a login stands whose code is right. Failures are counted.

    Raises:
        Refused: `challenge_expired`, `wrong_totp_code`, `too_many_attempts`.
    """
    result = await office.database.write(
        _second_step, challenge, code, office.vault, office.clock()
    )
    if isinstance(result, Refused):
        raise result
    return result


def _second_step(
    connection: sa.Connection, token: str, code: str, vault: Vault, now: float
) -> Opened | Pending | Refused:
    challenge = challenges.find(connection, token, now, challenges.LOGIN)
    account = accounts.active(connection, challenge.account_id)
    if account.totp_secret is None:
        raise Refused("challenge_expired")
    step = check_code(connection, account, account.totp_secret, Shown(code, now), vault)
    if isinstance(step, Refused):
        return step
    challenges.remove(connection, challenge)
    return _pass(connection, account, step, now)


def _pass(connection: sa.Connection, account: Account, step: int, now: float) -> Opened | Pending:
    accounts.use_totp_step(connection, account.id, step)
    return enter(connection, account, now)
