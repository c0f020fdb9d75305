"""Registration codes, and one-time codes to set up the second factor anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from backend.auth_node import audit
from backend.auth_node.actor import Actor
from backend.auth_node.audit import CODE, Action, Target
from backend.auth_node.one_time import code_digest
from backend.auth_node.tables import registration_codes, reset_codes
from backend.common.errors import Refused

RESET_LIFETIME = 24 * 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class RegistrationCode:
    """A registration code without the code itself, which nobody can read again."""

    id: int
    role: str
    max_uses: int
    uses: int
    tags: list[str]
    created_at: float
    expires_at: float


COLUMNS = [registration_codes.c[field] for field in RegistrationCode.__dataclass_fields__]


@dataclass(frozen=True, slots=True)
class NewCode:
    """A registration code to be stored.

    Attributes:
        lifetime: seconds.
        tags: given to the records of the students who use it.
    """

    text: str
    role: str
    max_uses: int
    lifetime: float
    tags: list[str]


def create(connection: sa.Connection, new: NewCode, now: float) -> RegistrationCode:
    """Store a registration code."""
    row = connection.execute(
        sa.insert(registration_codes)
        .values(
            digest=code_digest(new.text),
            role=new.role,
            max_uses=new.max_uses,
            uses=0,
            tags=new.tags,
            created_at=now,
            expires_at=now + new.lifetime,
            revoked=False,
        )
        .returning(*COLUMNS)
    ).one()
    return RegistrationCode(*row)


def create_many(
    connection: sa.Connection, new: Sequence[NewCode], by: Actor, now: float
) -> list[RegistrationCode]:
    """Store registration codes for somebody, all or none."""
    made = [create(connection, each, now) for each in new]
    told = [(_target(code.id), None, _seen(code)) for code in made]
    audit.record_each(connection, by, Action.CODE_CREATED, now, told)
    return made


def _target(code_id: int) -> Target:
    return Target(CODE, code_id, str(code_id))


def _seen(code: RegistrationCode) -> dict[str, Any]:
    fields = ("role", "max_uses", "tags", "expires_at")
    return {field: getattr(code, field) for field in fields}


def usable(connection: sa.Connection, text: str, now: float) -> RegistrationCode:
    """The registration code `text`, if it has a use left.

    Raises:
        Refused: `code_invalid`.
    """
    row = connection.execute(sa.select(*COLUMNS).where(*_counts(text, now))).one_or_none()
    if row is None:
        raise Refused("code_invalid")
    return RegistrationCode(*row)


def use(connection: sa.Connection, text: str, now: float) -> RegistrationCode:
    """Take one use of the registration code `text`, in the transaction that it is used for.

    Raises:
        Refused: `code_invalid`.
    """
    row = connection.execute(
        sa.update(registration_codes)
        .where(*_counts(text, now))
        .values(uses=registration_codes.c.uses + 1)
        .returning(*COLUMNS)
    ).one_or_none()
    if row is None:
        raise Refused("code_invalid")
    return RegistrationCode(*row)


def _counts(text: str, now: float) -> list[sa.ColumnElement[bool]]:
    return [
        registration_codes.c.digest == code_digest(text),
        registration_codes.c.expires_at > now,
        registration_codes.c.uses < registration_codes.c.max_uses,
        registration_codes.c.revoked.is_(False),
    ]


def page(connection: sa.Connection, limit: int, offset: int) -> tuple[list[RegistrationCode], int]:
    """One page of the codes that were not revoked, newest first, and how many there are in all."""
    standing = registration_codes.c.revoked.is_(False)
    total = connection.execute(sa.select(sa.func.count()).where(standing)).scalar_one()
    query = sa.select(*COLUMNS).where(standing).order_by(registration_codes.c.id.desc())
    rows = connection.execute(query.limit(limit).offset(offset))
    return [RegistrationCode(*row) for row in rows], int(total)


def revoke(connection: sa.Connection, code_id: int, by: Actor, now: float) -> None:
    """Let a registration code count no longer.

    Raises:
        Refused: `no_such_code`.
    """
    changed = connection.execute(
        sa.update(registration_codes)
        .where(registration_codes.c.id == code_id, registration_codes.c.revoked.is_(False))
        .values(revoked=True)
    )
    if changed.rowcount == 0:
        raise Refused("no_such_code", id=code_id)
    audit.record(connection, by, Action.CODE_REVOKED, now, _target(code_id))


def put_reset_code(connection: sa.Connection, account_id: int, text: str, now: float) -> float:
    """Give an account the reset code `text` in place of an earlier one; when it expires."""
    expires_at = now + RESET_LIFETIME
    connection.execute(sa.delete(reset_codes).where(reset_codes.c.account_id == account_id))
    connection.execute(
        sa.insert(reset_codes).values(
            account_id=account_id, digest=code_digest(text), expires_at=expires_at
        )
    )
    return expires_at


def use_reset_code(connection: sa.Connection, account_id: int, text: str, now: float) -> None:
    """Use up the reset code of an account.

    Raises:
        Refused: `code_invalid`.
    """
    used = connection.execute(
        sa.delete(reset_codes).where(
            reset_codes.c.account_id == account_id,
            reset_codes.c.digest == code_digest(text),
            reset_codes.c.expires_at > now,
        )
    )
    if used.rowcount == 0:
        raise Refused("code_invalid", detail="This reset code is unknown, used or expired.")


def remove_reset_code(connection: sa.Connection, account_id: int) -> None:
    """Forget the reset code of an account."""
    connection.execute(sa.delete(reset_codes).where(reset_codes.c.account_id == account_id))
