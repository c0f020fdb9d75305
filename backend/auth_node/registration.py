"""Making one account: with a registration code, or by an administrator.

The academic record comes first and the account second, so a failure in between leaves nothing
that can log in; the same call again finishes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node import audit, codes, new_accounts, options, passwords, records, shapes, totp
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.codes import NewCode, RegistrationCode
from backend.auth_node.new_accounts import NewAccount
from backend.auth_node.office import Office
from backend.auth_node.own_models import Registration
from backend.auth_node.shapes import Person
from backend.auth_node.user_models import NewUser
from backend.common.one_time import new_code
from backend.common.tokens import ADMIN, STUDENT

OWN_CODE_LIFETIME = 3600.0  # seconds; the code made for one student is used at once


@dataclass(frozen=True, slots=True)
class Created:
    """An account that was made, with what is shown once.

    Attributes:
        password: only if it was generated.
        code: the registration code, only if it was made for this account.
        totp_secret: only of students, who have to have a second factor.
    """

    account: Account
    totp_secret: str | None
    password: str | None = None
    code: str | None = None


async def register(office: Office, wanted: Registration, actor: Actor) -> Created:
    """Make an account with a registration code, which loses one use.

    Raises:
        Refused: `code_invalid`, `sign_up_closed`, `invalid_fields`, `weak_password`,
            `username_taken`, `email_taken`, `service_away`, `busy`.
    """
    code = await office.database.read(_usable, wanted.code, office.clock())
    person = shapes.person(code.role, wanted.username, wanted.name, wanted.email)
    passwords.require_strong(wanted.password, person.username)
    with office.creating({person.username_key}):
        new, secret = await _prepare(office, person, wanted.password, tags=code.tags)
        account = await office.database.write(_register, new, wanted.code, actor, office.clock())
    return Created(account, secret)


def _usable(connection: sa.Connection, code: str, now: float) -> RegistrationCode:
    usable = codes.usable(connection, code, now)
    options.require_sign_up(connection, usable.role)
    return usable


def _register(
    connection: sa.Connection, new: NewAccount, code: str, actor: Actor, now: float
) -> Account:
    code_id = _usable(connection, code, now).id
    account = _create_with_code(connection, new, code, now)
    audit.record(
        connection,
        actor.as_account(account),
        Action.REGISTERED,
        now,
        audit.user(account),
        after={**audit.seen(account), "registration_code": code_id},
    )
    return account


def _create_with_code(connection: sa.Connection, new: NewAccount, code: str, now: float) -> Account:
    used = codes.use(connection, code, now)
    return new_accounts.create(connection, new, now, used.id)


async def create_user(office: Office, wanted: NewUser, by: Actor) -> Created:
    """Make an account for somebody; a student's through a registration code made for it.

    Raises:
        Refused: `invalid_fields`, `weak_password`, `username_taken`, `email_taken`,
            `service_away`, `busy`.
    """
    person = shapes.person(wanted.role, wanted.username, wanted.name, wanted.email, wanted.group)
    generated = passwords.generate() if wanted.password is None else None
    password = generated or wanted.password or ""
    passwords.require_strong(password, person.username)
    code = _own_code() if person.role == STUDENT else None
    with office.creating({person.username_key}):
        new, secret = await _prepare(
            office, person, password, must_change=wanted.must_change_password
        )
        account = await office.database.write(_create, new, code, by, office.clock())
    return Created(account, secret, generated, code.text if code else None)


def _own_code() -> NewCode:
    return NewCode(new_code(), STUDENT, max_uses=1, lifetime=OWN_CODE_LIFETIME, tags=[])


def _create(
    connection: sa.Connection, new: NewAccount, code: NewCode | None, by: Actor, now: float
) -> Account:
    if code is None:
        account = new_accounts.create(connection, new, now)
    else:
        codes.create(connection, code, now)
        account = _create_with_code(connection, new, code.text, now)
    made = audit.seen(account)
    audit.record(connection, by, Action.USER_CREATED, now, audit.user(account), after=made)
    return account


async def _prepare(
    office: Office,
    person: Person,
    password: str,
    *,
    tags: Sequence[str] = (),
    must_change: bool = False,
) -> tuple[NewAccount, str | None]:
    """The account of `person`, who has a record when this returns, and the secret to be shown."""
    await office.database.read(new_accounts.require_free, person)
    password_hash = await office.passwords.hash(password)
    person_id = None
    if person.role != ADMIN:
        [person_id] = await records.put(office.client, person.role, [person], tags)
    secret = totp.new_secret() if person.role == STUDENT else None
    encrypted = office.vault.encrypt(secret) if secret else None
    return NewAccount(person, person_id, password_hash, must_change, encrypted), secret
