"""Tickets on disk: accepting, ending, reading. Each function is one transaction's work."""

from __future__ import annotations

import math
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from backend.common.bulk import fetch, insert_rows, listed, run_rows
from backend.common.database import take_numbers
from backend.common.dialects import having_pairs
from backend.common.errors import Refused
from backend.common.tickets import (
    PENDING,
    Order,
    Outcome,
    Ticket,
    parts_from_text,
    parts_to_text,
    plan_from_text,
    plan_to_text,
    values_from_text,
    values_to_text,
)
from backend.domain.plans import Plan
from backend.domain.selection import Action
from backend.queue_node.tables import counters, tickets
from backend.queue_node.words import say_ended

LONGEST_LIST = 1000
NUMBER_DIGITS = 12  # hexadecimal; ids that begin with the number stay in order on disk
SECRET_BYTES = 6
MICROS = 1_000_000

_NEW = tuple(column.name for column in tickets.columns)[:13]  # up to the state
_SELDOM = ("instead_of", "plan", "credits")
_PLAIN_NEW = tuple(name for name in _NEW if name not in _SELDOM)
_COLUMNS = tuple(column.name for column in tickets.columns)
_BY_KEY = having_pairs(tickets, tickets.c.student_id, tickets.c.key, "places")
_OF_STUDENT = (
    sa.select(tickets)
    .where(tickets.c.student_id == sa.bindparam("student"))
    .order_by(tickets.c.number.desc())
    .limit(sa.literal_column(str(LONGEST_LIST)))
    .offset(sa.literal_column("0"))  # said, or it would be a parameter of its own
)
_EARLIEST = sa.select(counters.c.value).where(counters.c.name == sa.literal_column("'let_through'"))
_PENDING = (
    tickets.c.number == sa.bindparam("ticket"),
    tickets.c.state == sa.text(f"'{PENDING}'"),
)
_FINISH_PLAIN = (
    sa.update(tickets)
    .where(*_PENDING)
    .values(state=sa.bindparam("outcome"), decided_at=sa.bindparam("at"))
)
_FINISH = (
    sa.update(tickets)
    .where(*_PENDING)
    .values(
        state=sa.bindparam("outcome"),
        code=sa.bindparam("why"),
        detail=sa.bindparam("sentence"),
        values=sa.bindparam("filling"),
        decided_at=sa.bindparam("at"),
        parts=sa.bindparam("answers"),
    )
)


@dataclass(slots=True)
class Entry:
    """A request that passed the limits and waits to be written down."""

    student_id: int
    scratch_term: int | None
    key: str
    action: Action
    section_id: int
    instead_of: int | None = None
    plan: Plan | None = None
    wait: bool = False
    credits: int | None = None


class Accepted(NamedTuple):
    """What became of entries: an answer to each, in their order, and the new tickets."""

    answers: list[Ticket | Refused]
    orders: list[Order]


def accept(connection: sa.Connection, entries: Sequence[Entry], now: float) -> Accepted:
    """Number the new requests in the order given and write them down.

    A request whose student and key are known gets its first ticket again, or is refused with
    `key_reused` if it asks for something else; it never hurts its neighbours.
    """
    if not entries:
        return Accepted([], [])
    known = _known(connection, entries)
    fresh: dict[tuple[int, str], Entry] = {}
    for entry in entries:
        place = (entry.student_id, entry.key)
        if place not in known:
            fresh.setdefault(place, entry)
    orders: list[Order] = []
    if fresh:
        ((earliest,),) = fetch(connection, _EARLIEST, ())
        now = max(now, earliest / MICROS)
        first = take_numbers(connection, counters, "ticket", len(fresh))
        orders = _orders(fresh.values(), first, now)
        _insert(connection, orders, fresh.values())
        known.update((place, _new_ticket(o, now)) for place, o in zip(fresh, orders, strict=True))
    answers = [_same_request(entry, known[(entry.student_id, entry.key)]) for entry in entries]
    return Accepted(answers, orders)


def answers_again(
    connection: sa.Connection, entries: Sequence[Entry]
) -> list[Ticket | Refused | None]:
    """What `accept` answers to those whose student and key are known; None for the others."""
    known = _known(connection, entries)
    tickets_ = [known.get((entry.student_id, entry.key)) for entry in entries]
    return [
        ticket and _same_request(entry, ticket)
        for entry, ticket in zip(entries, tickets_, strict=True)
    ]


