"""Changing SECRETS_KEY_FILE: what is stored comes under the new key when the node starts.

The file then holds the new key, and the one before on a line of its own below it. Once the node has
started, nothing needs the old one, and its line can go.
"""

from __future__ import annotations

import logging

import sqlalchemy as sa
from cryptography.fernet import InvalidToken

from backend.auth_node import audit
from backend.auth_node.actor import SYSTEM
from backend.auth_node.audit import Action, Target
from backend.auth_node.keys import Vault
from backend.auth_node.tables import accounts, challenges, options

LASTING = "lasting_key"
"""The option that holds the key that recovery codes follow from, encrypted: codes cannot be made
anew without their owners, so their key outlives the one that encrypts it."""
STORED = ((accounts, accounts.c.id), (challenges, challenges.c.digest))

log = logging.getLogger(__name__)


def prepare(connection: sa.Connection, vault: Vault, now: float) -> None:
    """Bring what is stored under the key that counts now, and find the lasting one."""
    vault.last_with(_lasting_key(connection, vault))
    if vault.changing:
        renewed = sum(_renew(connection, vault, table, key) for table, key in STORED)
        if renewed:
            log.info("%d secrets are under the new key now", renewed)
            target = Target(audit.SETTINGS, None, "SECRETS_KEY_FILE")
            after = {"renewed": renewed}
            audit.record(connection, SYSTEM, Action.SECRETS_KEY_CHANGED, now, target, after=after)


def _lasting_key(connection: sa.Connection, vault: Vault) -> str:
    row = connection.execute(sa.select(options.c.value).where(options.c.name == LASTING)).first()
    try:
        if row is None:
            key = vault.key_of(_any_secret(connection))
            stored = {"name": LASTING, "value": vault.encrypt(key)}
            connection.execute(sa.insert(options).values(**stored))
            return key
        renewed = vault.renewed(row.value)
        if renewed is not None:
            connection.execute(
                sa.update(options).where(options.c.name == LASTING).values(value=renewed)
            )
        return vault.decrypt(renewed or row.value)
    except InvalidToken:
        log.error("SECRETS_KEY_FILE: no key in it reads what is stored; second factors do not work")  # noqa: TRY400
        return vault.key_of(None)


def _any_secret(connection: sa.Connection) -> str | None:
    query = sa.select(accounts.c.totp_secret).where(accounts.c.totp_secret.is_not(None)).limit(1)
    found: str | None = connection.execute(query).scalar()
    return found


def _renew(connection: sa.Connection, vault: Vault, table: sa.Table, key: sa.Column[object]) -> int:
    query = sa.select(key, table.c.totp_secret).where(table.c.totp_secret.is_not(None))
    changed = []
    for row_key, stored in connection.execute(query).all():
        try:
            renewed = vault.renewed(stored)
        except InvalidToken:
            log.warning("a second factor of %s cannot be read with any key", row_key)
            continue
        if renewed is not None:
            changed.append({"row": row_key, "renewed": renewed})
    if changed:
        update = sa.update(table).where(key == sa.bindparam("row"))
        connection.execute(update.values(totp_secret=sa.bindparam("renewed")), changed)
    return len(changed)
