"""What is to become of each of many rows, as far as the database and the rows themselves tell."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from backend.auth_node import accounts, passwords, shapes
from backend.auth_node.accounts import Account
from backend.auth_node.bulk_models import Bulk, BulkResult, BulkRow, WrongField
from backend.auth_node.shapes import Person
from backend.common.errors import Refused
from backend.common.one_time import is_code
from backend.domain.flaws import flaw
from backend.domain.people import comparable

UPDATED_FIELDS = ("name", "email", "group")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row in good form for an account to be made; it has a password or an activation code.

    Attributes:
        place: its number among the rows.
        generated: whether the password was generated here.
        initial: whether it was generated at all, so that its owner has to change it.
    """

    place: int
    person: Person
    password: str
    code: str
    generated: bool
    initial: bool

    def preview(self) -> BulkResult:
        """What a dry run tells."""
        return BulkResult(username=self.person.username, status="created")


@dataclass(frozen=True, slots=True)
class Known:
    """A row whose account exists.

    Attributes:
        person: as the account is to be.
        changes: names of the fields that differ and are to be updated.
        repeated: an earlier call may have made the account.
    """

    place: int
    account: Account
    person: Person
    changes: tuple[str, ...]
    repeated: bool
    password: str
    code: str

    @property
    def sets_password(self) -> bool:
        """Whether the account gets another password."""
        return "password" in self.changes

    def preview(self) -> BulkResult:
        """What the update comes to."""
        return BulkResult(
            username=self.account.username,
            status="updated" if self.changes else "exists",
            id=self.account.person_id,
            changes=list(self.changes),
        )


def judge(connection: sa.Connection, wanted: Bulk) -> list[BulkResult | Candidate | Known]:
    """What is to become of each row."""
    seen = _Seen(
        accounts.known_usernames(
            connection, [comparable(row.username.strip()) for row in wanted.users]
        ),
        accounts.known_emails(connection, [comparable(row.email.strip()) for row in wanted.users]),
    )
    results: list[BulkResult | Candidate | Known] = []
    for place, row in enumerate(wanted.users):
        try:
            results.append(_judge_row(place, row, wanted, seen))
        except Refused as refusal:
            results.append(refused(row.username, refusal))
    return results


class _Seen:
    """User names and addresses that are taken, by accounts or by rows further up."""

    def __init__(self, usernames: dict[str, Account], emails: set[str]) -> None:
        self.accounts = usernames
        self._usernames: set[str] = set()
        self._emails = emails

    def add(self, person: Person) -> None:
        """Take the names of `person`.

        Raises:
            Refused: `username_twice`, `email_taken`.
        """
        if person.username_key in self._usernames:
            raise Refused("username_twice", username=person.username)
        self.add_email(person)
        self._usernames.add(person.username_key)

    def add_email(self, person: Person) -> None:
        """Take the address of `person`.

        Raises:
            Refused: `email_taken`.
        """
        if person.email_key in self._emails:
            raise Refused("email_taken", email=person.email)
        self._emails.add(person.email_key or "")


def _judge_row(
    place: int, row: BulkRow, wanted: Bulk, seen: _Seen
) -> BulkResult | Candidate | Known:
    account = seen.accounts.get(comparable(row.username.strip()))
    if account is not None:
        if account.role != wanted.role or account.state != accounts.ACTIVE:
            return taken(account.username)
        return _known(place, row, account, wanted, seen)
    return _candidate(place, row, wanted, seen)


def _candidate(place: int, row: BulkRow, wanted: Bulk, seen: _Seen) -> Candidate:
    person = shapes.person(wanted.role, row.username, row.name, row.email, row.group or "")
    code = row.activation_code or ""
    generated = not (row.password or code) and wanted.generate_passwords
    password = passwords.generate() if generated else row.password or ""
    _require_way_in(password, code, person.username)
    seen.add(person)
    initial = generated or (row.initial and bool(password))
    return Candidate(place, person, password, "" if password else code, generated, initial)


def _require_way_in(password: str, code: str, username: str) -> None:
    """Do nothing if a person has a good password or a code to choose one with.

    Raises:
        Refused: `weak_password`, `invalid_fields`.
    """
    if password:
        passwords.require_strong(password, username)
    elif not code:
        raise passwords.too_weak(passwords.NONE)
    elif not is_code(code):
        wrong = flaw("activation_code_form", "An activation code has 26 letters and digits.")
        raise Refused("invalid_fields", errors=[wrong.at("body.activation_code")])


def _known(
    place: int, row: BulkRow, account: Account, wanted: Bulk, seen: _Seen
) -> BulkResult | Known:
    unchanged = Person(account.role, account.username, account.name, account.email, account.group)
    if wanted.on_conflict == "skip":
        return Known(place, account, unchanged, (), row.repeated, *_secrets(row))
    group = account.group if row.group is None else row.group
    person = shapes.person(wanted.role, account.username, row.name, row.email, group)
    changes = [
        field for field in UPDATED_FIELDS if getattr(person, field) != getattr(account, field)
    ]
    if person.email_key != unchanged.email_key:
        seen.add_email(person)
    if row.password and not row.initial:
        passwords.require_strong(row.password, account.username)
        changes.append("password")
    return Known(place, account, person, tuple(changes), row.repeated, *_secrets(row))


def _secrets(row: BulkRow) -> tuple[str, str]:
    return row.password or "", row.activation_code or ""


def existing(account: Account) -> BulkResult:
    """The result for an account that was left alone."""
    return BulkResult(username=account.username, status="exists", id=account.person_id)


def taken(username: str) -> BulkResult:
    """The result for a user name that somebody else has, or is just getting."""
    return refused(username, Refused("username_taken", username=username))


def refused(username: str, refusal: Refused) -> BulkResult:
    """The result for a row that was refused."""
    said = " ".join(place["message"] for place in refusal.errors) or refusal.detail
    return BulkResult(
        username=username,
        status="refused",
        code=refusal.code,
        detail=said,
        values=refusal.values,
        errors=msgspec.convert(refusal.errors, list[WrongField]),
    )
