"""THE seat transaction: lock, load, decide in order, write; one transaction a batch.

Locking rule: everything that uses seats up runs in one write transaction of this node, which has
the database to itself from before the first read to the commit. Nothing read outside counts.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec.structs import astuple

from backend.common.bulk import fetch, insert_rows, listed, run_rows
from backend.common.database import Database
from backend.common.dialects import among
from backend.common.errors import Refused
from backend.common.tickets import (
    Order,
    Outcome,
    Outcomes,
    part_of,
    parts_from_text,
    parts_to_text,
    values_from_text,
    values_to_text,
)
from backend.data_node import (
    book,
    decision_log,
    feed,
    permits,
    sharing,
    staging,
    waiting,
)
from backend.data_node.book import LoadedBook
from backend.data_node.feed import Change
from backend.data_node.reference import Reference, reference_of
from backend.data_node.tables import counters, departures, enrolments, outcomes, sections
from backend.domain.eligibility import No, Section
from backend.domain.links import PLAIN
from backend.domain.requests import credits_wanted
from backend.domain.selection import (
    CANCELLED,
    REFUSED,
    Decision,
    SeatBook,
    Ticket,
)

_OUTCOME = Outcome.__struct_fields__
_PLAIN_OUTCOME = ("ticket_id", "number", "student_id", "section_id", "action", "outcome")
_PLAIN_ENROLMENT = (
    *("student_id", "course_id", "component", "section_id", "ticket_id"),
    "enrolled_at",
)
_ENROLMENT = (*_PLAIN_ENROLMENT, "credits", "reserve_id")
_RECORDED = sa.select(*(outcomes.c[name] for name in _OUTCOME)).where(
    among(outcomes.c.ticket_id, "ids")
)
_SEAT_GIVEN_BACK = (
    enrolments.c.student_id == sa.bindparam("student"),
    enrolments.c.course_id == sa.bindparam("course"),
    enrolments.c.component == sa.bindparam("part"),
)
_SEAT = ("student", "course", "part")
_DEPARTURE = ("section_id", "taken_at", "left_at")
_LEAVE = sa.delete(enrolments).where(*_SEAT_GIVEN_BACK)
_TAKE = (
    sa.update(sections)
    .where(sections.c.id == sa.bindparam("section"))
    .values(taken=sections.c.taken + sa.bindparam("step"))
)
_RESIZE = (
    sa.update(sections)
    .where(sections.c.id == sa.bindparam("section"))
    .values(
        ceiling=sa.bindparam("top"), taken=sa.bindparam("held"), permitted=sa.bindparam("beyond")
    )
)
_OF_LEADER = counters.c.name == sa.literal_column("'leader'")
_LEADER = sa.select(counters.c.value).where(_OF_LEADER)
_LEAD = sa.update(counters).where(_OF_LEADER).values(value=sa.bindparam("leader"))

AT_ONCE = 500  # outcomes that the feed tells in one change

log = logging.getLogger(__name__)


async def answers(
    database: Database, orders: Sequence[Order], now: float, leader: int = 0
) -> Outcomes:
    """As `decide`, and which tickets wait for a draw instead."""
    decided = await decide(database, orders, now, leader)
    known = {outcome.ticket_id for outcome in decided}
    left = [order.ticket_id for order in orders if order.ticket_id not in known]
    if not left:
        return Outcomes(decided)
    later = await database.read(_standing, left)
    return Outcomes(decided + later.outcomes, later.staged, later.number)


async def decide(
    database: Database, orders: Sequence[Order], now: float, leader: int = 0
) -> list[Outcome]:
    """The outcome of every ticket, in the order given; recorded ones are returned as they stand.

    A ticket that waits for the draw of its round has none yet.

    A batch that breaks is halved until the culprit stands alone; it ends as `internal_error`.

    Args:
        leader: which leadership among copies of the queue node hands it on; 0 is not counted.

    Raises:
        Refused: `not_leading`, after a batch of a later leadership.
        Refused: `service_away`, when the database cannot work at all (disk full, locked); nothing
            of the failing part was decided, and the same batch may come again.
    """
    try:
        return await database.write(_decide_for, leader, orders, now)
    except Refused:
        raise
    except sa.exc.OperationalError:
        log.exception("the database does not take decisions")
        raise Refused("service_away", service="The Data Node") from None
    except Exception:
        if len(orders) == 1:
            log.exception("ticket %s cannot be decided", orders[0].ticket_id)
            return await database.write(_give_up, orders[0], now)
    log.warning("a batch of %d tickets failed; deciding it in halves", len(orders))
    middle = len(orders) // 2
    first = await decide(database, orders[:middle], now, leader)
    return first + await decide(database, orders[middle:], now, leader)


def _decide_for(
    connection: sa.Connection, leader: int, orders: Sequence[Order], now: float
) -> list[Outcome]:
    """Decide for the queue node that leads: one that was thought dead must not go on later."""
    if leader:
        ((latest,),) = fetch(connection, _LEADER, ())
        if leader < latest:
            raise Refused("not_leading", leader=latest)
        if leader > latest:
            run_rows(connection, _LEAD, ("leader",), [(leader,)])
    return decide_batch(connection, orders, now)


def decide_batch(
    connection: sa.Connection,
    orders: Sequence[Order],
    now: float,
    reference: Reference | None = None,
) -> list[Outcome]:
    """Decide the tickets of one batch inside the transaction of `connection`.

    Those that wait for a draw are set aside and left out.

    Args:
        reference: copies to look things up in; None takes those of earlier batches. A transaction
            that has changed students or sections itself brings its own.
    """
    standing = recorded(connection, [order.ticket_id for order in orders])
    fresh = list({o.ticket_id: o for o in orders if o.ticket_id not in standing}.values())
    if fresh:
        for outcome in _decide(connection, fresh, now, reference or reference_of(connection)):
            standing[outcome.ticket_id] = outcome
    return [standing[order.ticket_id] for order in orders if order.ticket_id in standing]


def _decide(
    connection: sa.Connection, orders: Sequence[Order], now: float, reference: Reference
) -> list[Outcome]:
    seat_book = book.load(connection, orders, reference)
    if reference.collects:
        orders = staging.set_aside(connection, seat_book, orders)
    page = decision_log.open_page(connection, seat_book, orders, reference.number, now)
    seat_book.decide_all(orders)
    decided = write(connection, seat_book, orders, now)
    decision_log.close_page(connection, page, decided)
    return decided


def serve(connection: sa.Connection, section_ids: Collection[int], now: float) -> None:
    """Give free seats of these sections to those who wait for them.

    Call it in the transaction that has freed the seats otherwise than by a decision.
    """
    settle(connection, section_ids, (), now)


def settle(
    connection: sa.Connection,
    section_ids: Collection[int],
    orders: Sequence[Order],
    now: float,
    *,
    only_look: bool = False,
) -> SeatBook | None:
    """As `serve`, and then decide `orders` about these sections; the book in which it was done.

    None where nobody waits, and nothing is done.

    Args:
        only_look: write nothing.
    """
    reference = Reference()
    if not section_ids or not waiting.counts(connection, section_ids):
        return None
    asking = {order.student_id for order in orders}
    seat_book = book.load_for(connection, asking, section_ids, reference, leaving=asking)
    if only_look:
        _settle(seat_book, section_ids, orders)
        return seat_book
    page = decision_log.open_page(connection, seat_book, orders, reference.number, now)
    page.served = list(section_ids)
    _settle(seat_book, section_ids, orders)
    decision_log.close_page(connection, page, write(connection, seat_book, orders, now))
    return seat_book


def _settle(seat_book: SeatBook, section_ids: Collection[int], orders: Sequence[Order]) -> None:
    seat_book.serve(section_ids)
    for order in orders:
        seat_book.decide(order)


def cancel(connection: sa.Connection, order: Order, now: float) -> Outcome:
    """End a ticket as cancelled, unless it has ended already; how it ended."""
    standing = recorded(connection, [order.ticket_id]).get(order.ticket_id)
    if standing is not None:
        return standing
    outcome = _outcome(order, Decision(CANCELLED, No("cancelled")), now)
    _record_alone(connection, order, outcome)
    return outcome


def recorded(connection: sa.Connection, ticket_ids: Sequence[str]) -> dict[str, Outcome]:
    """The outcomes that stand already, by ticket."""
    rows = fetch(connection, _RECORDED, ("ids",), (listed(ticket_ids),))
    return {row[0]: _as_it_stands(row) for row in rows}


def _standing(connection: sa.Connection, ticket_ids: Sequence[str]) -> Outcomes:
    """What is known of tickets that were set aside; a draw may have decided them meanwhile."""
    ended = list(recorded(connection, ticket_ids).values())
    staged = staging.waiting(connection, ticket_ids)
    return Outcomes(ended, staged, feed.last_number(connection))


def _as_it_stands(row: tuple[Any, ...]) -> Outcome:
    fields = dict(zip(_OUTCOME, row, strict=True))
    fields["values"] = values_from_text(fields["values"])
    fields["parts"] = parts_from_text(fields["parts"])
    return Outcome(**fields)


def write(
    connection: sa.Connection,
    seat_book: LoadedBook,
    orders: Sequence[Order],
    now: float,
) -> list[Outcome]:
    """Write what was decided: seats, enrolments, waitlists, outcomes and the feed.

    The outcomes are those of `orders` and of those who waited, in the order in which they fell.
    """
    if not (seat_book.answers or seat_book.waitlists.changed()):
        return []
    _write_enrolments(connection, seat_book, now)
    changes = _write_seats(connection, seat_book)
    permits.write(connection, seat_book.permits, now)
    changes += waiting.write(connection, seat_book.waitlists, now)
    decided = [_outcome(ticket, decision, now) for ticket, decision in seat_book.answers]
    record(connection, decided, _scratch_terms(seat_book, orders), changes)
    return decided


def _scratch_terms(seat_book: SeatBook, orders: Sequence[Order]) -> dict[str, int | None]:
    found = {order.ticket_id: order.scratch_term for order in orders}
    if len(seat_book.answers) > len(orders):
        for ticket, _ in seat_book.answers:
            student = seat_book.students.get(ticket.student_id)
            found.setdefault(ticket.ticket_id, student.scratch_term if student else None)
    return found


def record(
    connection: sa.Connection,
    decided: Sequence[Outcome],
    scratch_terms: dict[str, int | None],
    changes: Sequence[Change] = (),
) -> None:
    """Write outcomes and tell the feed.

    Args:
        scratch_terms: ticket to the scratch term it belongs to, if any.
        changes: what else happened; the feed is told of it first.
    """
    _insert_outcomes(connection, decided, scratch_terms)
    parts = [decided[start : start + AT_ONCE] for start in range(0, len(decided) or 1, AT_ONCE)]
    feed.append_all(connection, [*changes, *((feed.OUTCOMES, part) for part in parts)])


def _insert_outcomes(
    connection: sa.Connection, decided: Sequence[Outcome], scratch_terms: dict[str, int | None]
) -> None:
    """Most have no reason and no parts; a column that is named costs as much empty as filled."""
    plain, others = [], []
    for o in decided:
        term = scratch_terms[o.ticket_id]
        if o.code is None and o.instead_of is None and not o.parts:
            begin = (o.ticket_id, o.number, o.student_id, o.section_id, o.action, o.outcome)
            plain.append((*begin, o.decided_at, term))
        else:
            *fields, values, decided_at, parts = astuple(o)
            begin = (*fields, values_to_text(values), decided_at, parts_to_text(parts))
            others.append((*begin, term))
    insert_rows(connection, outcomes, (*_PLAIN_OUTCOME, "decided_at", "scratch_term"), plain)
    insert_rows(connection, outcomes, (*_OUTCOME, "scratch_term"), others)


def _write_enrolments(connection: sa.Connection, seat_book: LoadedBook, now: float) -> None:
    """Keyed by student and section, so that what a batch takes and drops again leaves no trace."""
    gone: set[tuple[int, int]] = set()
    new: dict[tuple[int, int], Ticket] = {}
    for ticket, section_id, step in seat_book.moves:
        key = (ticket.student_id, section_id)
        if step > 0:
            new[key] = ticket
        elif new.pop(key, None) is None:
            gone.add(key)
    known = seat_book.sections
    if gone:
        left = [(student_id, *_part(known[section_id])) for student_id, section_id in gone]
        times = [
            (section_id, taken_at, now)
            for student_id, section_id, taken_at in seat_book.holdings
            if (student_id, section_id) in gone
        ]
        insert_rows(connection, departures, _DEPARTURE, times)
        run_rows(connection, _LEAVE, _SEAT, left)
    counted = seat_book.reserved
    plain, others = [], []
    for key, ticket in new.items():
        student_id, section_id = key
        section = known[section_id]
        row = (student_id, *_part(section), section_id, ticket.ticket_id, now)
        if section.credit_range is None and key not in counted:
            plain.append(row)
        else:
            chosen = credits_wanted(ticket, section_id) if section.credit_range else None
            others.append((*row, chosen, counted.get(key)))
    insert_rows(connection, enrolments, _PLAIN_ENROLMENT, plain)
    insert_rows(connection, enrolments, _ENROLMENT, others)


def _part(section: Section) -> tuple[int, str]:
    """The course of a section and its component: what a student holds one seat of."""
    return section.course_id, PLAIN if section.link is None else section.link.component


def _write_seats(connection: sa.Connection, seat_book: SeatBook) -> list[Change]:
    """What the feed is to be told of it."""
    change: dict[int, int] = {}
    for _, section_id, step in seat_book.moves:
        change[section_id] = change.get(section_id, 0) + step
    if not change:
        return []
    steps, resized = [], []
    for section_id, step in change.items():
        seats = seat_book.seats[section_id]
        if seats.resized:
            resized.append((seats.ceiling, seats.taken, seats.permitted, section_id))
        else:
            steps.append((step, section_id))
    run_rows(connection, _TAKE, ("step", "section"), steps)
    run_rows(connection, _RESIZE, ("top", "held", "beyond", "section"), resized)
    besides = sharing.write(connection, seat_book.seats, change)
    return [*besides, (feed.SEATS, sharing.counts(seat_book.seats, change))]


def _give_up(connection: sa.Connection, order: Order, now: float) -> list[Outcome]:
    standing = recorded(connection, [order.ticket_id])
    if not standing:
        refused = _outcome(order, Decision(REFUSED, No("internal_error")), now)
        _record_alone(connection, order, refused)
        return [refused]
    return list(standing.values())


def _record_alone(connection: sa.Connection, order: Order, outcome: Outcome) -> None:
    """Write an outcome without moves, which no rule has decided."""
    record(connection, [outcome], {order.ticket_id: order.scratch_term})
    decision_log.append_alone(connection, order, outcome)


def _outcome(order: Ticket, decision: Decision, now: float) -> Outcome:
    ending, no, parts = decision
    rest: dict[str, Any] = {}  # most have none of it, and naming it costs
    if no is not None:
        rest = {"code": no.code, "detail": no.sentence, "values": dict(no.values)}
    if parts:
        rest["parts"] = tuple([part_of(part) for part in parts])
    return Outcome(
        ticket_id=order.ticket_id,
        number=order.number,
        student_id=order.student_id,
        section_id=order.section_id,
        action=order.action,
        instead_of=order.instead_of,
        outcome=ending,
        decided_at=now,
        **rest,
    )
