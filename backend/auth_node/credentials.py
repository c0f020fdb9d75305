"""Checking what people know and have, so that guessing leads nowhere."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

from backend.auth_node import accounts, attempts, audit, totp
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.attempts import AT_HOME, IN_A_ROW, PASSWORD, SECOND_FACTOR, SOURCE
from backend.auth_node.audit import Action
from backend.auth_node.keys import Vault
from backend.auth_node.office import Office
from backend.auth_node.source import LOCAL
from backend.common.errors import Refused
from backend.domain.people import comparable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shown:
    """A code that somebody shows at a Unix time."""

    code: str
    at: float
    actor: Actor


async def check_password(office: Office, username: str, password: str, actor: Actor) -> Account:
    """The account that `password` is right for. Failures are counted; being told `busy` is none.

    Raises:
        Refused: `wrong_credentials`, `account_disabled`, `too_many_attempts`,
            `password_stopped`, `busy`.
    """
    with office.passwords.place():
        account = granted(
            await office.database.write_together(_begin, username, actor, office.clock())
        )
        known = account is not None and account.state == accounts.ACTIVE
        stored = account.password_hash if account is not None and known else None
        right = await office.passwords.matches_in_place(stored, password)
    if right and account is not None:
        if account.disabled:
            raise Refused("account_disabled")
        return account
    await office.database.write_together(_fail, account if known else None, actor, office.clock())
    raise Refused("wrong_credentials")


def _fail(connection: sa.Connection, account: Account | None, actor: Actor, now: float) -> None:
    attempts.count_failure(connection, SOURCE, actor.source, now)
    target = audit.user(account) if account else None
    audit.record(connection, actor, Action.LOGIN_FAILED, now, target)


def _begin(
    connection: sa.Connection, username: str, actor: Actor, now: float
) -> Account | Refused | None:
    """Counts the attempt as failed before it is made, so that many at once are no way around."""
    name = comparable(username.strip())
    account = accounts.by_username(connection, username)
    at_home = account is not None and _is_at_home(connection, account, actor)
    counted = (AT_HOME, _home(name, actor.source)) if at_home else (PASSWORD, name)
    wait = attempts.wait_left(connection, now, counted, (SOURCE, actor.source))
    if wait > 0:
        raise attempts.too_many(wait)
    attempts.count_failure(connection, *counted, now)
    in_a_row = attempts.count_in_a_row(connection, name, now)
    if in_a_row <= attempts.MOST_IN_A_ROW or at_home:
        return account
    if in_a_row == attempts.MOST_IN_A_ROW + 1:
        target = audit.user(account) if account else None
        audit.record(connection, actor, Action.PASSWORD_STOPPED, now, target)
    return Refused("password_stopped")


def _is_at_home(connection: sa.Connection, account: Account, actor: Actor) -> bool:
    """Whether somebody was let in here from there, or asks on this machine itself."""
    return actor.source == LOCAL or actor.source in audit.places_of(connection, account.id)


def _home(name: str, place: str) -> str:
    return f"{name}\n{place}"


def still_valid(connection: sa.Connection, checked: Account, actor: Actor) -> Account:
    """The account whose password was right a moment ago, if that still holds.

    Raises:
        Refused: `wrong_credentials`.
    """
    account = accounts.by_id(connection, checked.id)
    if account is None or not account.active or account.password_hash != checked.password_hash:
        raise Refused("wrong_credentials")
    _forget_failures(connection, account, {actor.source})
    return account


def forget_failures(connection: sa.Connection, account: Account) -> None:
    """Let a password be tried anew from everywhere."""
    _forget_failures(connection, account, {LOCAL, *audit.places_of(connection, account.id)})


def _forget_failures(connection: sa.Connection, account: Account, places: Collection[str]) -> None:
    name = comparable(account.username)
    attempts.clear(connection, PASSWORD, name)
    attempts.clear(connection, IN_A_ROW, name)
    for place in places:
        attempts.clear(connection, AT_HOME, _home(name, place))


def check_code(
    connection: sa.Connection, account: Account, encrypted: str, shown: Shown, vault: Vault
) -> int | Refused:
    """The step of a right code. A refusal is returned, so that the failure stays counted.

    Args:
        encrypted: the secret that the code is of, the account's or a new one.
    """
    after = account.totp_last_step if encrypted == account.totp_secret else totp.NEVER
    secret = vault.decrypt(encrypted)
    return checked(
        connection, account, shown, lambda: totp.step_of(secret, shown.code, shown.at, after)
    )


def checked(
    connection: sa.Connection, account: Account, shown: Shown, find: Callable[[], T | None]
) -> T | Refused:
    """What `find` makes of a code, which is None for a wrong one. Failures are counted."""
    subject = str(account.id)
    wait = attempts.wait_left(connection, shown.at, (SECOND_FACTOR, subject))
    if wait > 0:
        return attempts.too_many(wait)
    found = find()
    if found is None:
        attempts.count_failure(connection, SECOND_FACTOR, subject, shown.at)
        actor, target = shown.actor, audit.user(account)
        audit.record(connection, actor, Action.SECOND_FACTOR_FAILED, shown.at, target)
        return Refused("wrong_totp_code")
    attempts.clear(connection, SECOND_FACTOR, subject)
    return found


def granted(result: T | Refused) -> T:
    """`result`, unless it is a refusal whose traces had to be committed: that is raised now."""
    if isinstance(result, Refused):
        raise result
    return result
