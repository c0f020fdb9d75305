"""Adding a passkey: as the second factor that a login has to set up, or as one more by choice."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node import (
    account_changes,
    accounts,
    audit,
    challenges,
    passkeys,
    passkeys_options,
    recovery,
    sessions,
)
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.challenges import Challenge
from backend.auth_node.credentials import check_password, granted, still_valid
from backend.auth_node.entry import enter
from backend.auth_node.keys import Vault
from backend.auth_node.office import Office
from backend.auth_node.passkeys import Deed, Passkey
from backend.auth_node.passkeys_check import NotProvenError, Site, made
from backend.auth_node.passkeys_models import Creation, CreationOptions, NewPasskey
from backend.auth_node.passkeys_options import require_site
from backend.auth_node.second_factor import Confirmed
from backend.common.errors import Refused


@dataclass(frozen=True, slots=True)
class Brought:
    """A passkey that somebody brings at a Unix time, to be one of `site`."""

    new: NewPasskey
    site: Site
    vault: Vault
    actor: Actor
    at: float


@dataclass(frozen=True, slots=True)
class Added:
    """A passkey that counts now, and the recovery codes where it is the first second factor."""

    passkey: Passkey
    recovery_codes: list[str]


async def set_up(office: Office, challenge: str) -> CreationOptions:
    """How a login that has to set a second factor up, or up anew, makes a passkey.

    Raises:
        Refused: `passkeys_off`, `challenge_expired`, `totp_already_set_up`.
    """
    site = require_site(office.site)
    return await office.database.write(_set_up, challenge, site, office.clock())


def _set_up(connection: sa.Connection, token: str, site: Site, now: float) -> CreationOptions:
    _, account = _found(connection, token, now)
    return passkeys_options.creation(connection, account, token, site, [])


def _found(connection: sa.Connection, token: str, now: float) -> tuple[Challenge, Account]:
    challenge = challenges.find(connection, token, now, challenges.SETUP, challenges.RESET)
    account = accounts.active(connection, challenge.account_id)
    if challenge.purpose == challenges.SETUP and account.has_second_factor:
        raise Refused("totp_already_set_up")
    return challenge, account


async def confirm(office: Office, new: NewPasskey, actor: Actor) -> Confirmed:
    """Where a login stands whose passkey counts from now on; older sessions end.

    Raises:
        Refused: `passkeys_off`, `challenge_expired`, `totp_already_set_up`,
            `passkey_not_accepted`, `passkey_known`.
    """
    brought = Brought(new, require_site(office.site), office.vault, actor, office.clock())
    result = granted(await office.database.write(_confirm, brought))
    await office.ended.announce()
    return result


def _confirm(connection: sa.Connection, brought: Brought) -> Confirmed | Refused:
    challenge, account = _found(connection, brought.new.challenge, brought.at)
    added = _accepted(connection, account, challenge, brought)
    if isinstance(added, Refused):
        return added
    sessions.end_all(connection, account.id, brought.at)
    entering = brought.actor.vouched_for(challenge.vouched)
    return Confirmed(enter(connection, account, entering, brought.at), added.recovery_codes)


async def begin(office: Office, owner: Actor, password: str) -> Creation:
    """How somebody who is logged in and knows the password makes one more.

    Raises:
        Refused: `passkeys_off`, `too_many_passkeys`, `wrong_credentials`, `too_many_attempts`,
            `busy`.
    """
    site = require_site(office.site)
    asking = await office.database.read(accounts.active, owner.account)
    passkeys.require_room(asking)
    account = await check_password(office, asking.username, password, owner)
    return await office.database.write(_begin, account, site, owner, office.clock())


def _begin(
    connection: sa.Connection, checked: Account, site: Site, owner: Actor, now: float
) -> Creation:
    account = still_valid(connection, checked, owner)
    token = challenges.create(connection, account.id, challenges.ADD, now)
    there = passkeys.of(connection, account.id)
    return Creation(token, passkeys_options.creation(connection, account, token, site, there))


async def add(office: Office, owner: Actor, new: NewPasskey) -> Added:
    """Let one more count. Where it is the first second factor, other sessions end.

    Raises:
        Refused: `passkeys_off`, `challenge_expired`, `passkey_not_accepted`, `passkey_known`,
            `too_many_passkeys`.
    """
    brought = Brought(new, require_site(office.site), office.vault, owner, office.clock())
    result = granted(await office.database.write(_add, brought))
    if result.recovery_codes:
        await office.ended.announce()
    return result


def _add(connection: sa.Connection, brought: Brought) -> Added | Refused:
    token, owner = brought.new.challenge, brought.actor
    challenge = challenges.find(connection, token, brought.at, challenges.ADD)
    if challenge.account_id != owner.account:
        raise Refused("challenge_expired")
    account = accounts.active(connection, challenge.account_id)
    added = _accepted(connection, account, challenge, brought)
    if isinstance(added, Added) and not account.has_second_factor:
        sessions.end_all(connection, account.id, brought.at, but=owner.session)
    return added


def _accepted(
    connection: sa.Connection, account: Account, challenge: Challenge, brought: Brought
) -> Added | Refused:
    """A passkey that was made for `challenge`, which is used up in any case."""
    new, actor, now = brought.new, brought.actor, brought.at
    asked = challenges.take_from_passkey(connection, challenge)
    if asked is None:
        return Refused("challenge_expired")
    try:
        key = made(new, asked, brought.site)
    except NotProvenError as error:
        after = {"reason": error.reason.value}
        target = audit.user(account)
        audit.record(connection, actor, Action.SECOND_FACTOR_FAILED, now, target, after=after)
        return Refused("passkey_not_accepted")
    if challenge.purpose == challenges.RESET:
        account = _without_second_factor(connection, Deed(account, actor, now))
    passkey = passkeys.add(connection, Deed(account, actor, now), key, new.name, new.transports)
    if account.has_second_factor:
        challenges.remove(connection, challenge)
        return Added(passkey, [])
    challenges.remove_of(connection, account.id)
    codes = recovery.replace(connection, account, brought.vault, actor.as_account(account), now)
    return Added(passkey, codes)


def _without_second_factor(connection: sa.Connection, deed: Deed) -> Account:
    """The account, of whose second factors none counts any longer."""
    passkeys.remove_all(connection, deed)
    account_changes.remove_totp(connection, deed.account.id)
    return accounts.active(connection, deed.account.id)
