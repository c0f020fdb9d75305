"""Recovery codes: what lets somebody in who has lost the second factor. Each works once.

A code has 80 random bits. What is stored follows from it with a key that is not in the database,
so that whoever has the database alone cannot even try.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from backend.auth_node import account_changes, accounts, audit
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.credentials import (
    Shown,
    check_code,
    check_password,
    checked,
    granted,
    still_valid,
)
from backend.auth_node.keys import Vault
from backend.auth_node.office import Office
from backend.auth_node.tables import recovery_codes
from backend.common.errors import Refused
from backend.common.one_time import LETTERS, letters_of

COUNT = 10
LENGTH = 16  # letters of 5 bits
GROUP = 4  # letters


def is_one(text: str) -> bool:
    """Whether `text` has the form of a recovery code and not that of a code of an app."""
    letters = letters_of(text)
    return len(letters) == LENGTH and set(letters) <= set(LETTERS)


def left(connection: sa.Connection, account_id: int) -> int:
    """How many codes an account has not used."""
    query = sa.select(sa.func.count()).where(recovery_codes.c.account_id == account_id)
    return int(connection.execute(query).scalar_one())


def replace(
    connection: sa.Connection, account: Account, vault: Vault, actor: Actor, now: float
) -> list[str]:
    """New codes in place of those there are."""
    codes = [_new() for _ in range(COUNT)]
    remove(connection, account.id)
    rows = [{"digest": _digest(vault, account, code), "account_id": account.id} for code in codes]
    connection.execute(sa.insert(recovery_codes), rows)
    audit.record(connection, actor, Action.RECOVERY_CODES_MADE, now, audit.user(account))
    return codes


def remove(connection: sa.Connection, account_id: int) -> None:
    """Let the codes of an account count no longer."""
    connection.execute(sa.delete(recovery_codes).where(recovery_codes.c.account_id == account_id))


def use(connection: sa.Connection, account: Account, shown: Shown, vault: Vault) -> bool | Refused:
    """Use a code up. A refusal is returned, so that the failure stays counted."""

    def used() -> bool | None:
        gone = connection.execute(
            sa.delete(recovery_codes).where(
                recovery_codes.c.digest == _digest(vault, account, shown.code),
                recovery_codes.c.account_id == account.id,
            )
        )
        return True if gone.rowcount else None

    result = checked(connection, account, shown, used)
    if not isinstance(result, Refused):
        audit.record(
            connection,
            shown.actor.as_account(account),
            Action.RECOVERY_CODE_USED,
            shown.at,
            audit.user(account),
            after={"left": left(connection, account.id)},
        )
    return result


async def renew(office: Office, owner: Actor, password: str, code: str) -> list[str]:
    """New codes for somebody who is logged in and shows both factors; the old ones are gone.

    Raises:
        Refused: `totp_not_set_up`, `wrong_credentials`, `wrong_totp_code`, `too_many_attempts`,
            `busy`.
    """
    asking = await office.database.read(accounts.active, owner.account)
    if asking.totp_state != accounts.CONFIRMED:
        raise Refused("totp_not_set_up")
    account = await check_password(office, asking.username, password, owner)
    shown = Shown(code, office.clock(), owner)
    return granted(await office.database.write(_renew, account, shown, office.vault))


def _renew(
    connection: sa.Connection, known: Account, shown: Shown, vault: Vault
) -> list[str] | Refused:
    account = still_valid(connection, known, shown.actor)
    if account.totp_secret is None:
        return Refused("totp_not_set_up")
    step = check_code(connection, account, account.totp_secret, shown, vault)
    if isinstance(step, Refused):
        return step
    account_changes.use_totp_step(connection, account.id, step)
    return replace(connection, account, vault, shown.actor, shown.at)


def _new() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _digest(vault: Vault, account: Account, code: str) -> str:
    return vault.derive_to_last("recovery code", f"{account.id}\n{letters_of(code)}").hex()
