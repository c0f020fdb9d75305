"""Passkeys as they are stored: whose they are, by which names, how often each has signed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from backend.auth_node import accounts, audit, options
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.passkeys_check import Made, to_text
from backend.auth_node.tables import accounts as accounts_table
from backend.auth_node.tables import passkey_owners, passkeys
from backend.common.errors import Refused

MOST = 10  # of one account
HANDLE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey; credential and key in base64url.

    Attributes:
        last_used_at: Unix time; None before the first login with it.
    """

    id: int
    account_id: int
    credential_id: str
    public_key: str
    sign_count: int
    transports: list[str]
    name: str
    created_at: float
    last_used_at: float | None


@dataclass(frozen=True, slots=True)
class Deed:
    """Whose passkeys something happens to, by whom, and at which Unix time."""

    account: Account
    actor: Actor
    at: float


_COLUMNS = [passkeys.c[field] for field in Passkey.__dataclass_fields__]


def of(connection: sa.Connection, account_id: int) -> list[Passkey]:
    """The passkeys of an account, the oldest first."""
    return _where(connection, passkeys.c.account_id == account_id)


def one(connection: sa.Connection, account_id: int, passkey_id: int) -> Passkey:
    """A passkey of this account.

    Raises:
        Refused: `no_such_passkey`, also for somebody else's.
    """
    own = (passkeys.c.account_id == account_id, passkeys.c.id == passkey_id)
    found = _where(connection, *own)
    if not found:
        raise Refused("no_such_passkey", id=passkey_id)
    return found[0]


def by_credential(connection: sa.Connection, account_id: int, credential_id: str) -> Passkey | None:
    """The passkey of this account that a browser calls so; None for somebody else's, too."""
    named = passkeys.c.credential_id == credential_id
    return next(iter(_where(connection, passkeys.c.account_id == account_id, named)), None)


def _where(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> list[Passkey]:
    query = sa.select(*_COLUMNS).where(*conditions).order_by(passkeys.c.id)
    return [Passkey(*row) for row in connection.execute(query)]


def _held(connection: sa.Connection, account: Account) -> list[Passkey]:
    """The passkeys of an account, which nobody else adds to or takes from until this commits."""
    held = sa.select(accounts_table.c.id).where(accounts_table.c.id == account.id)
    connection.execute(held.with_for_update())
    return of(connection, account.id)


def handle_of(connection: sa.Connection, account_id: int) -> str:
    """The random name under which devices keep the passkeys of an account."""
    query = sa.select(passkey_owners.c.handle).where(passkey_owners.c.account_id == account_id)
    known = connection.execute(query).scalar_one_or_none()
    if known is not None:
        return str(known)
    handle = to_text(secrets.token_bytes(HANDLE_BYTES))
    connection.execute(sa.insert(passkey_owners).values(account_id=account_id, handle=handle))
    return handle


def require_room(account: Account) -> None:
    """Do nothing if the account may have one more.

    Raises:
        Refused: `too_many_passkeys`.
    """
    if account.passkeys >= MOST:
        raise Refused("too_many_passkeys", limit=MOST)


def add(
    connection: sa.Connection, deed: Deed, new: Made, name: str, transports: list[str]
) -> Passkey:
    """Store a passkey, by `name` or, where that is taken, one like it.

    Raises:
        Refused: `too_many_passkeys`; `passkey_known`, when anybody has it already.
    """
    there = _held(connection, deed.account)
    if len(there) >= MOST:
        raise Refused("too_many_passkeys", limit=MOST)
    row: dict[str, Any] = {
        "account_id": deed.account.id,
        "credential_id": new.credential_id,
        "public_key": new.public_key,
        "sign_count": new.sign_count,
        "transports": transports,
        "name": free_name(name, {each.name for each in there}),
        "created_at": deed.at,
    }
    try:
        stored = connection.execute(sa.insert(passkeys).values(row).returning(*_COLUMNS)).one()
    except sa.exc.IntegrityError:
        raise Refused("passkey_known") from None
    _record(connection, deed, Action.PASSKEY_ADDED, after={"name": row["name"]})
    return Passkey(*stored)


def free_name(wanted: str, taken: set[str]) -> str:
    """`wanted` without blanks around it, with a number where the name is taken."""
    name = " ".join(wanted.split())
    number = 2
    free = name
    while free in taken:
        free = f"{name} ({number})"
        number += 1
    return free


def rename(connection: sa.Connection, deed: Deed, passkey: Passkey, name: str) -> Passkey:
    """Give a passkey another name; the passkey as it is then."""
    others = {each.name for each in of(connection, deed.account.id) if each.id != passkey.id}
    free = free_name(name, others)
    if free != passkey.name:
        _change(connection, passkey, name=free)
        before, after = {"name": passkey.name}, {"name": free}
        _record(connection, deed, Action.PASSKEY_RENAMED, before=before, after=after)
    return one(connection, deed.account.id, passkey.id)


def remove(connection: sa.Connection, deed: Deed, passkey: Passkey) -> None:
    """Let a passkey count no longer.

    Raises:
        Refused: `last_second_factor`, when somebody would have none who must have one.
    """
    _require_another(connection, deed.account, _held(connection, deed.account))
    connection.execute(sa.delete(passkeys).where(passkeys.c.id == passkey.id))
    _record(connection, deed, Action.PASSKEY_REMOVED, before={"name": passkey.name})


def require_another(connection: sa.Connection, account_id: int, passkey_id: int) -> None:
    """Do nothing if this passkey may be removed.

    Raises:
        Refused: `no_such_passkey`, `last_second_factor`.
    """
    one(connection, account_id, passkey_id)
    account = accounts.active(connection, account_id)
    _require_another(connection, account, of(connection, account_id))


def _require_another(connection: sa.Connection, account: Account, there: list[Passkey]) -> None:
    last = len(there) == 1 and not account.has_app
    if last and options.needs_second_factor(connection, account.role):
        raise Refused("last_second_factor")


def remove_all(connection: sa.Connection, deed: Deed) -> None:
    """Let no passkey of an account count any longer; another second factor is about to."""
    for passkey in of(connection, deed.account.id):
        _record(connection, deed, Action.PASSKEY_REMOVED, before={"name": passkey.name})
    connection.execute(sa.delete(passkeys).where(passkeys.c.account_id == deed.account.id))


def forget(connection: sa.Connection, account_id: int) -> None:
    """Remove whatever is stored of the passkeys of an account."""
    connection.execute(sa.delete(passkeys).where(passkeys.c.account_id == account_id))
    connection.execute(sa.delete(passkey_owners).where(passkey_owners.c.account_id == account_id))


def use(connection: sa.Connection, deed: Deed, passkey: Passkey, sign_count: int) -> None:
    """Note that a passkey has shown to be its owner's."""
    _change(connection, passkey, sign_count=sign_count, last_used_at=deed.at)
    _record(connection, deed, Action.PASSKEY_USED, after={"name": passkey.name})


def _change(connection: sa.Connection, passkey: Passkey, **values: object) -> None:
    connection.execute(sa.update(passkeys).where(passkeys.c.id == passkey.id).values(**values))


def _record(
    connection: sa.Connection,
    deed: Deed,
    action: Action,
    *,
    before: audit.Facts | None = None,
    after: audit.Facts | None = None,
) -> None:
    owner, target = deed.actor.as_account(deed.account), audit.user(deed.account)
    audit.record(connection, owner, action, deed.at, target, before=before, after=after)
