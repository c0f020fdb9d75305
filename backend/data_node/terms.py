"""Terms by hand: making, opening, closing and removing them."""

from __future__ import annotations

import re

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from backend.common.dialects import total
from backend.common.errors import Refused
from backend.common.parameters import CODE_OF_TERM
from backend.common.terms import NewTerm, TermChange, TermDetail
from backend.common.tickets import Order
from backend.data_node import decisions, feed, staging
from backend.data_node.catalogue import days_in
from backend.data_node.links import one_of_each_set
from backend.data_node.reference import Reference
from backend.data_node.section_rows import Values
from backend.data_node.tables import (
    courses,
    enrolments,
    meetings,
    pools,
    reserves,
    rounds,
    sections,
    terms,
    waitlist,
)
from backend.data_node.waiting import once_each
from backend.domain.credits import credits_of, hundredths_of
from backend.domain.eligibility import CANCELLED
from backend.domain.selection import BY_HAND, DROP
from backend.domain.term_days import faults_of

AT_ONCE = 500  # seats given up in one go


def detail(connection: sa.Connection, code: str) -> TermDetail:
    """A term and how much is in it.

    Raises:
        Refused: `no_such_term`.
    """
    row = connection.execute(sa.select(terms).where(terms.c.code == code)).one_or_none()
    if row is None:
        raise Refused("no_such_term", term=code)
    of_term = sections.c.term_id == row.id
    totals = connection.execute(
        sa.select(
            sa.func.count(),
            total(sections.c.capacity),
            total(sections.c.taken),
        ).where(of_term)
    ).one()
    how_many = sa.select(sa.func.count()).select_from(courses).where(courses.c.term_id == row.id)
    return TermDetail(
        id=row.id,
        code=row.code,
        name=row.name,
        state=row.state,
        scratch=row.scratch,
        first_day=row.first_day,
        last_day=row.last_day,
        holidays=days_in(row.holidays),
        credit_minimum=credits_of(row.credit_minimum),
        courses=connection.execute(how_many).scalar_one(),
        sections=totals[0],
        seats=totals[1],
        enrolments=totals[2],
    )


def create(connection: sa.Connection, new: NewTerm) -> TermDetail:
    """Make a term.

    Raises:
        Refused: `invalid_fields`, `term_exists`.
    """
    if re.match(CODE_OF_TERM, new.code) is None:
        message = "1 to 32 letters, digits, dots, hyphens and underscores"
        raise Refused("invalid_fields", errors=[{"where": "body.code", "message": message}])
    if connection.execute(sa.select(terms.c.id).where(terms.c.code == new.code)).first():
        raise Refused("term_exists", term=new.code)
    values = {"code": new.code, "scratch": False, **_columns(new)}
    connection.execute(sa.insert(terms).values(values))
    feed.append(connection, feed.CATALOGUE, {"term": new.code})
    return detail(connection, new.code)


def change(connection: sa.Connection, code: str, wanted: TermChange) -> TermDetail:
    """Open, close or rename a term, or say when it is taught.

    Closed, nobody selects in it; dropping goes on unless it has rounds.

    Raises:
        Refused: `no_such_term`, `term_is_scratch`, `invalid_fields`.
    """
    before = _real(connection, code)
    asked = msgspec.structs.asdict(wanted).items()
    after = msgspec.structs.replace(before, **{name: v for name, v in asked if v is not UNSET})
    values = _columns(after)
    if values != _columns(before):
        connection.execute(sa.update(terms).where(terms.c.code == code).values(values))
        _revise_sections(connection, before.id, values, _columns(before))
        feed.append(connection, feed.CATALOGUE, {"term": code})
    return detail(connection, code)


def remove(connection: sa.Connection, code: str, force: bool, now: float) -> TermDetail:
    """Remove a term with its courses and sections; what was in it.

    Each seat that was held is given up first and leaves an outcome; the history stays. What waits
    for a draw is refused.

    Raises:
        Refused: `no_such_term`, `term_is_scratch`, `term_has_enrolments` unless `force`.
    """
    lost = _real(connection, code)
    if lost.enrolments and not force:
        raise Refused("term_has_enrolments", term=code, count=lost.enrolments)
    _give_up_seats(connection, lost.id, now)
    waiting = staging.take_out(connection, lost.id)
    of_term = sa.select(sections.c.id).where(sections.c.term_id == lost.id)
    for statement in (
        sa.delete(meetings).where(meetings.c.section_id.in_(of_term)),
        sa.delete(reserves).where(reserves.c.section_id.in_(of_term)),
        sa.delete(pools).where(pools.c.id.in_(of_term.with_only_columns(sections.c.pool_id))),
        sa.delete(sections).where(sections.c.term_id == lost.id),
        sa.delete(courses).where(courses.c.term_id == lost.id),
        sa.delete(rounds).where(rounds.c.term_id == lost.id),
        sa.delete(terms).where(terms.c.id == lost.id),
    ):
        connection.execute(statement)
    feed.append(connection, feed.CATALOGUE, {"term": code})
    for start in range(0, len(waiting), AT_ONCE):  # the sections are gone, so they end refused
        decisions.decide_batch(connection, waiting[start : start + AT_ONCE], now, Reference())
    return lost


def _revise_sections(connection: sa.Connection, term_id: int, new: Values, old: Values) -> None:
    """Other days move the classes of every section."""
    if any(new[name] != old[name] for name in ("first_day", "last_day", "holidays")):
        revised = sa.update(sections).where(sections.c.term_id == term_id)
        connection.execute(revised.values(revision=sections.c.revision + 1))


def _columns(term: NewTerm | TermDetail) -> Values:
    """What can change of a term, as its row has it: each holiday once and in order.

    Raises:
        Refused: `invalid_fields`, for days that make no term.
    """
    faults = faults_of(term.first_day, term.last_day, term.holidays)
    errors = [{"where": f"body.{where}", "message": message} for where, message in faults]
    if errors:
        raise Refused("invalid_fields", errors=errors)
    return {
        "name": term.name or term.code,
        "state": term.state,
        "first_day": term.first_day,
        "last_day": term.last_day,
        "holidays": [day.isoformat() for day in sorted(set(term.holidays))],
        "credit_minimum": hundredths_of(term.credit_minimum),
    }


def _real(connection: sa.Connection, code: str) -> TermDetail:
    found = detail(connection, code)
    if found.scratch:
        raise Refused("term_is_scratch", term=code)
    return found


def _give_up_seats(connection: sa.Connection, term_id: int, now: float) -> None:
    """Places on waitlists first, so that no seat goes to anybody else."""
    seats = one_of_each_set().join(sections, sections.c.id == enrolments.c.section_id)
    of_term = sa.select(sections.c.id).where(sections.c.term_id == term_id)
    found = [
        *once_each(connection, waitlist.c.section_id.in_(of_term)),
        *connection.execute(seats.where(sections.c.term_id == term_id)),
    ]
    orders = [
        Order(
            ticket_id=f"removed-{row.ticket_id}-{row.section_id}",
            number=BY_HAND,
            student_id=row.student_id,
            section_id=row.section_id,
            action=DROP,
            accepted_at=now,
        )
        for row in found
    ]
    cancelled = sa.update(sections).where(sections.c.term_id == term_id).values(state=CANCELLED)
    connection.execute(cancelled)  # no minimum of credits keeps anybody in what is taken away
    reference = Reference()
    for start in range(0, len(orders), AT_ONCE):
        decisions.decide_batch(connection, orders[start : start + AT_ONCE], now, reference)
