"""Tickets on disk: accepting, ending, reading. Each function is one transaction's work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from backend.common.database import take_numbers
from backend.common.errors import Refused
from backend.common.tickets import PENDING, Order, Outcome, Ticket
from backend.domain.selection import Action
from backend.queue_node.tables import counters, tickets

LONGEST_LIST = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """A request that passed the limits and waits to be written down."""

    ticket_id: str
    student_id: int
    scratch_term: int | None
    key: str
    action: Action
    section_id: int


def accept(
    connection: sa.Connection, entries: Sequence[Entry], now: float
) -> list[Ticket | Refused]:
    """Number the new requests in the order given and write them down.

    A request whose student and key are known gets its first ticket again, or is refused with
    `key_reused` if it asks for something else; it never hurts its neighbours.
    """
    known = _known(connection, entries)
    fresh: dict[tuple[int, str], Entry] = {}
    for entry in entries:
        place = (entry.student_id, entry.key)
        if place not in known:
            fresh.setdefault(place, entry)
    if fresh:
        first = take_numbers(connection, counters, "ticket", len(fresh))
        rows = [
            _row(entry, number, now) for number, entry in enumerate(fresh.values(), start=first)
        ]
        connection.execute(sa.insert(tickets), rows)
        known.update(((row["student_id"], row["key"]), _ticket(row)) for row in rows)
    return [_same_request(entry, known[(entry.student_id, entry.key)]) for entry in entries]


def finish(connection: sa.Connection, outcomes: Sequence[Outcome]) -> None:
    """Copy how tickets ended; a ticket that has ended already stays as it is."""
    connection.execute(
        sa.update(tickets)
        .where(tickets.c.number == sa.bindparam("ticket"), tickets.c.state == PENDING)
        .values(
            state=sa.bindparam("outcome"),
            code=sa.bindparam("why"),
            detail=sa.bindparam("sentence"),
            decided_at=sa.bindparam("at"),
        ),
        [
            {
                "ticket": outcome.number,
                "outcome": outcome.outcome,
                "why": outcome.code,
                "sentence": outcome.detail,
                "at": outcome.decided_at,
            }
            for outcome in outcomes
        ],
    )


def pending(connection: sa.Connection) -> list[Order]:
    """All tickets that have not ended, in their order."""
    query = sa.select(tickets).where(tickets.c.state == PENDING).order_by(tickets.c.number)
    return [order_of(row) for row in connection.execute(query).mappings()]


def of_student(connection: sa.Connection, student_id: int) -> list[Ticket]:
    """A student's newest tickets, newest first."""
    query = (
        sa.select(tickets)
        .where(tickets.c.student_id == student_id)
        .order_by(tickets.c.number.desc())
        .limit(LONGEST_LIST)
    )
    return [_ticket(row) for row in connection.execute(query).mappings()]


def one_of_student(
    connection: sa.Connection, student_id: int, ticket_id: str
) -> tuple[Ticket, Order]:
    """One ticket of a student, also as the order for the data node.

    Raises:
        Refused: `no_such_ticket`; also for a ticket of somebody else.
    """
    row = (
        connection.execute(
            sa.select(tickets).where(tickets.c.id == ticket_id, tickets.c.student_id == student_id)
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise Refused("no_such_ticket")
    return _ticket(row), order_of(row)


def log_of_scratch_term(
    connection: sa.Connection, scratch_term: int, after: int, limit: int
) -> list[dict[str, Any]]:
    """Tickets of a rehearsal after number `after`, in their order, with their students."""
    query = (
        sa.select(tickets)
        .where(tickets.c.scratch_term == scratch_term, tickets.c.number > after)
        .order_by(tickets.c.number)
        .limit(limit)
    )
    shown = ("id", "number", "student_id", "action", "section_id", "state", "code", "accepted_at")
    return [
        {**{name: row[name] for name in shown}, "decided_at": row["decided_at"]}
        for row in connection.execute(query).mappings()
    ]


def forget_scratch_term(connection: sa.Connection, scratch_term: int) -> list[int]:
    """Remove the tickets of a rehearsal; the numbers of those that were still pending."""
    mine = tickets.c.scratch_term == scratch_term
    open_ones = connection.execute(
        sa.select(tickets.c.number).where(mine, tickets.c.state == PENDING)
    ).scalars()
    numbers = list(open_ones)
    connection.execute(sa.delete(tickets).where(mine))
    return numbers


def last_number(connection: sa.Connection) -> int:
    """The number of the newest ticket, 0 before the first."""
    query = sa.select(counters.c.value).where(counters.c.name == "ticket")
    return int(connection.execute(query).scalar_one())


def order_of(row: sa.RowMapping) -> Order:
    """A ticket's row as the order for the data node."""
    return Order(
        ticket_id=row["id"],
        number=row["number"],
        student_id=row["student_id"],
        section_id=row["section_id"],
        action=row["action"],
        scratch_term=row["scratch_term"],
    )


def _known(connection: sa.Connection, entries: Sequence[Entry]) -> dict[tuple[int, str], Ticket]:
    query = sa.select(tickets).where(
        tickets.c.student_id.in_({entry.student_id for entry in entries}),
        tickets.c.key.in_({entry.key for entry in entries}),
    )
    rows = connection.execute(query).mappings()
    return {(row["student_id"], row["key"]): _ticket(row) for row in rows}


def _same_request(entry: Entry, ticket: Ticket) -> Ticket | Refused:
    if (entry.action, entry.section_id) == (ticket.action, ticket.section_id):
        return ticket
    return Refused("key_reused")


def _row(entry: Entry, number: int, now: float) -> dict[str, Any]:
    return {
        "number": number,
        "id": entry.ticket_id,
        "student_id": entry.student_id,
        "key": entry.key,
        "action": entry.action,
        "section_id": entry.section_id,
        "scratch_term": entry.scratch_term,
        "accepted_at": now,
        "state": PENDING,
        "code": None,
        "detail": None,
        "decided_at": None,
    }


def _ticket(row: sa.RowMapping | dict[str, Any]) -> Ticket:
    return Ticket(
        id=row["id"],
        number=row["number"],
        action=row["action"],
        section_id=row["section_id"],
        state=row["state"],
        code=row["code"],
        detail=row["detail"],
        accepted_at=row["accepted_at"],
        decided_at=row["decided_at"],
    )
