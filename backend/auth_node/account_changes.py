"""What is written into an account that exists."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from backend.auth_node.accounts import CONFIRMED, DELETED, DELETING, NO_TOTP
from backend.auth_node.shapes import Person
from backend.auth_node.tables import accounts
from backend.common.bulk import run_rows
from backend.common.errors import Refused

# What every login runs is made once: building a statement costs several times what running it does.
_USE_TOTP_STEP = (
    sa.update(accounts)
    .where(accounts.c.id == sa.bindparam("wanted"))
    .values(totp_state=sa.bindparam("state"), totp_last_step=sa.bindparam("step"))
)


def identity(person: Person) -> dict[str, Any]:
    """The columns that say who somebody is."""
    return {
        "username": person.username,
        "username_key": person.username_key,
        "name": person.name,
        "email": person.email,
        "email_key": person.email_key,
        "group": person.group,
        "search_text": person.search_text,
    }


def change_person(connection: sa.Connection, account_id: int, person: Person) -> None:
    """Let name, address and group of an account be those of `person`.

    Raises:
        Refused: `email_taken`.
    """
    require_address(connection, account_id, person)
    change(connection, account_id, **identity(person))


def require_address(connection: sa.Connection, account_id: int, person: Person) -> None:
    """Do nothing if nobody but this account has the address of `person`.

    Raises:
        Refused: `email_taken`.
    """
    others = sa.select(accounts.c.id).where(
        accounts.c.email_key == person.email_key, accounts.c.id != account_id
    )
    if person.email_key is not None and connection.execute(others).first() is not None:
        raise Refused("email_taken", email=person.email)


def set_password(
    connection: sa.Connection, account_id: int, password_hash: str, *, chosen: bool
) -> None:
    """Store another password hash; `chosen` says that nobody but the owner knows the password."""
    changes: dict[str, Any] = {"password_hash": password_hash}
    if chosen:
        changes["must_change_password"] = False
    change(connection, account_id, **changes)


def set_initial_password(connection: sa.Connection, account_id: int, password_hash: str) -> None:
    """Store the hash of a password that was generated, for its owner to change."""
    change(connection, account_id, password_hash=password_hash, must_change_password=True)


def set_disabled(connection: sa.Connection, account_id: int, *, disabled: bool) -> None:
    """Let nobody log in with the account, or its owner again."""
    change(connection, account_id, disabled=disabled)


def use_totp_step(connection: sa.Connection, account_id: int, step: int) -> None:
    """Note that the code of a step was used, which also confirms the secret."""
    values = (CONFIRMED, step, account_id)
    run_rows(connection, _USE_TOTP_STEP, ("state", "step", "wanted"), [values])


def replace_totp(connection: sa.Connection, account_id: int, encrypted: str, step: int) -> None:
    """Let another secret count, confirmed by the code of a step."""
    change(
        connection,
        account_id,
        totp_state=CONFIRMED,
        totp_secret=encrypted,
        totp_last_step=step,
    )


def remove_totp(connection: sa.Connection, account_id: int) -> None:
    """Let no codes of an app count any longer; another second factor is about to."""
    change(connection, account_id, totp_state=NO_TOTP, totp_secret=None)


def begin_deletion(connection: sa.Connection, account_id: int) -> None:
    """Let nobody log in with the account any more."""
    change(connection, account_id, state=DELETING)


def finish_deletion(connection: sa.Connection, account_id: int) -> None:
    """Mark the account as deleted.

    It keeps its user name, gives back its address, and holds no secrets any more.
    """
    change(
        connection,
        account_id,
        state=DELETED,
        email_key=None,
        password_hash="",
        totp_state=NO_TOTP,
        totp_secret=None,
    )


def change(connection: sa.Connection, account_id: int, **values: Any) -> None:  # noqa: ANN401
    """Write columns of an account."""
    connection.execute(sa.update(accounts).where(accounts.c.id == account_id).values(**values))
