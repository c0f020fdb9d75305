"""The numbered feed of changes, written in the transaction that makes the change."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from backend.common.database import take_numbers
from backend.common.errors import Refused
from backend.data_node.tables import counters, feed

KEPT = 50_000  # changes; a reader further behind loads the whole state again
LONGEST_PAGE = 1000  # changes an answer

SECTION = "section"
SEATS = "seats"
OUTCOMES = "outcomes"
STUDENT = "student"
CATALOGUE = "catalogue"
REFERENCE_KINDS = frozenset({SECTION, STUDENT, CATALOGUE})
"""Changes of what a decision only looks up; seats and outcomes are not among them."""


def append(connection: sa.Connection, kind: str, body: object) -> int:
    """Add one change and return its number.

    Kinds and bodies:
        section: `{"id": …}`, one section was created or its description changed.
        seats: `[[section, taken, ceiling], …]`, counts after the change.
        outcomes: a list of `Outcome`, decided together.
        student: `{"ids": […]}`, these students' records changed.
        catalogue: `{"term": …}`, much of a term changed; read it anew.
    """
    number = take_numbers(connection, counters, "feed", 1)
    encoded = msgspec.json.encode(body).decode()
    connection.execute(sa.insert(feed).values(number=number, kind=kind, body=encoded))
    if kind in REFERENCE_KINDS:
        take_numbers(connection, counters, "reference", 1)
    if number % LONGEST_PAGE == 0:
        connection.execute(sa.delete(feed).where(feed.c.number <= number - KEPT))
    return number


def last_number(connection: sa.Connection) -> int:
    """The number of the newest change, 0 before the first."""
    return _counter(connection, "feed")


def reference_number(connection: sa.Connection) -> int:
    """How many changes of `REFERENCE_KINDS` there were; as long as it stands, so do copies."""
    return _counter(connection, "reference")


def _counter(connection: sa.Connection, name: str) -> int:
    query = sa.select(counters.c.value).where(counters.c.name == name)
    return int(connection.execute(query).scalar_one())


def changes_after(connection: sa.Connection, after: int) -> list[dict[str, Any]]:
    """Up to `LONGEST_PAGE` changes after number `after`, oldest first.

    Raises:
        Refused: `feed_gap`, when some of them are no longer kept or `after` is not of this feed.
    """
    oldest: int | None = connection.execute(sa.select(sa.func.min(feed.c.number))).scalar_one()
    last = last_number(connection)
    if after > last or (after < last and (oldest is None or oldest > after + 1)):
        raise Refused("feed_gap", after=after)
    query = sa.select(feed).where(feed.c.number > after).order_by(feed.c.number)
    return [
        {"number": row.number, "kind": row.kind, "body": msgspec.Raw(row.body.encode())}
        for row in connection.execute(query.limit(LONGEST_PAGE))
    ]
