"""The student door's notices: changes of sections that the student holds."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Request, Response

from backend.common.bodies import JSON, documented, read_body
from backend.common.deps import ServiceFrame, Student, Token, showing
from backend.common.notices import NOTICES_EXAMPLE, READ_EXAMPLE, NoticeList, NoticesRead
from backend.common.service import errors
from backend.common.services import DATA
from backend.student_node.asking import NOT_LOGGED_IN

router = APIRouter(tags=["notices"])


@router.get(
    "/notices",
    summary="What I have not read yet",
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "role_not_allowed", "service_away"),
    openapi_extra=documented(gives=NoticeList, example=NOTICES_EXAMPLE),
)
async def get_notices(frame: ServiceFrame, student: Student) -> Response:
    """Changes of sections in which I hold a seat, oldest first, until I say that I read them."""
    found = await frame.client.get(DATA.name, f"/students/{student.person}/notices")
    return Response(found.raise_for_status().content, media_type=JSON)


@router.post(
    "/notices/read",
    summary="I have read these",
    status_code=204,
    response_model=None,
    responses=errors(
        *NOT_LOGGED_IN, "role_not_allowed", "invalid_fields", "bad_request", "service_away"
    ),
    openapi_extra=documented(NoticesRead, takes_example=READ_EXAMPLE),
)
async def post_read(
    request: Request, frame: ServiceFrame, student: Student, token: Token
) -> Response:
    """They do not come again, on no device."""
    read = await read_body(request, NoticesRead)
    path = f"/students/{student.person}/notices/read"
    done = await frame.client.post(
        DATA.name, path, content=msgspec.json.encode(read), headers=showing(token)
    )
    done.raise_for_status()
    return Response(status_code=204)
