"""Draws made once more: the order of every policy, and who may envy whom after ranked wishes.

Shares no code with the policies; what is compared is what the database holds when all is over.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from backend.data_node.tables import permits, reserves, rounds, sections, staged, students

WANTED_IN_VAIN = {"section_full", "seats_kept"}
Key = tuple[object, ...]


class Drawn(NamedTuple):
    """A request of a draw, and how it ended."""

    ticket: str
    number: int
    student: int
    section: int
    action: str
    accepted_at: float
    place: int
    outcome: str
    code: str | None


def faults_of_draws(connection: sa.Connection, recorded: Sequence[Any]) -> Iterator[str]:
    """What is wrong with the draws that are over.

    Args:
        recorded: the outcomes in the order in which they were told.
    """
    ended = {row.ticket_id: row for row in recorded}
    told_in = list(ended)
    for draw in connection.execute(sa.select(rounds).where(rounds.c.drawn_at.is_not(None))):
        found = [
            _drawn(row, ended[row.ticket_id])
            for row in connection.execute(sa.select(staged).where(staged.c.round_id == draw.id))
            if row.place is not None
        ]
        found.sort(key=lambda each: each.place)
        told = sorted(found, key=lambda each: told_in.index(each.ticket))
        if told != found:
            yield f"draw: the places of round {draw.id} are not those in which it was decided"
        key = _keys(draw, found, _groups(connection, draw.priorities))
        if draw.policy == "ranked":
            yield from _envy(connection, found, key, ended)
        elif found != sorted(found, key=lambda each: key[each.ticket]):
            yield f"draw: {draw.policy} was decided in another order than its seed gives"


def _drawn(row: Any, ended: Any) -> Drawn:  # noqa: ANN401 - rows
    asked = json.loads(row.body)
    return Drawn(
        ticket=asked["ticket_id"],
        number=asked["number"],
        student=asked["student_id"],
        section=asked["section_id"],
        action=asked["action"],
        accepted_at=asked["accepted_at"],
        place=row.place,
        outcome=ended.outcome,
        code=ended.code,
    )


def _groups(connection: sa.Connection, priorities: Sequence[Mapping[str, str]]) -> dict[int, int]:
    """By student the place of the first priority that fits."""

    def first(person: Any) -> int:  # noqa: ANN401 - a row
        fits = [
            person.group == each["name"] if each["kind"] == "group" else each["name"] in person.tags
            for each in priorities
        ]
        return fits.index(True) if any(fits) else len(fits)

    return {row.id: first(row) for row in connection.execute(sa.select(students))}


def _keys(
    draw: Any,  # noqa: ANN401 - a row
    found: Sequence[Drawn],
    group: Mapping[int, int],
) -> dict[str, Key]:
    """By ticket what decides when it is its turn."""
    firsts: dict[Key, str] = {}
    keys: dict[str, Key] = {}
    for each in sorted(found, key=lambda one: one.number):
        late = each.accepted_at >= draw.opens_at + (draw.early_seconds or 0)
        if draw.policy == "early_lottery" and late:
            keys[each.ticket] = (1, 0, each.number)
            continue
        owner = (each.student,) if draw.policy == "serial" else (each.student, each.section)
        lot = b"" if draw.seed is None else _lot(draw.seed, firsts.setdefault(owner, each.ticket))
        keys[each.ticket] = (0, group.get(each.student, 0), lot, each.number)
    return keys


def _lot(seed: str, ticket: str) -> bytes:
    return hmac.new(bytes.fromhex(seed), ticket.encode(), hashlib.sha256).digest()


def _envy(
    connection: sa.Connection,
    found: Sequence[Drawn],
    key: Mapping[str, Key],
    ended: Mapping[str, Any],
) -> Iterator[str]:
    """Who was given nothing, and sees somebody with a higher lot in a seat that was asked for.

    Who was given something may have liked it better; those with plans have a lot for each section,
    and swaps come later. They are left out, and so are seats by permit and those kept for some.
    """
    given = {each.student for each in found if each.outcome == "enrolled"}
    plans = {each.student for each in found if each.action == "plan"}
    promoted = {row.student_id for name, row in ended.items() if "-promoted" in name}
    beyond = set(connection.execute(sa.select(permits.c.ticket_id)).scalars())
    kept = {
        row.section_id: (frozenset(row.groups), row.until)
        for row in connection.execute(sa.select(reserves))
    }
    seats = {row.id: row for row in connection.execute(sa.select(sections))}
    group = {row.id: row.group for row in connection.execute(sa.select(students))}

    def shares(one: int, other: int) -> bool:
        """Whether the seat of `other` is one that could have been had in `one`."""
        if one == other:
            return True
        own = seats[one].capacity is None or seats[one].taken < seats[one].capacity
        return own and seats[one].pool_id is not None and seats[one].pool_id == seats[other].pool_id

    def was_kept(each: Drawn) -> bool:
        groups, until = kept.get(each.section, (frozenset(), 0.0))
        return group[each.student] in groups or each.accepted_at >= until > 0.0

    selects = [each for each in found if each.action == "select"]
    for one in selects:
        in_vain = one.code in WANTED_IN_VAIN or one.outcome == "waitlisted"
        if not in_vain or one.student in given | plans | promoted:
            continue
        for other in selects:
            if (
                other.outcome == "enrolled"
                and other.student not in plans
                and other.ticket not in beyond
                and shares(one.section, other.section)
                and not was_kept(other)
                and key[other.ticket] > key[one.ticket]
            ):
                yield f"draw: ticket {one.number} envies ticket {other.number} with reason"
