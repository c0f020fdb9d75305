"""What administrators do to accounts that exist, and what people do to their own."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from backend.auth_node import (
    account_changes,
    accounts,
    audit,
    challenges,
    codes,
    oidc_links,
    passkeys,
    passwords,
    records,
    recovery,
    sessions,
    shapes,
)
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.credentials import check_password, still_valid
from backend.auth_node.office import Office
from backend.auth_node.shapes import Person
from backend.common.errors import Refused
from backend.common.one_time import new_code
from backend.common.tokens import ADMIN


async def delete(office: Office, role: str, person_id: int, by: Actor) -> None:
    """Delete an account: its sessions end first, then the record goes, then the account.

    If something fails in between, nobody can log in with it, and the same call again finishes.

    Raises:
        Refused: `no_such_user`, `cannot_delete_self`, `last_administrator`, `service_away`.
    """
    account = await office.database.write(_begin_deletion, role, person_id, by, office.clock())
    await office.ended.announce()
    if role != ADMIN:
        await records.remove(office.client, role, person_id, by.token)
    await office.database.write(account_changes.finish_deletion, account.id)


def _begin_deletion(
    connection: sa.Connection, role: str, person_id: int, by: Actor, now: float
) -> Account:
    account = accounts.by_person(connection, role, person_id)
    if account.id == by.account:
        raise Refused("cannot_delete_self")
    if role == ADMIN and account.active and accounts.administrators(connection) == 1:
        raise Refused("last_administrator")
    account_changes.begin_deletion(connection, account.id)
    recovery.remove(connection, account.id)
    passkeys.forget(connection, account.id)
    challenges.remove_of(connection, account.id)
    codes.remove_reset_code(connection, account.id)
    oidc_links.remove_of(connection, account.id)
    sessions.end_all(connection, account.id, now)
    gone = audit.seen(account)
    audit.record(connection, by, Action.USER_DELETED, now, audit.user(account), before=gone)
    return account


async def update(
    office: Office, role: str, person_id: int, changes: Mapping[str, str], by: Actor
) -> Account:
    """Change name, address or group; the academic record first, then the account.

    Raises:
        Refused: `no_such_user`, `invalid_fields`, `email_taken`, `service_away`.
    """
    account = await office.database.read(accounts.by_person, role, person_id)
    before = Person(role, account.username, account.name, account.email, account.group)
    person = shapes.changed(before, changes)
    await office.database.read(account_changes.require_address, account.id, person)
    if role != ADMIN and (person.name, person.group) != (before.name, before.group):
        await records.put(office.client, role, [person])
    await office.database.write(_update, account, person, by, office.clock())
    return await office.database.read(accounts.by_person, role, person_id)


def _update(
    connection: sa.Connection, account: Account, person: Person, by: Actor, now: float
) -> None:
    account_changes.change_person(connection, account.id, person)
    before, after = audit.changes(account, person)
    target = audit.user(account)
    audit.record(connection, by, Action.USER_UPDATED, now, target, before=before, after=after)


async def disable(office: Office, role: str, person_id: int, by: Actor) -> Account:
    """Let nobody log in with an account, and end its sessions; its seats stay.

    Raises:
        Refused: `no_such_user`, `cannot_disable_self`.
    """
    account = await office.database.write(_disable, role, person_id, by, office.clock())
    await office.ended.announce()
    return account


def _disable(
    connection: sa.Connection, role: str, person_id: int, by: Actor, now: float
) -> Account:
    account = accounts.by_person(connection, role, person_id)
    if account.id == by.account:
        raise Refused("cannot_disable_self")
    account_changes.set_disabled(connection, account.id, disabled=True)
    challenges.remove_of(connection, account.id)
    sessions.end_all(connection, account.id, now)
    audit.record(connection, by, Action.USER_DISABLED, now, audit.user(account))
    return accounts.by_person(connection, role, person_id)


async def enable(office: Office, role: str, person_id: int, by: Actor) -> Account:
    """Let the owner of a disabled account log in again.

    Raises:
        Refused: `no_such_user`.
    """
    return await office.database.write(_enable, role, person_id, by, office.clock())


def _enable(connection: sa.Connection, role: str, person_id: int, by: Actor, now: float) -> Account:
    account = accounts.by_person(connection, role, person_id)
    account_changes.set_disabled(connection, account.id, disabled=False)
    audit.record(connection, by, Action.USER_ENABLED, now, audit.user(account))
    return accounts.by_person(connection, role, person_id)


async def make_reset_code(office: Office, username: str, by: Actor) -> tuple[str, float]:
    """A one-time code with which a person sets the second factor up anew; when it expires.

    Raises:
        Refused: `no_such_user`.
    """
    text = new_code()
    return text, await office.database.write(_put_reset_code, username, text, by, office.clock())


def _put_reset_code(
    connection: sa.Connection, username: str, text: str, by: Actor, now: float
) -> float:
    account = accounts.by_username(connection, username)
    if account is None or not account.active:
        raise Refused("no_such_user", role="user", user=username)
    audit.record(connection, by, Action.RESET_CODE_MADE, now, audit.user(account))
    return codes.put_reset_code(connection, account.id, text, now)


async def change_password(office: Office, owner: Actor, old: str, new: str) -> None:
    """Change one's own password; all other sessions end.

    Raises:
        Refused: `wrong_credentials`, `weak_password`, `too_many_attempts`, `busy`.
    """
    account = await office.database.read(accounts.active, owner.account)
    passwords.require_strong(new, account.username)
    if passwords.normal(new) == passwords.normal(old):
        raise passwords.too_weak(passwords.OLD)
    account = await check_password(office, account.username, old, owner)
    password_hash = await office.passwords.hash(new)
    await office.database.write(_change_password, account, password_hash, owner, office.clock())
    await office.ended.announce()


def _change_password(
    connection: sa.Connection, checked: Account, password_hash: str, owner: Actor, now: float
) -> None:
    account = still_valid(connection, checked, owner)
    account_changes.set_password(connection, account.id, password_hash, chosen=True)
    challenges.remove_of(connection, account.id)
    sessions.end_all(connection, account.id, now, but=owner.session)
    audit.record(connection, owner, Action.PASSWORD_CHANGED, now, audit.user(account))
