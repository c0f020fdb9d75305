"""Making many accounts in one call; a bad row never hurts its neighbours.

All records go to the data node in one call and all accounts into the database in one transaction.
The same call again finds what exists and makes the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from backend.auth_node import accounts, passwords, records, shapes
from backend.auth_node.accounts import Account, NewAccount
from backend.auth_node.models import Bulk, BulkResult, BulkRow
from backend.auth_node.office import Office
from backend.auth_node.shapes import Person
from backend.common.errors import Refused
from backend.domain.people import comparable


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row in good form; `place` is its number among the rows."""

    place: int
    person: Person
    password: str
    generated: bool


async def create_users(office: Office, wanted: Bulk) -> list[BulkResult]:
    """One result a row, in the order of the rows.

    Raises:
        Refused: `service_away` and `busy`, when nothing was created.
    """
    results = await office.database.read(_judge, wanted)
    candidates = [result for result in results if isinstance(result, _Candidate)]
    settled = {
        place: result for place, result in enumerate(results) if isinstance(result, BulkResult)
    }
    for candidate in candidates:
        if office.in_creation(candidate.person.username_key):
            settled[candidate.place] = _taken(candidate.person.username)
    open_ones = [candidate for candidate in candidates if candidate.place not in settled]
    if open_ones:
        settled.update(await _create(office, wanted.role, open_ones))
    return [settled[place] for place in range(len(results))]


async def _create(
    office: Office, role: str, candidates: Sequence[_Candidate]
) -> dict[int, BulkResult]:
    with office.creating({candidate.person.username_key for candidate in candidates}):
        hashes = await office.passwords.hash_many([candidate.password for candidate in candidates])
        people = [candidate.person for candidate in candidates]
        ids = await records.put(office.client, role, people)
        new = [
            NewAccount(person, person_id, password_hash, must_change_password=True)
            for person, person_id, password_hash in zip(people, ids, hashes, strict=True)
        ]
        return await office.database.write(_store, candidates, new, office.clock())


def _store(
    connection: sa.Connection,
    candidates: Sequence[_Candidate],
    new: Sequence[NewAccount],
    now: float,
) -> dict[int, BulkResult]:
    results = {}
    for candidate, account in zip(candidates, new, strict=True):
        try:
            created = accounts.create(connection, account, now)
        except Refused as refused:
            results[candidate.place] = _refused(candidate.person.username, refused)
            continue
        results[candidate.place] = BulkResult(
            username=created.username,
            status="created",
            id=created.person_id,
            password=candidate.password if candidate.generated else None,
        )
    return results


def _judge(connection: sa.Connection, wanted: Bulk) -> list[BulkResult | _Candidate]:
    """What becomes of each row as far as the database and the rows themselves tell."""
    usernames = accounts.known_usernames(
        connection, [comparable(row.username.strip()) for row in wanted.users]
    )
    emails = accounts.known_emails(
        connection, [comparable(row.email.strip()) for row in wanted.users]
    )
    seen = _Seen(usernames, emails)
    results: list[BulkResult | _Candidate] = []
    for place, row in enumerate(wanted.users):
        try:
            results.append(_candidate(place, row, wanted, seen))
        except Refused as refused:
            results.append(_refused(row.username, refused))
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
            Refused: `username_taken`, `email_taken`.
        """
        if person.username_key in self._usernames:
            raise Refused(
                "username_taken", detail=f"The user name {person.username} stands here twice."
            )
        if person.email_key in self._emails:
            raise Refused("email_taken", email=person.email)
        self._usernames.add(person.username_key)
        self._emails.add(person.email_key or "")


def _candidate(place: int, row: BulkRow, wanted: Bulk, seen: _Seen) -> BulkResult | _Candidate:
    existing = seen.accounts.get(comparable(row.username.strip()))
    if existing is not None:
        return _existing(existing, wanted.role)
    person = shapes.person(wanted.role, row.username, row.name, row.email, row.group or "")
    generated = not row.password and wanted.generate_passwords
    password = passwords.generate() if generated else row.password or ""
    if not password:
        raise Refused("weak_password", reason="there is none")
    passwords.require_strong(password, person.username)
    seen.add(person)
    return _Candidate(place, person, password, generated)


def _existing(account: Account, role: str) -> BulkResult:
    if account.role != role or not account.active:
        return _taken(account.username)
    return BulkResult(username=account.username, status="exists", id=account.person_id)


def _taken(username: str) -> BulkResult:
    return _refused(username, Refused("username_taken", username=username))


def _refused(username: str, refused: Refused) -> BulkResult:
    said = " ".join(place["message"] for place in refused.errors) or refused.detail
    return BulkResult(username=username, status="refused", code=refused.code, detail=said)
