"""The numbered feed of changes, written in the transaction that makes the change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from backend.common.bulk import fetch, insert_rows, run_rows
from backend.common.database import take_numbers
from backend.common.errors import Refused
from backend.common.parameters import LARGEST_ID
from backend.data_node.tables import counters, feed

KEPT = 50_000  # changes; a reader further behind loads the whole state again
LONGEST_PAGE = 1000  # changes an answer

SECTION = "section"
SEATS = "seats"
OUTCOMES = "outcomes"
STUDENT = "student"
CATALOGUE = "catalogue"
NOTICES = "notices"
ROUNDS = "rounds"
RESERVES = "reserves"
PERMITS = "permits"
REQUIREMENTS = "requirements"
WAITLISTS = "waitlists"
REFERENCE_KINDS = frozenset({SECTION, STUDENT, CATALOGUE, ROUNDS, PERMITS, REQUIREMENTS})
"""Changes of what a decision only looks up; seats and outcomes are not among them."""


Change = tuple[str, object]
"""Its kind and its body."""

_OLD = sa.delete(feed).where(feed.c.number <= sa.bindparam("last"))
_COUNTER = sa.select(counters.c.value).where(counters.c.name == sa.bindparam("counter"))
_AFTER = (
    sa.select(feed.c.number, feed.c.kind, feed.c.body)
    .where(feed.c.number > sa.bindparam("after"), feed.c.number <= sa.bindparam("last"))
    .order_by(feed.c.number)
)


def append(connection: sa.Connection, kind: str, body: object) -> int:
    """Add one change and return its number.

    Kinds and bodies:
        section: `{"id": …}`, one section was created or its description changed.
        seats: `[[section, taken, ceiling], …]`, counts after the change.
        outcomes: a list of `Outcome`, decided together.
        student: `{"ids": […]}`, these students' records changed.
        catalogue: `{"term": …}`, much of a term changed; read it anew.
        rounds: `RoundsOfTerm`, all rounds of a term of which one changed.
        permits: `PermitsChanged`, these students were granted a permit, or one was revoked.
        requirements: `CourseRequirements`, what a course requires now.
        waitlists: a list of `SectionWaitlist`, those that changed.
        reserves: `[[section, reserve, taken], …]`, how many hold seats of those kept for them.
        notices: a `NewNotices`, some students have a new notice.
    """
    return append_all(connection, [(kind, body)])


def append_all(connection: sa.Connection, changes: Sequence[Change]) -> int:
    """Add changes, at least one, in their order; the number of the last. Kinds as in `append`."""
    first = take_numbers(connection, counters, "feed", len(changes))
    rows = [
        (number, kind, msgspec.json.encode(body).decode())
        for number, (kind, body) in enumerate(changes, first)
    ]
    insert_rows(connection, feed, ("number", "kind", "body"), rows)
    last = rows[-1][0]
    if not REFERENCE_KINDS.isdisjoint(kind for kind, _ in changes):
        take_numbers(connection, counters, "reference", 1)
    if last % LONGEST_PAGE < len(changes):
        run_rows(connection, _OLD, ("last",), [(last - KEPT,)])
    return last


def last_number(connection: sa.Connection) -> int:
    """The number of the newest change, 0 before the first."""
    return _counter(connection, "feed")


def reference_number(connection: sa.Connection) -> int:
    """How many changes of `REFERENCE_KINDS` there were; as long as it stands, so do copies."""
    return _counter(connection, "reference")


def _counter(connection: sa.Connection, name: str) -> int:
    ((value,),) = fetch(connection, _COUNTER, ("counter",), (name,))
    return int(value)


def changes_after(connection: sa.Connection, after: int) -> list[dict[str, Any]]:
    """Up to `LONGEST_PAGE` changes after number `after`, oldest first.

    Raises:
        Refused: `feed_gap`, when some of them are no longer kept or `after` is not of this feed.
    """
    last = min(after + LONGEST_PAGE, LARGEST_ID)
    rows = fetch(connection, _AFTER, ("after", "last"), (after, last))
    next_kept = rows[0][0] if rows else last_number(connection) + 1
    if next_kept != after + 1:  # those that are kept have no gap among themselves
        raise Refused("feed_gap", after=after)
    return [
        {"number": number, "kind": kind, "body": msgspec.Raw(body.encode())}
        for number, kind, body in rows
    ]
