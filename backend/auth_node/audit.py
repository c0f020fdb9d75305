"""The audit log: every administrative and security event, written in the transaction it tells of.

The database itself refuses to change or remove an entry. Passwords, codes, secrets and tokens are
never in one, and neither is a user name that belongs to nobody: people type passwords there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
import sqlalchemy as sa

from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.shapes import Person
from backend.auth_node.tables import accounts, audit_log
from backend.common.bulk import insert_rows
from backend.domain.people import comparable

USER = "user"
CODE = "registration_code"
SESSION = "session"
SETTINGS = "settings"
TERM = "term"
LATELY = 50  # entries of an account
SEEN_OF_A_USER = ("role", "username", "name", "email", "group")

Facts = Mapping[str, Any]

_COLUMNS = tuple(column.name for column in audit_log.columns if column.name != "id")
_SOURCES = sa.select(audit_log.c.source).order_by(audit_log.c.id.desc()).limit(LATELY)


class Action(StrEnum):
    """What happened."""

    LOGGED_IN = "logged_in"
    LOGIN_FAILED = "login_failed"
    SECOND_FACTOR_FAILED = "second_factor_failed"
    LOGGED_OUT = "logged_out"
    SESSION_ENDED = "session_ended"
    OTHER_SESSIONS_ENDED = "other_sessions_ended"
    COPIED_TOKEN_SHOWN = "copied_token_shown"  # noqa: S105 - a name
    PASSWORD_STOPPED = "password_stopped"  # noqa: S105 - a name
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a name
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a name
    SECOND_FACTOR_SET_UP = "second_factor_set_up"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_RENAMED = "passkey_renamed"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_USED = "passkey_used"
    PASSKEY_COPIED = "passkey_copied"
    RESET_CODE_MADE = "reset_code_made"
    RESET_CODE_USED = "reset_code_used"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    PROVIDER_LINKED = "provider_linked"
    PROVIDER_UNLINKED = "provider_unlinked"
    PROVIDER_REFUSED = "provider_refused"
    REGISTERED = "registered"
    ACTIVATED = "activated"
    USER_CREATED = "user_created"
    USER_UPDATED = "user_updated"
    USER_TAGGED = "user_tagged"
    USER_DISABLED = "user_disabled"
    USER_ENABLED = "user_enabled"
    USER_DELETED = "user_deleted"
    CODE_CREATED = "code_created"
    CODE_REVOKED = "code_revoked"
    SETTINGS_CHANGED = "settings_changed"
    SECRETS_KEY_CHANGED = "secrets_key_changed"
    REHEARSAL_TOKENS_MADE = "rehearsal_tokens_made"
    TERM_CREATED = "term_created"
    TERM_CHANGED = "term_changed"
    TERM_REMOVED = "term_removed"
    CATALOGUE_IMPORTED = "catalogue_imported"
    ROUND_CREATED = "round_created"
    ROUND_CHANGED = "round_changed"
    ROUND_REMOVED = "round_removed"
    SECTION_CREATED = "section_created"
    SECTION_CHANGED = "section_changed"
    SECTION_ASSIGNED = "section_assigned"
    PERMIT_GRANTED = "permit_granted"
    PERMIT_REVOKED = "permit_revoked"
    HISTORY_REMOVED = "history_removed"


@dataclass(frozen=True, slots=True)
class Target:
    """Whom or what it happened to.

    Attributes:
        id: of accounts the id of the account, which a person keeps in every role; None without.
    """

    kind: str
    id: int | None
    name: str


def user(account: Account) -> Target:
    """`account` as a target."""
    return Target(USER, account.id, account.username)


def seen(account: Account) -> dict[str, Any]:
    """What an entry tells of an account."""
    return {field: getattr(account, field) for field in SEEN_OF_A_USER}


def changes(account: Account, person: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of `account` is different in `person`: before, and after."""
    different = [
        field for field in SEEN_OF_A_USER if getattr(account, field) != getattr(person, field)
    ]
    before = {field: getattr(account, field) for field in different}
    return before, {field: getattr(person, field) for field in different}


