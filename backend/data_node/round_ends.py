"""Tells students who hold less than their minimum when a round that was for them is over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import sqlalchemy as sa

from backend.common.bulk import insert_rows
from backend.common.database import Database
from backend.common.notices import BelowNotice, NewNotices, SectionChanged
from backend.common.rounds import rule_of
from backend.data_node import credit_rules, feed, rounds
from backend.data_node.reference import reference_of
from backend.data_node.tables import below_notices, terms
from backend.data_node.tables import rounds as round_rows
from backend.domain.credits import credits_of
from backend.domain.ordering.priority import FIRST_COME

EVERY = 1.0  # seconds between two looks at the clock
_COLUMNS = ("student_id", "round_id", "at", "credits", "minimum")

log = logging.getLogger(__name__)


class RoundEnds:
    """The task of a data node; with several copies each may do it, once it is done.

    Args:
        clock: the time in Unix seconds.
    """

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Tell of what is over, for as long as this runs."""
        while True:
            await self.tell_due()
            await asyncio.sleep(EVERY)

    async def tell_due(self) -> None:
        """Tell of what is over now, also of what ended while nobody ran."""
        now = self._clock()
        for round_id in await self._database.read(due, now):
            told = await self._database.write(tell, round_id, now)
            log.info("%d students are below their minimum at the end of round %d", told, round_id)


def due(connection: sa.Connection, now: float) -> list[int]:
    """The rounds that are over, and drawn where they draw, of which nobody was told."""
    decided = sa.or_(round_rows.c.policy == FIRST_COME, round_rows.c.drawn_at.is_not(None))
    query = sa.select(round_rows.c.id).where(
        round_rows.c.closes_at <= now, round_rows.c.end_told.is_(False), decided
    )
    return list(connection.execute(query.order_by(round_rows.c.id)).scalars())


def tell(connection: sa.Connection, round_id: int, now: float) -> int:
    """Keep a notice for each student whom the round was for and who is below; how many."""
    if round_id not in due(connection, now):
        return 0
    view = rounds.get(connection, round_id)
    term = connection.execute(sa.select(terms).where(terms.c.code == view.term)).one()
    below = connection.execute(credit_rules.below(term)).all()
    reference = reference_of(connection)
    reference.bring_up_to_date(connection)
    reference.need_students(connection, [row.id for row in below])
    meant = [row for row in below if rule_of(view).is_for(reference.students[row.id])]
    rows = [(row.id, round_id, now, row.credits, row.minimum) for row in meant]
    connection.execute(sa.delete(below_notices).where(below_notices.c.round_id == round_id))
    insert_rows(connection, below_notices, _COLUMNS, rows)
    over = sa.update(round_rows).where(round_rows.c.id == round_id)
    connection.execute(over.values(end_told=True))
    if rows:
        event = SectionChanged(section_id=None, changed=[])
        feed.append(
            connection, feed.NOTICES, NewNotices(event=event, students=[r.id for r in meant])
        )
    return len(rows)


def unread(connection: sa.Connection, student_id: int) -> list[BelowNotice]:
    """Of which rounds a student has not read yet that the minimum was missed, oldest first."""
    query = (
        sa.select(below_notices, round_rows.c.name, terms.c.code, terms.c.name.label("term_name"))
        .join(round_rows, round_rows.c.id == below_notices.c.round_id)
        .join(terms, terms.c.id == round_rows.c.term_id)
        .where(below_notices.c.student_id == student_id)
        .order_by(below_notices.c.at, below_notices.c.round_id)
    )
    return [
        BelowNotice(
            round_id=row.round_id,
            round=row.name,
            term=row.term_name or row.code,
            at=row.at,
            credits=credits_of(row.credits) or 0,
            minimum=credits_of(row.minimum) or 0,
        )
        for row in connection.execute(query)
    ]


def read(connection: sa.Connection, student_id: int, round_ids: list[int]) -> None:
    """Forget what a student has read."""
    mine = sa.delete(below_notices).where(below_notices.c.student_id == student_id)
    connection.execute(mine.where(below_notices.c.round_id.in_(round_ids)))
