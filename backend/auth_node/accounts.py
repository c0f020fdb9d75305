"""Accounts as they are stored, and how one is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from backend.auth_node.tables import accounts, oidc_links, passkeys
from backend.common.bulk import fetch
from backend.common.errors import Refused
from backend.common.tokens import ADMIN, STUDENT
from backend.domain.people import comparable

ACTIVE = "active"
DELETING = "deleting"  # cannot log in any more; the data node may not know yet
DELETED = "deleted"

NO_TOTP = "none"
PENDING = "pending"  # the secret was shown; the first right code confirms it
CONFIRMED = "confirmed"

SQL_CHUNK = 500  # values in one IN


@dataclass(frozen=True, slots=True)
class Account:
    """One account.

    Attributes:
        person_id: id of the student or teacher record; an administrator's account id.
        totp_secret: encrypted.
        totp_last_step: the newest 30-second step whose code was used.
        created_at: Unix time.
        passkeys: how many it has.
        linked: whether it belongs to somebody at a provider through which one can sign in.
    """

    id: int
    role: str
    person_id: int
    username: str
    name: str
    email: str
    group: str
    state: str
    password_hash: str
    must_change_password: bool
    disabled: bool
    totp_state: str
    totp_secret: str | None
    totp_last_step: int
    created_at: float
    passkeys: int = 0
    linked: bool = False

    @property
    def has_second_factor(self) -> bool:
        """Whether a login needs more than the password."""
        return self.totp_secret is not None or self.passkeys > 0

    @property
    def has_app(self) -> bool:
        """Whether codes of an app count, of which one has been right."""
        return self.totp_state == CONFIRMED

    @property
    def active(self) -> bool:
        """Whether one can log in with it."""
        return self.state == ACTIVE and not self.disabled


FLAGS = ("must_change_password", "disabled", "linked")
COUNTED = {"passkeys", "linked"}
STORED = [accounts.c[field] for field in Account.__dataclass_fields__ if field not in COUNTED]
COLUMNS = [
    *STORED,
    sa.select(sa.func.count())
    .where(passkeys.c.account_id == accounts.c.id)
    .correlate(accounts)
    .scalar_subquery(),
    sa.exists().where(oidc_links.c.account_id == accounts.c.id).correlate(accounts),
]

# What every login runs is made once: building a statement costs several times what running it does.
_BY_USERNAME = sa.select(*COLUMNS).where(accounts.c.username_key == sa.bindparam("wanted"))
_BY_ID = sa.select(*COLUMNS).where(accounts.c.id == sa.bindparam("wanted"))


def _one(connection: sa.Connection, query: sa.Select[Any], wanted: object) -> Account | None:
    for row in fetch(connection, query, ("wanted",), (wanted,)):
        fields = dict(zip(Account.__dataclass_fields__, row, strict=True))
        flags = {name: bool(fields[name]) for name in FLAGS}
        return Account(**{**fields, **flags})
    return None


def by_username(connection: sa.Connection, username: str) -> Account | None:
    """The account of this user name, whatever its state."""
    return _one(connection, _BY_USERNAME, comparable(username.strip()))


def by_id(connection: sa.Connection, account_id: int) -> Account | None:
    """The account with this id, whatever its state."""
    return _one(connection, _BY_ID, account_id)


def by_person(connection: sa.Connection, role: str, person_id: int) -> Account:
    """The account of a student, teacher or administrator that is not deleted.

    Raises:
        Refused: `no_such_user`.
    """
    query = sa.select(*COLUMNS).where(
        accounts.c.role == role,
        accounts.c.person_id == person_id,
        accounts.c.state != DELETED,
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise Refused("no_such_user", role=role, user=person_id)
    return Account(*row)


def active(connection: sa.Connection, account_id: int) -> Account:
    """The account, if one can log in with it.

    Raises:
        Refused: `token_invalid`.
    """
    account = by_id(connection, account_id)
    if account is None or not account.active:
        raise Refused("token_invalid")
    return account


def administrators(connection: sa.Connection) -> int:
    """How many administrators can log in."""
    query = sa.select(sa.func.count()).where(
        accounts.c.role == ADMIN, accounts.c.state == ACTIVE, accounts.c.disabled.is_(False)
    )
    return int(connection.execute(query).scalar_one())


def known_usernames(connection: sa.Connection, keys: Sequence[str]) -> dict[str, Account]:
    """Which user names, in comparable form, are taken, and by whom."""
    query = sa.select(accounts.c.username_key, *COLUMNS)
    found: dict[str, Account] = {}
    for at in range(0, len(keys), SQL_CHUNK):
        chunk = keys[at : at + SQL_CHUNK]
        for key, *row in connection.execute(query.where(accounts.c.username_key.in_(chunk))):
            found[key] = Account(*row)
    return found


def known_emails(connection: sa.Connection, keys: Sequence[str]) -> set[str]:
    """Which addresses, in comparable form, are taken."""
    query = sa.select(accounts.c.email_key)
    found: set[str] = set()
    for at in range(0, len(keys), SQL_CHUNK):
        chunk = keys[at : at + SQL_CHUNK]
        found.update(connection.execute(query.where(accounts.c.email_key.in_(chunk))).scalars())
    return found


def students_by_id(connection: sa.Connection, ids: Sequence[int]) -> dict[int, Account]:
    """The accounts of students, by the ids of their records, whatever their state."""
    query = sa.select(*COLUMNS).where(accounts.c.role == STUDENT)
    found: dict[int, Account] = {}
    for at in range(0, len(ids), SQL_CHUNK):
        chunk = ids[at : at + SQL_CHUNK]
        for row in connection.execute(query.where(accounts.c.person_id.in_(chunk))):
            found[row.person_id] = Account(*row)
    return found