def finish(connection: sa.Connection, outcomes: Sequence[Outcome]) -> None:
    """Copy how tickets ended; a ticket that has ended already stays as it is.

    Most have no reason and no parts; a column that is named costs as much empty as filled.
    """
    plain, others = [], []
    for o in outcomes:
        if o.code is None and not o.parts:
            plain.append((o.outcome, o.decided_at, o.number))
        else:
            why = (o.code, o.detail, values_to_text(o.values))
            others.append((o.outcome, *why, o.decided_at, parts_to_text(o.parts), o.number))
    run_rows(connection, _FINISH_PLAIN, ("outcome", "at", "ticket"), plain)
    names = ("outcome", "why", "sentence", "filling", "at", "answers", "ticket")
    run_rows(connection, _FINISH, names, others)


def pending_after(connection: sa.Connection, number: int) -> tuple[int, list[Order]]:
    """The newest number given out, and the tickets after `number` that have not ended, in order."""
    query = sa.select(tickets).where(tickets.c.state == PENDING, tickets.c.number > number)
    rows = connection.execute(query.order_by(tickets.c.number)).mappings()
    return last_number(connection), [order_of(row) for row in rows]


def lead_after(connection: sa.Connection, leader: int) -> int:
    """Count one more leadership of a copy, after `leader` too; which one it is."""
    behind = counters.c.name == "leader", counters.c.value < leader
    connection.execute(sa.update(counters).where(*behind).values(value=leader))
    return take_numbers(connection, counters, "leader", 1)


def let_through(connection: sa.Connection, moment: float) -> list[int]:
    """Let nothing be accepted before `moment` any more; what was and has not ended."""
    early = counters.c.name == "let_through", counters.c.value < _micros(moment)
    connection.execute(sa.update(counters).where(*early).values(value=_micros(moment)))
    return pending_before(connection, moment)


def _micros(moment: float) -> int:
    return math.ceil(moment * MICROS)


def pending_before(connection: sa.Connection, moment: float) -> list[int]:
    """The numbers of tickets that have not ended and were accepted before `moment`."""
    query = sa.select(tickets.c.number).where(
        tickets.c.state == PENDING, tickets.c.accepted_at < moment
    )
    return list(connection.execute(query).scalars())


def of_student(connection: sa.Connection, student_id: int) -> list[Ticket]:
    """A student's newest tickets, newest first."""
    return [_ticket(row) for row in _rows(connection, _OF_STUDENT, "student", student_id)]


def one_of_student(
    connection: sa.Connection, student_id: int, ticket_id: str
) -> tuple[Ticket, Order]:
    """One ticket of a student, also as the order for the data node.

    Raises:
        Refused: `no_such_ticket`; also for a ticket of somebody else.
    """
    mine = sa.select(tickets).where(
        tickets.c.number == number_of(ticket_id),
        tickets.c.id == ticket_id,
        tickets.c.student_id == student_id,
    )
    row = connection.execute(mine).mappings().one_or_none()
    if row is None:
        raise Refused("no_such_ticket")
    return _ticket(dict(row)), order_of(row)


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
    what = ("id", "number", "student_id", "action", "section_id", "instead_of")
    shown = (*what, "state", "code", "accepted_at", "decided_at")
    return [_logged(row, shown) for row in connection.execute(query).mappings()]


def forget_scratch_term(connection: sa.Connection, scratch_term: int) -> list[int]:
    """Remove the tickets of a rehearsal; the numbers of those that were still pending."""
    mine = tickets.c.scratch_term == scratch_term
    open_ones = connection.execute(
        sa.select(tickets.c.number).where(mine, tickets.c.state == PENDING)
    ).scalars()
    numbers = list(open_ones)
    connection.execute(sa.delete(tickets).where(mine))
    say_ended(connection, numbers)
    return numbers


def last_number(connection: sa.Connection) -> int:
    """The number of the newest ticket, 0 before the first."""
    query = sa.select(counters.c.value).where(counters.c.name == "ticket")
    return int(connection.execute(query).scalar_one())


def _logged(row: sa.RowMapping, shown: tuple[str, ...]) -> dict[str, Any]:
    plan, parts = plan_from_text(row["plan"]), parts_from_text(row["parts"])
    return {
        **{name: row[name] for name in shown},
        **msgspec.to_builtins({"plan": plan, "parts": parts}),
    }


