"""Students' tags, which the data node keeps in their academic records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from backend.auth_node import accounts, audit, records
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.office import Office
from backend.auth_node.tag_models import TagResult, TagWish
from backend.common.errors import Refused
from backend.common.tags import TagChange, TaggedStudent
from backend.common.tokens import STUDENT
from backend.domain.flaws import Flaw, flaw
from backend.domain.people import comparable, normal

NAMED = 5  # of those who are unknown, in a refusal


async def of_student(office: Office, person_id: int, by: Actor) -> list[str]:
    """The tags of one student.

    Raises:
        Refused: `no_such_user`, `service_away`.
    """
    await office.database.read(accounts.by_person, STUDENT, person_id)
    tagged = await records.change_tags(
        office.client, TagChange(ids=[person_id], dry_run=True), by.token
    )
    return tagged[person_id].after if person_id in tagged else []


async def change(office: Office, wish: TagWish, by: Actor) -> list[TagResult]:
    """Put tags onto students and take tags from them, all or nothing; the result of each.

    The data node comes first and the audit log second. The log tells of everybody who was named,
    so that a repeated call leaves its trace although there is nothing left to change.

    Raises:
        Refused: `invalid_fields`, `unknown_people`, `too_many_tags`, `service_away`.
    """
    add, remove = _checked(wish)
    found = await office.database.read(_students, wish.who)
    known = {account.person_id: account for account in found if account is not None}
    unknown = [who for who, account in zip(wish.who, found, strict=True) if account is None]
    if unknown and not (wish.dry_run or wish.skip_unknown):
        names = ", ".join(unknown[:NAMED]) + (", …" if len(unknown) > NAMED else "")
        raise Refused("unknown_people", count=len(unknown), names=names)
    wanted = TagChange(ids=sorted(known), add=add, remove=remove, dry_run=wish.dry_run)
    tagged = await records.change_tags(office.client, wanted, by.token) if known else {}
    if tagged and not wish.dry_run:
        told = [(known[student], each) for student, each in tagged.items()]
        await office.database.write(_record, told, by, office.clock())
    return [_result(who, account, tagged) for who, account in zip(wish.who, found, strict=True)]


def _checked(wish: TagWish) -> tuple[list[str], list[str]]:
    """The tags to add and to remove, in normal form.

    Raises:
        Refused: `invalid_fields`.
    """
    add, remove = _normal(wish.add), _normal(wish.remove)
    if not add and not remove and not wish.dry_run:
        _refuse("add", flaw("tags_missing", "Say which tags to add or to remove."))
    for field, tags in (("add", wish.add), ("remove", wish.remove)):
        for place, tag in enumerate(tags):
            if not normal(tag):
                _refuse(f"{field}[{place}]", flaw("tag_empty", "A tag is not empty."))
    if set(add) & set(remove):
        _refuse("add", flaw("tag_both", "A tag is either added or removed."))
    return add, remove


def _normal(tags: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(normal(tag) for tag in tags))


def _refuse(field: str, wrong: Flaw) -> None:
    raise Refused("invalid_fields", errors=[wrong.at(f"body.{field}")])


def _students(connection: sa.Connection, who: Sequence[str]) -> list[Account | None]:
    """The students who are meant; None where there is none."""
    named = accounts.known_usernames(connection, [comparable(each.strip()) for each in who])
    numbers = [int(each) for each in who if _is_id(each) and comparable(each.strip()) not in named]
    numbered = accounts.students_by_id(connection, numbers)
    return [_student(each, named, numbered) for each in who]


def _is_id(text: str) -> bool:
    return text.strip().isascii() and text.strip().isdecimal() and len(text.strip()) < 19


def _student(
    who: str, named: Mapping[str, Account], numbered: Mapping[int, Account]
) -> Account | None:
    account = named.get(comparable(who.strip()))
    if account is None and _is_id(who):
        account = numbered.get(int(who))
    fits = account is not None and account.role == STUDENT and account.state == accounts.ACTIVE
    return account if fits else None


def _record(
    connection: sa.Connection,
    told: Sequence[tuple[Account, TaggedStudent]],
    by: Actor,
    now: float,
) -> None:
    entries = [
        (audit.user(account), {"tags": each.before}, {"tags": each.after}) for account, each in told
    ]
    audit.record_each(connection, by, Action.USER_TAGGED, now, entries)


def _result(who: str, account: Account | None, tagged: Mapping[int, TaggedStudent]) -> TagResult:
    if account is None or account.person_id not in tagged:
        return TagResult(who=who, status="unknown")
    each = tagged[account.person_id]
    return TagResult(
        who=who,
        status="unchanged" if each.before == each.after else "changed",
        id=account.person_id,
        username=account.username,
        name=account.name,
        before=each.before,
        after=each.after,
    )
