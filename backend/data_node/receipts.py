"""Receipts of outcomes: found in the decision log, signed with this node's own key."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from backend.common.errors import Refused
from backend.common.receipts import Receipt
from backend.common.secrets import RECEIPT_KEY, read_or_create
from backend.common.settings import Settings, SettingsError
from backend.common.signing import Signer, new_signing_key
from backend.data_node.reference import section_name
from backend.data_node.tables import courses, decision_log, outcomes, sections, terms
from backend.domain.waitlist import promotions_of


class _Body(msgspec.Struct):
    """What of an entry a receipt needs."""

    tickets: dict[str, list[Any]] = {}
    promoted: list[tuple[int, str, int, int, str]] = []


class _Place(NamedTuple):
    """Where a decision stands in the log; None for when the request was accepted, if not there."""

    log: int
    sequence: int
    hash: str
    accepted_at: float | None


def load_signer(settings: Settings) -> Signer:
    """The key that signs receipts; made where there is none.

    Raises:
        SettingsError: the file is damaged.
    """
    path = settings.data_path / RECEIPT_KEY
    try:
        return Signer(read_or_create(path, new_signing_key))
    except (ValueError, TypeError):
        raise SettingsError(
            f"{path} is damaged; bring it back from a backup: a new one could not vouch for"
            " receipts that students have"
        ) from None


def make(connection: sa.Connection, ticket_id: str, student_id: int) -> Receipt:
    """The receipt of the outcome of a student's own request.

    Who has waited and got a seat is told of the seat; of a plan with several of the newest.

    Raises:
        Refused: `no_receipt`, if it is not decided, is another's, or was before the log.
    """
    row = _outcome(connection, ticket_id, student_id)
    place = None if row is None else _find(connection, row.ticket_id, row.decided_at)
    if row is None or place is None:
        raise Refused("no_receipt")
    section, term = _names(connection, row.section_id)
    return Receipt(
        ticket_id=ticket_id,
        number=row.number,
        student_id=student_id,
        action=row.action,
        section_id=row.section_id,
        section=section,
        term=term,
        instead_of=row.instead_of,
        accepted_at=_accepted_at(connection, ticket_id, student_id, place, row.decided_at),
        decided_at=row.decided_at,
        outcome=row.outcome,
        code=row.code,
        log=place.log,
        sequence=place.sequence,
        hash=place.hash,
    )


def _accepted_at(
    connection: sa.Connection, ticket_id: str, student_id: int, place: _Place, otherwise: float
) -> float:
    """When a request was accepted; that of a promotion stands where it was put on the waitlist."""
    if place.accepted_at is not None:
        return place.accepted_at
    first = _outcome(connection, ticket_id, student_id, promoted=False)
    told = None if first is None else _find(connection, ticket_id, first.decided_at)
    return otherwise if told is None or told.accepted_at is None else told.accepted_at


def _outcome(
    connection: sa.Connection, ticket_id: str, student_id: int, *, promoted: bool = True
) -> sa.Row[Any] | None:
    ids = (ticket_id, *promotions_of(ticket_id)) if promoted else (ticket_id,)
    query = sa.select(outcomes).where(
        outcomes.c.ticket_id.in_(ids), outcomes.c.student_id == student_id
    )
    newest_first = (outcomes.c.decided_at.desc(), outcomes.c.ticket_id.desc())
    return connection.execute(query.order_by(*newest_first)).first()


def _find(connection: sa.Connection, ticket_id: str, decided_at: float) -> _Place | None:
    """The entry with a decision: one of those that were written at that moment."""
    query = sa.select(decision_log).where(decision_log.c.at == decided_at)
    for row in connection.execute(query):
        body = msgspec.json.decode(row.body, type=_Body)
        ids = body.tickets.get("ticket_id", [])
        if ticket_id in ids:
            accepted = body.tickets["accepted_at"][ids.index(ticket_id)]
            return _Place(row.term_id, row.sequence, row.hash, accepted)
        if any(promotion[1] == ticket_id for promotion in body.promoted):
            return _Place(row.term_id, row.sequence, row.hash, None)
    return None


def _names(connection: sa.Connection, section_id: int) -> tuple[str, str]:
    """Of a section and its term; "" where it was removed."""
    query = (
        sa.select(courses.c.code, sections.c.number, terms.c.code.label("term"))
        .select_from(sections)
        .join(courses, courses.c.id == sections.c.course_id)
        .join(terms, terms.c.id == sections.c.term_id)
        .where(sections.c.id == section_id)
    )
    row = connection.execute(query).one_or_none()
    return ("", "") if row is None else (section_name(row.code, row.number), row.term)