def order_of(row: sa.RowMapping) -> Order:
    """A ticket's row as the order for the data node."""
    return Order(
        ticket_id=row["id"],
        number=row["number"],
        student_id=row["student_id"],
        section_id=row["section_id"],
        action=row["action"],
        instead_of=row["instead_of"],
        credits=row["credits"],
        accepted_at=row["accepted_at"],
        scratch_term=row["scratch_term"],
        plan=plan_from_text(row["plan"]),
        wait=bool(row["wait"]),
    )


def number_of(ticket_id: str) -> int:
    """The number that is the first part of a ticket's id.

    Raises:
        Refused: `no_such_ticket`, for what is no id.
    """
    try:
        return int(ticket_id[:NUMBER_DIGITS], 16)
    except ValueError:
        raise Refused("no_such_ticket") from None


def _known(connection: sa.Connection, entries: Sequence[Entry]) -> dict[tuple[int, str], Ticket]:
    places = listed({(entry.student_id, entry.key) for entry in entries})
    rows = _rows(connection, _BY_KEY, "places", places)
    return {(row["student_id"], row["key"]): _ticket(row) for row in rows}


def _rows(
    connection: sa.Connection, query: sa.Select[Any], name: str, value: int | str
) -> list[dict[str, Any]]:
    """Whole rows of `tickets`."""
    found = fetch(connection, query, (name,), (value,))
    return [dict(zip(_COLUMNS, row, strict=True)) for row in found]


def _same_request(entry: Entry, ticket: Ticket) -> Ticket | Refused:
    asked = (entry.action, entry.section_id, entry.instead_of, entry.plan, entry.wait)
    told = (ticket.action, ticket.section_id, ticket.instead_of, ticket.plan, ticket.wait)
    if asked == told and entry.credits == ticket.credits:
        return ticket
    return Refused("key_reused")


def _orders(entries: Collection[Entry], first: int, now: float) -> list[Order]:
    drawn = secrets.token_hex(SECRET_BYTES * len(entries))
    width = 2 * SECRET_BYTES
    return [
        Order(
            ticket_id=f"{first + i:0{NUMBER_DIGITS}x}{drawn[width * i : width * (i + 1)]}",
            number=first + i,
            student_id=entry.student_id,
            section_id=entry.section_id,
            action=entry.action,
            instead_of=entry.instead_of,
            credits=entry.credits,
            accepted_at=now,
            scratch_term=entry.scratch_term,
            plan=entry.plan,
            wait=entry.wait,
        )
        for i, entry in enumerate(entries)
    ]


def _insert(connection: sa.Connection, orders: Sequence[Order], entries: Collection[Entry]) -> None:
    """Write new tickets down; what most of them have not is not named for those."""
    plain, others = [], []
    for o, entry in zip(orders, entries, strict=True):
        begin = (o.number, o.ticket_id, o.student_id, entry.key, o.action, o.section_id)
        end = (o.scratch_term, o.accepted_at, o.wait, PENDING)
        if o.instead_of is None and o.plan is None and o.credits is None:
            plain.append(begin + end)
        else:
            others.append((*begin, o.instead_of, plan_to_text(o.plan), o.credits, *end))
    insert_rows(connection, tickets, _PLAIN_NEW, plain)
    insert_rows(connection, tickets, _NEW, others)


def _new_ticket(order: Order, now: float) -> Ticket:
    return Ticket(
        id=order.ticket_id,
        number=order.number,
        action=order.action,
        section_id=order.section_id,
        instead_of=order.instead_of,
        credits=order.credits,
        state=PENDING,
        accepted_at=now,
        plan=order.plan,
        wait=order.wait,
    )


def _ticket(row: Mapping[str, Any]) -> Ticket:
    return Ticket(
        id=row["id"],
        number=row["number"],
        action=row["action"],
        section_id=row["section_id"],
        instead_of=row["instead_of"],
        credits=row["credits"],
        state=row["state"],
        code=row["code"],
        detail=row["detail"],
        values=values_from_text(row["values"]),
        accepted_at=row["accepted_at"],
        decided_at=row["decided_at"],
        plan=plan_from_text(row["plan"]),
        parts=parts_from_text(row["parts"]),
        wait=bool(row["wait"]),
    )
