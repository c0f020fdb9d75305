"""THE seat transaction: lock, load, decide in order, write; one transaction a batch.

Locking rule: everything that uses seats up runs in one write transaction of this node, which has
the database to itself from before the first read to the commit. Nothing read outside counts.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.tickets import Order, Outcome
from backend.data_node import book, feed
from backend.data_node.tables import enrolments, outcomes, sections
from backend.domain.eligibility import No
from backend.domain.selection import (
    CANCELLED,
    DROPPED,
    ENROLLED,
    REFUSED,
    Decision,
    SeatBook,
    Ticket,
)

log = logging.getLogger(__name__)


async def decide(database: Database, orders: Sequence[Order], now: float) -> list[Outcome]:
    """The outcome of every ticket, in the order given; recorded ones are returned as they stand.

    A batch that breaks is halved until the culprit stands alone; it ends as `internal_error`.

    Raises:
        Refused: `service_away`, when the database cannot work at all (disk full, locked); nothing
            of the failing part was decided, and the same batch may come again.
    """
    try:
        return await database.write(decide_batch, orders, now)
    except sa.exc.OperationalError:
        log.exception("the database does not take decisions")
        raise Refused("service_away", service="The Data Node") from None
    except Exception:
        if len(orders) == 1:
            log.exception("ticket %s cannot be decided", orders[0].ticket_id)
            return await database.write(_give_up, orders[0], now)
    log.warning("a batch of %d tickets failed; deciding it in halves", len(orders))
    middle = len(orders) // 2
    first = await decide(database, orders[:middle], now)
    return first + await decide(database, orders[middle:], now)


def decide_batch(connection: sa.Connection, orders: Sequence[Order], now: float) -> list[Outcome]:
    """Decide the tickets of one batch inside the transaction of `connection`."""
    standing = recorded(connection, [order.ticket_id for order in orders])
    fresh = list({o.ticket_id: o for o in orders if o.ticket_id not in standing}.values())
    if fresh:
        seat_book = book.load(connection, fresh)
        decisions = seat_book.decide_all(
            Ticket(order.ticket_id, order.student_id, order.section_id, order.action)
            for order in fresh
        )
        for outcome in write(connection, seat_book, fresh, decisions, now):
            standing[outcome.ticket_id] = outcome
    return [standing[order.ticket_id] for order in orders]


def cancel(connection: sa.Connection, order: Order, now: float) -> Outcome:
    """End a ticket as cancelled, unless it has ended already; how it ended."""
    standing = recorded(connection, [order.ticket_id]).get(order.ticket_id)
    if standing is not None:
        return standing
    outcome = _outcome(order, Decision(_ticket(order), CANCELLED, No("cancelled")), now)
    record(connection, [outcome], {order.ticket_id: order.scratch_term})
    return outcome


def recorded(connection: sa.Connection, ticket_ids: Sequence[str]) -> dict[str, Outcome]:
    """The outcomes that stand already, by ticket."""
    rows = connection.execute(sa.select(outcomes).where(outcomes.c.ticket_id.in_(ticket_ids)))
    return {
        row.ticket_id: Outcome(
            ticket_id=row.ticket_id,
            number=row.number,
            student_id=row.student_id,
            section_id=row.section_id,
            action=row.action,
            outcome=row.outcome,
            code=row.code,
            detail=row.detail,
            decided_at=row.decided_at,
        )
        for row in rows
    }


def write(
    connection: sa.Connection,
    seat_book: SeatBook,
    orders: Sequence[Order],
    decisions: Sequence[Decision],
    now: float,
) -> list[Outcome]:
    """Write what was decided: seats, enrolments, outcomes and the feed."""
    _write_enrolments(connection, seat_book, decisions, now)
    _write_seats(connection, seat_book, decisions)
    decided = [_outcome(o, d, now) for o, d in zip(orders, decisions, strict=True)]
    record(connection, decided, {order.ticket_id: order.scratch_term for order in orders})
    return decided


def record(
    connection: sa.Connection, decided: Sequence[Outcome], scratch_terms: dict[str, int | None]
) -> None:
    """Write outcomes and tell the feed.

    Args:
        scratch_terms: ticket to the scratch term it belongs to, if any.
    """
    rows = [
        {
            "ticket_id": outcome.ticket_id,
            "number": outcome.number,
            "student_id": outcome.student_id,
            "section_id": outcome.section_id,
            "action": outcome.action,
            "outcome": outcome.outcome,
            "code": outcome.code,
            "detail": outcome.detail,
            "decided_at": outcome.decided_at,
            "scratch_term": scratch_terms.get(outcome.ticket_id),
        }
        for outcome in decided
    ]
    connection.execute(sa.insert(outcomes), rows)
    feed.append(connection, feed.OUTCOMES, decided)


def _write_enrolments(
    connection: sa.Connection, seat_book: SeatBook, decisions: Iterable[Decision], now: float
) -> None:
    gone: set[tuple[int, int]] = set()
    new: dict[tuple[int, int], Ticket] = {}
    for decision in decisions:
        ticket = decision.ticket
        if decision.outcome not in (ENROLLED, DROPPED):
            continue
        key = (ticket.student_id, seat_book.sections[ticket.section_id].course_id)
        if decision.outcome == ENROLLED:
            new[key] = ticket
        elif new.pop(key, None) is None:
            gone.add(key)
    if gone:
        connection.execute(
            sa.delete(enrolments).where(
                enrolments.c.student_id == sa.bindparam("student"),
                enrolments.c.course_id == sa.bindparam("course"),
            ),
            [{"student": student, "course": course} for student, course in gone],
        )
    if new:
        connection.execute(
            sa.insert(enrolments),
            [
                {
                    "student_id": student,
                    "course_id": course,
                    "section_id": ticket.section_id,
                    "ticket_id": ticket.id,
                    "enrolled_at": now,
                }
                for (student, course), ticket in new.items()
            ],
        )


def _write_seats(
    connection: sa.Connection, seat_book: SeatBook, decisions: Iterable[Decision]
) -> None:
    change: dict[int, int] = {}
    for decision in decisions:
        step = {ENROLLED: 1, DROPPED: -1}.get(decision.outcome, 0)
        if step:
            section_id = decision.ticket.section_id
            change[section_id] = change.get(section_id, 0) + step
    if not change:
        return
    connection.execute(
        sa.update(sections)
        .where(sections.c.id == sa.bindparam("section"))
        .values(taken=sections.c.taken + sa.bindparam("step")),
        [{"section": section, "step": step} for section, step in change.items()],
    )
    counts = [[s, seat_book.seats[s].taken, seat_book.seats[s].ceiling] for s in change]
    feed.append(connection, feed.SEATS, counts)


def _give_up(connection: sa.Connection, order: Order, now: float) -> list[Outcome]:
    standing = recorded(connection, [order.ticket_id])
    if not standing:
        refused = _outcome(order, Decision(_ticket(order), REFUSED, No("internal_error")), now)
        record(connection, [refused], {order.ticket_id: order.scratch_term})
        return [refused]
    return list(standing.values())


def _ticket(order: Order) -> Ticket:
    return Ticket(order.ticket_id, order.student_id, order.section_id, order.action)


def _outcome(order: Order, decision: Decision, now: float) -> Outcome:
    no = decision.no
    return Outcome(
        ticket_id=order.ticket_id,
        number=order.number,
        student_id=order.student_id,
        section_id=order.section_id,
        action=order.action,
        outcome=decision.outcome,
        code=no.code if no else None,
        detail=no.sentence if no else None,
        decided_at=now,
    )
