"""Setting a second factor up: the first one, another one with a reset code, by choice."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node import (
    account_changes,
    accounts,
    audit,
    challenges,
    codes,
    passkeys,
    recovery,
    sessions,
    totp,
)
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.credentials import Shown, check_code, check_password, granted, still_valid
from backend.auth_node.entry import Pending, enter
from backend.auth_node.keys import Vault
from backend.auth_node.office import Office
from backend.auth_node.passkeys import Deed
from backend.auth_node.sessions import Opened
from backend.common.errors import Refused


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A second-factor secret that counts once a code confirms it with `challenge`."""

    username: str
    secret: str
    challenge: str


async def set_up(office: Office, challenge: str) -> NewSecret:
    """The secret of a login that has to set one up; asking again gives the same.

    Raises:
        Refused: `challenge_expired`.
    """
    fresh = office.vault.encrypt(totp.new_secret())
    username, encrypted = await office.database.write(_set_up, challenge, fresh, office.clock())
    return NewSecret(username, office.vault.decrypt(encrypted), challenge)


def _set_up(connection: sa.Connection, token: str, fresh: str, now: float) -> tuple[str, str]:
    challenge = challenges.find(connection, token, now, challenges.SETUP)
    account = accounts.active(connection, challenge.account_id)
    return account.username, challenges.offer_secret(connection, challenge, fresh)


async def reset(
    office: Office, username: str, password: str, reset_code: str, actor: Actor
) -> NewSecret:
    """A new secret for somebody with a reset code, which is used up.

    Raises:
        Refused: `wrong_credentials`, `code_invalid`, `too_many_attempts`, `busy`.
    """
    account = await check_password(office, username, password, actor)
    secret = totp.new_secret()
    shown = Shown(reset_code, office.clock(), actor)
    challenge = await office.database.write(_reset, account, shown, office.vault.encrypt(secret))
    return NewSecret(account.username, secret, challenge)


def _reset(connection: sa.Connection, known: Account, shown: Shown, encrypted: str) -> str:
    account = still_valid(connection, known, shown.actor)
    codes.use_reset_code(connection, account.id, shown.code, shown.at)
    actor, target = shown.actor.as_account(account), audit.user(account)
    audit.record(connection, actor, Action.RESET_CODE_USED, shown.at, target)
    return challenges.create(connection, account.id, challenges.RESET, shown.at, encrypted)


async def add(office: Office, owner: Actor, password: str) -> NewSecret:
    """A first secret for somebody who is logged in without one and knows the password.

    Raises:
        Refused: `totp_already_set_up`, `wrong_credentials`, `too_many_attempts`, `busy`.
    """
    asking = await office.database.read(accounts.active, owner.account)
    if asking.totp_secret is not None:
        raise Refused("totp_already_set_up")
    account = await check_password(office, asking.username, password, owner)
    secret = totp.new_secret()
    challenge = await office.database.write(
        _add, account, office.vault.encrypt(secret), owner, office.clock()
    )
    return NewSecret(account.username, secret, challenge)


def _add(
    connection: sa.Connection, checked: Account, encrypted: str, owner: Actor, now: float
) -> str:
    account = still_valid(connection, checked, owner)
    return challenges.create(connection, account.id, challenges.ADD, now, encrypted)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Where a login stands whose new second factor counts, and the recovery codes for it."""

    login: Opened | Pending
    recovery_codes: list[str]


async def confirm(office: Office, challenge: str, code: str, actor: Actor) -> Confirmed:
    """Let a new secret count, which `code` is of; older sessions and recovery codes end.

    Raises:
        Refused: `challenge_expired`, `totp_already_set_up`, `wrong_totp_code`,
            `too_many_attempts`.
    """
    shown = Shown(code, office.clock(), actor)
    result = granted(await office.database.write(_confirm, challenge, shown, office.vault))
    await office.ended.announce()
    return result


def _confirm(
    connection: sa.Connection, token: str, shown: Shown, vault: Vault
) -> Confirmed | Refused:
    purposes = (challenges.SETUP, challenges.RESET, challenges.ADD)
    challenge = challenges.find(connection, token, shown.at, *purposes)
    account = accounts.active(connection, challenge.account_id)
    if challenge.totp_secret is None:
        raise Refused("challenge_expired")
    if challenge.purpose == challenges.SETUP and account.has_second_factor:
        raise Refused("totp_already_set_up")
    if challenge.purpose == challenges.ADD and account.totp_secret is not None:
        raise Refused("totp_already_set_up")
    step = check_code(connection, account, challenge.totp_secret, shown, vault)
    if isinstance(step, Refused):
        return step
    account_changes.replace_totp(connection, account.id, challenge.totp_secret, step)
    challenges.remove_of(connection, account.id)
    sessions.end_all(connection, account.id, shown.at)
    actor, target = shown.actor.as_account(account), audit.user(account)
    if challenge.purpose == challenges.RESET:
        passkeys.remove_all(connection, Deed(account, actor, shown.at))
    audit.record(connection, actor, Action.SECOND_FACTOR_SET_UP, shown.at, target)
    made = recovery.replace(connection, account, vault, actor, shown.at)
    entering = shown.actor.vouched_for(challenge.vouched)
    return Confirmed(enter(connection, account, entering, shown.at), made)
