"""What a draw decided, for whoever wants to draw again and compare."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from backend.common.rounds import DrawnRequest, DrawResult
from backend.common.tickets import Order, parts_from_text
from backend.data_node import rounds
from backend.data_node.tables import courses, outcomes, sections, staged

_REQUESTS = (
    sa.select(
        staged.c.body,
        staged.c.rank,
        staged.c.place,
        outcomes.c.outcome,
        outcomes.c.code,
        outcomes.c.parts,
        courses.c.code.label("course"),
        sections.c.number.label("section"),
    )
    .join(outcomes, outcomes.c.ticket_id == staged.c.ticket_id)
    .outerjoin(sections, sections.c.id == outcomes.c.section_id)
    .outerjoin(courses, courses.c.id == sections.c.course_id)
    .where(staged.c.place.is_not(None))
    .order_by(staged.c.place)
)


def page(connection: sa.Connection, round_id: int, after: int, limit: int) -> DrawResult:
    """The requests of a draw in its order, after place `after`.

    Raises:
        Refused: `no_such_round`.
    """
    view = rounds.get(connection, round_id)
    of_round = staged.c.round_id == round_id
    wanted = _REQUESTS.where(of_round, staged.c.place > after).limit(limit)
    items = [_request(row) for row in connection.execute(wanted).mappings()]
    how_many = sa.select(sa.func.count(staged.c.place)).where(of_round)
    return DrawResult(
        round=view,
        waiting=rounds.count_waiting(connection, round_id),
        drawn=connection.execute(how_many).scalar_one(),
        items=items,
        after=items[-1].place if len(items) == limit else None,
    )


def _request(row: sa.RowMapping) -> DrawnRequest:
    order = msgspec.json.decode(row["body"], type=Order)
    return DrawnRequest(
        ticket_id=order.ticket_id,
        number=order.number,
        student_id=order.student_id,
        section_id=order.section_id,
        course=row["course"],
        section=row["section"],
        action=order.action,
        instead_of=order.instead_of,
        accepted_at=order.accepted_at,
        rank=row["rank"],
        place=row["place"],
        outcome=row["outcome"],
        code=row["code"],
        plan=order.plan,
        parts=parts_from_text(row["parts"]),
    )
