"""What students have not read yet, over HTTP; the student door asks for them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import NodeDatabase
from backend.common.notices import NOTICES_EXAMPLE, READ_EXAMPLE, NoticeList, NoticesRead
from backend.common.parameters import STAFF_ONLY, PersonId
from backend.common.service import errors
from backend.data_node import notices, round_ends
from backend.data_node.own import OwnRecord

router = APIRouter(tags=["notices"])


@router.get(
    "/students/{student_id}/notices",
    summary="What a student has not read yet",
    response_model=None,
    responses=errors("caller_not_internal", "invalid_fields"),
    openapi_extra=documented(gives=NoticeList, example=NOTICES_EXAMPLE),
)
async def get_notices(database: NodeDatabase, student_id: PersonId) -> Response:
    """Changes of sections in which the student held a seat, and rounds that ended below minimum."""
    found = await database.read(notices.unread, student_id)
    found.below = await database.read(round_ends.unread, student_id)
    return answer(found)


@router.post(
    "/students/{student_id}/notices/read",
    summary="Say what a student has read",
    status_code=204,
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_student", "invalid_fields", "bad_request"),
    openapi_extra=documented(NoticesRead, takes_example=READ_EXAMPLE),
)
async def post_read(request: Request, database: NodeDatabase, student_id: OwnRecord) -> Response:
    """They are forgotten; ids of others and of none do nothing. Only the student says so."""
    body = await read_body(request, NoticesRead)
    await database.write(notices.read, student_id, body.ids)
    if body.rounds:
        await database.write(round_ends.read, student_id, body.rounds)
    return Response(status_code=204)
