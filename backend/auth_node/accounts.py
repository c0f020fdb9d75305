"""Accounts as they are stored: found, listed, created, changed, removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from backend.auth_node import totp
from backend.auth_node.shapes import Person
from backend.auth_node.tables import accounts
from backend.common.errors import Refused
from backend.common.tokens import ADMIN
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

    @property
    def active(self) -> bool:
        """Whether one can log in with it."""
        return self.state == ACTIVE and not self.disabled


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be created.

    Attributes:
        person_id: None for an administrator, who has no other record.
        totp_secret: encrypted; None where the person sets it up later, if at all.
        must_change_password: the password lets in only to choose another.
    """

    person: Person
    person_id: int | None
    password_hash: str
    must_change_password: bool = False
    totp_secret: str | None = None


COLUMNS = [accounts.c[field] for field in Account.__dataclass_fields__]

# What every login runs is made once: building a statement costs several times what running it does.
_BY_USERNAME = sa.select(*COLUMNS).where(accounts.c.username_key == sa.bindparam("wanted"))
_BY_ID = sa.select(*COLUMNS).where(accounts.c.id == sa.bindparam("wanted"))
_USE_TOTP_STEP = (
    sa.update(accounts)
    .where(accounts.c.id == sa.bindparam("wanted"))
    .values(totp_state=CONFIRMED, totp_last_step=sa.bindparam("step"))
)


def _one(connection: sa.Connection, query: sa.Select[Any], wanted: object) -> Account | None:
    row = connection.execute(query, {"wanted": wanted}).one_or_none()
    return None if row is None else Account(*row)


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
        accounts.c.person_id == sa.bindparam("wanted"),
        accounts.c.state != DELETED,
    )
    account = _one(connection, query, person_id)
    if account is None:
        raise Refused("no_such_user", role=role, user=person_id)
    return account


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


def require_free(connection: sa.Connection, person: Person) -> None:
    """Do nothing if nobody has the user name and the address of `person`.

    Raises:
        Refused: `username_taken` (also by a deleted account), `email_taken`.
    """
    same = [accounts.c.username_key == person.username_key]
    if person.email_key is not None:
        same.append(accounts.c.email_key == person.email_key)
    query = sa.select(accounts.c.username_key).where(sa.or_(*same))
    taken = set(connection.execute(query).scalars())
    if person.username_key in taken:
        raise Refused("username_taken", username=person.username)
    if taken:
        raise Refused("email_taken", email=person.email)


def create(
    connection: sa.Connection, new: NewAccount, now: float, code_id: int | None = None
) -> Account:
    """Create an account.

    Args:
        code_id: the registration code that it was created with.

    Raises:
        Refused: `username_taken`, `email_taken`.
    """
    require_free(connection, new.person)
    created = connection.execute(
        sa.insert(accounts).values(_values(new, now, code_id)).returning(*COLUMNS)
    ).one()
    account = Account(*created)
    if new.person_id is not None:
        return account
    _change(connection, account.id, person_id=account.id)
    return replace(account, person_id=account.id)


def create_many(
    connection: sa.Connection, new: Sequence[NewAccount], now: float
) -> dict[str, Account | Refused]:
    """Create accounts of students or teachers in one statement.

    Returns:
        By comparable user name the account, or why there is none: `username_taken`, `email_taken`.
    """
    names = known_usernames(connection, [each.person.username_key for each in new])
    emails = known_emails(connection, [each.person.email_key or "" for each in new])
    results: dict[str, Account | Refused] = {}
    rows = []
    for each in new:
        person = each.person
        if person.username_key in names:
            results[person.username_key] = Refused("username_taken", username=person.username)
        elif person.email_key in emails:
            results[person.username_key] = Refused("email_taken", email=person.email)
        else:
            rows.append(_values(each, now))
    if rows:
        connection.execute(sa.insert(accounts), rows)
        results.update(known_usernames(connection, [row["username_key"] for row in rows]))
    return results


def _values(new: NewAccount, now: float, code_id: int | None = None) -> dict[str, Any]:
    return {
        "role": new.person.role,
        "person_id": new.person_id,
        **_identity(new.person),
        "state": ACTIVE,
        "password_hash": new.password_hash,
        "must_change_password": new.must_change_password,
        "totp_state": NO_TOTP if new.totp_secret is None else PENDING,
        "totp_secret": new.totp_secret,
        "totp_last_step": totp.NEVER,
        "registration_code_id": code_id,
        "created_at": now,
    }


def _identity(person: Person) -> dict[str, Any]:
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
    _change(connection, account_id, **_identity(person))


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts are listed: of a role, with a user name, with a text in their names."""

    role: str | None = None
    username: str = ""
    search: str = ""

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """What holds for these accounts."""
        conditions = [accounts.c.state != DELETED]
        if self.role is not None:
            conditions.append(accounts.c.role == self.role)
        if self.username:
            conditions.append(accounts.c.username_key == comparable(self.username.strip()))
        if self.search.strip():
            text = comparable(self.search.strip())
            conditions.append(accounts.c.search_text.contains(text, autoescape=True))
        return conditions


def page(
    connection: sa.Connection, wanted: Wanted, limit: int, offset: int
) -> tuple[list[Account], int]:
    """One page of the accounts that are not deleted, by id, and how many there are in all."""
    conditions = wanted.conditions()
    total = connection.execute(sa.select(sa.func.count()).where(*conditions)).scalar_one()
    query = sa.select(*COLUMNS).where(*conditions).order_by(accounts.c.id)
    rows = connection.execute(query.limit(limit).offset(offset))
    return [Account(*row) for row in rows], int(total)


def set_password(
    connection: sa.Connection, account_id: int, password_hash: str, *, chosen: bool
) -> None:
    """Store another password hash; `chosen` says that nobody but the owner knows the password."""
    changes: dict[str, Any] = {"password_hash": password_hash}
    if chosen:
        changes["must_change_password"] = False
    _change(connection, account_id, **changes)


def set_initial_password(connection: sa.Connection, account_id: int, password_hash: str) -> None:
    """Store the hash of a password that was generated, for its owner to change."""
    _change(connection, account_id, password_hash=password_hash, must_change_password=True)


def set_disabled(connection: sa.Connection, account_id: int, *, disabled: bool) -> None:
    """Let nobody log in with the account, or its owner again."""
    _change(connection, account_id, disabled=disabled)


def use_totp_step(connection: sa.Connection, account_id: int, step: int) -> None:
    """Note that the code of a step was used, which also confirms the secret."""
    connection.execute(_USE_TOTP_STEP, {"wanted": account_id, "step": step})


def replace_totp(connection: sa.Connection, account_id: int, encrypted: str, step: int) -> None:
    """Let another secret count, confirmed by the code of a step."""
    _change(
        connection,
        account_id,
        totp_state=CONFIRMED,
        totp_secret=encrypted,
        totp_last_step=step,
    )


def begin_deletion(connection: sa.Connection, account_id: int) -> None:
    """Let nobody log in with the account any more."""
    _change(connection, account_id, state=DELETING)


def finish_deletion(connection: sa.Connection, account_id: int) -> None:
    """Mark the account as deleted.

    It keeps its user name, gives back its address, and holds no secrets any more.
    """
    _change(
        connection,
        account_id,
        state=DELETED,
        email_key=None,
        password_hash="",
        totp_state=NO_TOTP,
        totp_secret=None,
    )


def _change(connection: sa.Connection, account_id: int, **values: Any) -> None:  # noqa: ANN401
    connection.execute(sa.update(accounts).where(accounts.c.id == account_id).values(**values))
