"""Checking what people know and have, so that guessing leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

from backend.auth_node import accounts, attempts, totp
from backend.auth_node.accounts import Account
from backend.auth_node.attempts import PASSWORD, SECOND_FACTOR, SOURCE
from backend.auth_node.keys import Vault
from backend.auth_node.office import Office
from backend.common.errors import Refused
from backend.domain.people import comparable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shown:
    """A code of a second factor, shown at a Unix time."""

    code: str
    at: float


async def check_password(office: Office, username: str, password: str, source: str) -> Account:
    """The account that `password` is right for. Failures are counted; being told `busy` is none.

    Raises:
        Refused: `wrong_credentials`, `account_disabled`, `too_many_attempts`, `busy`.
    """
    with office.passwords.place():
        account = await office.database.write(_begin, username, source, office.clock())
        known = account is not None and account.state == accounts.ACTIVE
        stored = account.password_hash if account is not None and known else None
        right = await office.passwords.matches_in_place(stored, password)
    if right and account is not None:
        if account.disabled:
            raise Refused("account_disabled")
        return account
    await office.database.write(attempts.count_failure, SOURCE, source, office.clock())
    raise Refused("wrong_credentials")


def _begin(connection: sa.Connection, username: str, source: str, now: float) -> Account | None:
    """Counts the attempt as failed before it is made, so that many at once are no way around."""
    subject = comparable(username.strip())
    wait = attempts.wait_left(connection, now, (PASSWORD, subject), (SOURCE, source))
    if wait > 0:
        raise attempts.too_many(wait)
    attempts.count_failure(connection, PASSWORD, subject, now)
    return accounts.by_username(connection, username)


def still_valid(connection: sa.Connection, checked: Account) -> Account:
    """The account whose password was right a moment ago, if that still holds.

    Raises:
        Refused: `wrong_credentials`.
    """
    account = accounts.by_id(connection, checked.id)
    if account is None or not account.active or account.password_hash != checked.password_hash:
        raise Refused("wrong_credentials")
    attempts.clear(connection, PASSWORD, comparable(account.username))
    return account


def check_code(
    connection: sa.Connection, account: Account, encrypted: str, shown: Shown, vault: Vault
) -> int | Refused:
    """The step of a right code. A refusal is returned, so that the failure stays counted.

    Args:
        encrypted: the secret that the code is of, the account's or a new one.
    """
    subject = str(account.id)
    wait = attempts.wait_left(connection, shown.at, (SECOND_FACTOR, subject))
    if wait > 0:
        return attempts.too_many(wait)
    after = account.totp_last_step if encrypted == account.totp_secret else totp.NEVER
    step = totp.step_of(vault.decrypt(encrypted), shown.code, shown.at, after)
    if step is None:
        attempts.count_failure(connection, SECOND_FACTOR, subject, shown.at)
        return Refused("wrong_totp_code")
    attempts.clear(connection, SECOND_FACTOR, subject)
    return step


def granted(result: T | Refused) -> T:
    """`result`, unless it is a refusal whose traces had to be committed: that is raised now."""
    if isinstance(result, Refused):
        raise result
    return result
