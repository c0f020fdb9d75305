"""Reading the decision log: page by page, and its end."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from backend.common.dialects import member
from backend.common.errors import Refused
from backend.common.proof import LogEntry, LogHead, LogPage
from backend.data_node.tables import decision_log, terms
from backend.domain.proof_chain import FIRST

LARGEST_PAGE = 2_000_000  # characters of bodies; one that is longer comes alone
_ENTRY = tuple(
    decision_log.c["term_id" if name == "term" else name] for name in LogEntry.__struct_fields__
)


def page(connection: sa.Connection, code: str, after: int, limit: int) -> LogPage:
    """Entries of a term after the sequence number `after`, not too many for one answer.

    Raises:
        Refused: `no_such_term`.
    """
    term = _term(connection, code)
    query = (
        sa.select(*_ENTRY)
        .where(decision_log.c.term_id == term, decision_log.c.sequence > after)
        .order_by(decision_log.c.sequence)
        .limit(limit)
    )
    items: list[LogEntry] = []
    size = 0
    with connection.execute(query) as rows:
        for row in rows:
            size += len(row.body)
            if items and size > LARGEST_PAGE:
                return LogPage(items=items, after=items[-1].sequence)
            items.append(_entry(row))
    return LogPage(items=items, after=items[-1].sequence if len(items) == limit else None)


def head(connection: sa.Connection, code: str) -> LogHead:
    """The end of the log of a term.

    Raises:
        Refused: `no_such_term`.
    """
    term = _term(connection, code)
    query = (
        sa.select(decision_log.c.sequence, decision_log.c.hash)
        .where(decision_log.c.term_id == term)
        .order_by(decision_log.c.sequence.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    sequence, newest = (0, FIRST) if row is None else (row.sequence, row.hash)
    return LogHead(term=term, code=code, sequence=sequence, hash=newest)


def _entry(row: sa.Row[Any]) -> LogEntry:
    return LogEntry(**dict(zip(LogEntry.__struct_fields__, row, strict=True)))


def _term(connection: sa.Connection, code: str) -> int:
    """The id of a term; of one that was removed, from the first entry of its log."""
    found = connection.execute(sa.select(terms.c.id).where(terms.c.code == code)).scalar()
    if found is None:
        told = member(decision_log.c.body, "chain", "code")
        removed = sa.select(sa.func.max(decision_log.c.term_id)).where(
            decision_log.c.sequence == 1, told == code
        )
        found = connection.execute(removed).scalar()
    if found is None:
        raise Refused("no_such_term", term=code)
    return int(found)
