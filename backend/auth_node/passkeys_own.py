"""One's own passkeys: looked at, renamed, removed."""

from __future__ import annotations

import sqlalchemy as sa

from backend.auth_node import accounts, passkeys
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.credentials import check_password, still_valid
from backend.auth_node.office import Office
from backend.auth_node.passkeys import Deed, Passkey


async def rename(office: Office, owner: Actor, passkey_id: int, name: str) -> Passkey:
    """Give a passkey another name, which changes nothing else.

    Raises:
        Refused: `no_such_passkey`.
    """
    return await office.database.write(_rename, owner, passkey_id, name, office.clock())


def _rename(
    connection: sa.Connection, owner: Actor, passkey_id: int, name: str, now: float
) -> Passkey:
    account = accounts.active(connection, owner.account)
    passkey = passkeys.one(connection, account.id, passkey_id)
    return passkeys.rename(connection, Deed(account, owner, now), passkey, name)


async def remove(office: Office, owner: Actor, passkey_id: int, password: str) -> None:
    """Let a passkey count no longer, for who knows the password.

    Raises:
        Refused: `no_such_passkey`, `last_second_factor`, `wrong_credentials`,
            `too_many_attempts`, `busy`.
    """
    asking = await office.database.read(accounts.active, owner.account)
    await office.database.read(passkeys.require_another, asking.id, passkey_id)
    account = await check_password(office, asking.username, password, owner)
    await office.database.write(_remove, account, passkey_id, owner, office.clock())


def _remove(
    connection: sa.Connection, checked: Account, passkey_id: int, owner: Actor, now: float
) -> None:
    account = still_valid(connection, checked, owner)
    passkey = passkeys.one(connection, account.id, passkey_id)
    passkeys.remove(connection, Deed(account, owner, now), passkey)
