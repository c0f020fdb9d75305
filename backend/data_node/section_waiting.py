"""What a change of a section does to those who wait for it, as a preview and as the deed."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from backend.common.sections import ListedStudent, PassedOver, WaitlistEffects
from backend.common.tickets import Order
from backend.data_node import decisions
from backend.data_node.student_names import names_of
from backend.data_node.tables import by_hand, sections, waitlist
from backend.domain.eligibility import CANCELLED
from backend.domain.selection import BY_HAND, DROP
from backend.domain.waitlist_effects import list_effects

ENDED = "cancelled-"
WHY = "The section was cancelled."


def follow(
    connection: sa.Connection, section_id: int, by: str, now: float, *, only_look: bool = False
) -> WaitlistEffects:
    """Let the waitlist follow a change that is written: it gets what seats are free.

    That of a cancelled section ends, with an outcome for each who waits.

    Args:
        by: user name of who makes the change.
        only_look: work it out, and write nothing.
    """
    places = _places(connection, section_id)
    state = sa.select(sections.c.state).where(sections.c.id == section_id)
    ends = bool(places) and connection.execute(state).scalar_one() == CANCELLED
    orders = [_ending(row, section_id, now) for row in places] if ends else []
    book = decisions.settle(connection, [section_id], orders, now, only_look=only_look)
    if book is None:
        return WaitlistEffects(waiting=0)
    if orders and not only_look:
        rows = [{"ticket_id": one.ticket_id, "by": by, "reason": WHY} for one in orders]
        connection.execute(sa.insert(by_hand), rows)
    found = list_effects(book, section_id)
    known = names_of(connection, [row.student_id for row in places])

    def listed(ids: Iterable[int]) -> list[ListedStudent]:
        return [ListedStudent(id=i, username=known[i].username, name=known[i].name) for i in ids]

    return WaitlistEffects(
        waiting=len(places),
        promoted=listed(found.promoted),
        skipped=[
            PassedOver(
                id=student,
                username=known[student].username,
                name=known[student].name,
                code=no.code,
                detail=no.sentence,
                values=dict(no.values),
            )
            for student, no in found.skipped
        ],
        removed=listed(found.removed),
    )


def _places(connection: sa.Connection, section_id: int) -> list[sa.Row[str, int]]:
    query = sa.select(waitlist.c.ticket_id, waitlist.c.student_id)
    mine = query.where(waitlist.c.section_id == section_id).order_by(waitlist.c.place)
    return list(connection.execute(mine))


def _ending(place: sa.Row[str, int], section_id: int, now: float) -> Order:
    return Order(
        ticket_id=f"{ENDED}{place.ticket_id}-{section_id}",
        number=BY_HAND,
        student_id=place.student_id,
        section_id=section_id,
        action=DROP,
        accepted_at=now,
    )
