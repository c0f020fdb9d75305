"""Making and updating many accounts in one call; a bad row never hurts its neighbours.

All records go to the data node in one call and all accounts into the database in one transaction.
The same call again finds what exists and makes the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from backend.auth_node import (
    account_changes,
    activation,
    audit,
    challenges,
    new_accounts,
    records,
    sessions,
)
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.bulk_models import Bulk, BulkResult
from backend.auth_node.bulk_rows import Candidate, Known, existing, judge, refused, taken
from backend.auth_node.credentials import forget_failures
from backend.auth_node.new_accounts import NewAccount
from backend.auth_node.office import Office
from backend.common.errors import Refused

Settled = dict[int, BulkResult]


async def create_users(office: Office, wanted: Bulk, by: Actor) -> list[BulkResult]:
    """One result a row, in the order of the rows.

    Raises:
        Refused: `service_away` and `busy`, when nothing was created.
    """
    judged = await office.database.read(judge, wanted)
    settled = {place: each for place, each in enumerate(judged) if isinstance(each, BulkResult)}
    new = [each for each in judged if isinstance(each, Candidate)]
    known = [each for each in judged if isinstance(each, Known)]
    if wanted.dry_run:
        settled |= {each.place: each.preview() for each in new}
        settled |= {each.place: each.preview() for each in known}
    else:
        settled |= await _create(office, wanted.role, new, by)
        settled |= await _settle_known(office, wanted.role, known, by)
    return [settled[place] for place in range(len(judged))]


async def _create(office: Office, role: str, candidates: Sequence[Candidate], by: Actor) -> Settled:
    under_way = {
        each.place: taken(each.person.username)
        for each in candidates
        if office.in_creation(each.person.username_key)
    }
    free = [each for each in candidates if each.place not in under_way]
    if not free:
        return under_way
    with office.creating({each.person.username_key for each in free}):
        hashes = iter(
            await office.passwords.hash_many([each.password for each in free if each.password])
        )
        ids = await records.put(office.client, role, [each.person for each in free])
        new = [
            NewAccount(
                each.person,
                person_id,
                next(hashes) if each.password else activation.NO_PASSWORD,
                must_change_password=each.initial,
            )
            for each, person_id in zip(free, ids, strict=True)
        ]
        return under_way | await office.database.write(_store, free, new, by, office.clock())


def _store(
    connection: sa.Connection,
    candidates: Sequence[Candidate],
    new: Sequence[NewAccount],
    by: Actor,
    now: float,
) -> Settled:
    made = new_accounts.create_many(connection, new, now)
    results = {}
    codes = []
    created = [account for account in made.values() if not isinstance(account, Refused)]
    told = [(audit.user(account), None, audit.seen(account)) for account in created]
    audit.record_each(connection, by, Action.USER_CREATED, now, told)
    for candidate in candidates:
        account = made[candidate.person.username_key]
        if isinstance(account, Refused):
            results[candidate.place] = refused(candidate.person.username, account)
            continue
        if candidate.code:
            codes.append((account.id, candidate.code))
        results[candidate.place] = BulkResult(
            username=account.username,
            status="created",
            id=account.person_id,
            password=candidate.password if candidate.generated else None,
        )
    activation.put_codes(connection, codes, now)
    return results


async def _settle_known(office: Office, role: str, known: Sequence[Known], by: Actor) -> Settled:
    """What becomes of rows whose accounts exist."""
    settled: Settled = {}
    for each in known:
        if each.repeated and await _made_by_this_row(office, each):
            settled[each.place] = BulkResult(
                username=each.account.username, status="created", id=each.account.person_id
            )
    rest = [each for each in known if each.place not in settled]
    return settled | await _update(office, role, rest, by)


async def _made_by_this_row(office: Office, known: Known) -> bool:
    """Whether the account has the row's password or code, so that an earlier call made it."""
    if known.code:
        return await office.database.read(activation.is_code_of, known.account.id, known.code)
    return bool(known.password) and await office.passwords.matches(
        known.account.password_hash, known.password
    )


async def _update(office: Office, role: str, known: Sequence[Known], by: Actor) -> Settled:
    """Bring accounts up to date: the academic records first, then the accounts, as in making."""
    changed = [each for each in known if each.changes]
    settled = {each.place: existing(each.account) for each in known if not each.changes}
    if not changed:
        return settled
    hashes = await office.passwords.hash_many(
        [each.password for each in changed if each.sets_password]
    )
    await records.put(office.client, role, [each.person for each in changed])
    settled |= await office.database.write(_store_changes, changed, hashes, by, office.clock())
    await office.ended.announce()
    return settled


def _store_changes(
    connection: sa.Connection,
    changed: Sequence[Known],
    hashes: Sequence[str],
    by: Actor,
    now: float,
) -> Settled:
    following = iter(hashes)
    results = {}
    for each in changed:
        password_hash = next(following) if each.sets_password else ""
        try:
            account_changes.change_person(connection, each.account.id, each.person)
        except Refused as refusal:
            results[each.place] = refused(each.account.username, refusal)
            continue
        target = audit.user(each.account)
        before, after = audit.changes(each.account, each.person)
        if before:
            audit.record(
                connection, by, Action.USER_UPDATED, now, target, before=before, after=after
            )
        if password_hash:
            audit.record(connection, by, Action.PASSWORD_RESET, now, target)
            account_changes.set_password(connection, each.account.id, password_hash, chosen=False)
            activation.forget_code(connection, each.account.id)
            forget_failures(connection, each.account)
            challenges.remove_of(connection, each.account.id)
            sessions.end_all(connection, each.account.id, now)
        results[each.place] = each.preview()
    return results