def record(
    connection: sa.Connection,
    actor: Actor,
    action: Action,
    now: float,
    target: Target | None = None,
    *,
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """Write one entry."""
    record_each(connection, actor, action, now, [(target, before, after)])


def places_of(connection: sa.Connection, account_id: int) -> set[str]:
    """The addresses from which an account was in use lately.

    What somebody does to others, which may be thousands of entries at once, does not count.
    """
    query = _SOURCES.where(
        audit_log.c.actor_id == account_id,
        audit_log.c.target_id == account_id,
        audit_log.c.target_kind == USER,
    )
    return set(connection.execute(query).scalars())


def record_each(
    connection: sa.Connection,
    actor: Actor,
    action: Action,
    now: float,
    targets: Iterable[tuple[Target | None, Facts | None, Facts | None]],
) -> None:
    """Write one entry a target, each with what was there before and what holds after."""
    who = (actor.account or None, actor.username, actor.role, actor.source)
    rows = [
        (now, action.value, *who, *_named(target), _facts(before), _facts(after))
        for target, before, after in targets
    ]
    insert_rows(connection, audit_log, _COLUMNS, rows)


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that another node noted.

    Attributes:
        account: id of the account in whose name it was done.
    """

    at: float
    action: str
    account: int
    actor: str
    role: str
    source: str
    target: Target
    before: Facts | None
    after: Facts | None


def take_over(connection: sa.Connection, noted: Iterable[Foreign]) -> None:
    """Write one entry for each thing that another node noted."""
    rows = [
        (
            *(each.at, each.action, each.account or None, each.actor, each.role, each.source),
            *(*_named(each.target), _facts(each.before), _facts(each.after)),
        )
        for each in noted
    ]
    insert_rows(connection, audit_log, _COLUMNS, rows)


def _named(target: Target | None) -> tuple[str, int | None, str]:
    return (target.kind, target.id, target.name) if target else ("", None, "")


def _facts(facts: Facts | None) -> str | None:
    return msgspec.json.encode(dict(facts)).decode() if facts else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as it is read."""

    id: int
    at: float
    action: str
    actor: str
    actor_role: str
    source: str
    target_kind: str
    target: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


COLUMNS = [audit_log.c[field] for field in Entry.__dataclass_fields__]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are listed.

    Attributes:
        actor: user name of who did it.
        target: name of whom or what it happened to.
        since: Unix time of the earliest.
        until: Unix time before which they are.
    """

    actions: tuple[str, ...] = ()
    actor: str = ""
    target: str = ""
    source: str = ""
    since: float | None = None
    until: float | None = None

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """What holds for these entries."""
        conditions: list[sa.ColumnElement[bool]] = []
        if self.actions:
            conditions.append(audit_log.c.action.in_(self.actions))
        if self.actor.strip():
            conditions.append(audit_log.c.actor_id.in_(_ids_of(self.actor)))
        if self.target.strip():
            conditions.append(_is_target(self.target))
        if self.source.strip():
            conditions.append(audit_log.c.source == self.source.strip())
        if self.since is not None:
            conditions.append(audit_log.c.at >= self.since)
        if self.until is not None:
            conditions.append(audit_log.c.at < self.until)
        return conditions


def _ids_of(username: str) -> sa.Select[tuple[int]]:
    """The account of a user name, which nobody else ever gets."""
    return sa.select(accounts.c.id).where(accounts.c.username_key == comparable(username.strip()))


def _is_target(name: str) -> sa.ColumnElement[bool]:
    """Either half has an index."""
    is_user = audit_log.c.target_kind == USER
    return sa.or_(
        sa.and_(audit_log.c.target_id.in_(_ids_of(name)), is_user),
        audit_log.c.target == name.strip(),
    )


def page(
    connection: sa.Connection, wanted: Wanted, limit: int, offset: int
) -> tuple[list[Entry], int]:
    """One page of the entries, newest first, and how many there are in all."""
    conditions = wanted.conditions()
    count = sa.select(sa.func.count()).select_from(audit_log).where(*conditions)
    total = connection.execute(count).scalar_one()
    query = sa.select(*COLUMNS).where(*conditions).order_by(audit_log.c.id.desc())
    rows = connection.execute(query.limit(limit).offset(offset))
    return [Entry(*row) for row in rows], int(total)
