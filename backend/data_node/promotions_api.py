"""Who got a seat from a waitlist: a ticket that waits has ended, its seat has another outcome."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.bulk import fetch, listed
from backend.common.deps import NodeDatabase
from backend.common.dialects import among
from backend.common.parameters import PersonId
from backend.common.service import errors
from backend.common.tickets import Promotion, Promotions, Waited
from backend.data_node.tables import outcomes
from backend.domain.waitlist import PROMOTED, promotions_of

_OF_TICKETS = sa.select(outcomes.c.ticket_id, outcomes.c.decided_at, outcomes.c.instead_of).where(
    among(outcomes.c.ticket_id, "ids"), outcomes.c.student_id == sa.bindparam("student")
)
_TICKET = "0000000004b2a1b2c3d4e5f6"

router = APIRouter(tags=["waitlists"])


@router.post(
    "/students/{student_id}/promotions",
    summary="Which tickets got a seat from a waitlist",
    response_model=None,
    responses=errors("caller_not_internal", "invalid_fields", "bad_request"),
    openapi_extra=documented(
        Waited,
        Promotions,
        takes_example=Waited([_TICKET]),
        example=Promotions({_TICKET: Promotion(at=1_900_000_000.25)}),
    ),
)
async def post_promotions(
    request: Request, database: NodeDatabase, student_id: PersonId
) -> Response:
    """Of the student's own; those that still wait, or have left, are not among them."""
    body = await read_body(request, Waited)
    return answer(await database.read(promotions, student_id, body.tickets))


def promotions(connection: sa.Connection, student_id: int, tickets: Sequence[str]) -> Promotions:
    """Those of the tickets that got a seat, and when; of a plan with several the newest."""
    ids = listed([each for ticket in tickets for each in promotions_of(ticket)])
    rows = fetch(connection, _OF_TICKETS, ("ids", "student"), (ids, student_id))
    return Promotions(
        {
            ticket.partition(PROMOTED)[0]: Promotion(at=at, instead_of=given)
            for ticket, at, given in sorted(rows, key=itemgetter(1))
        }
    )
