"""The student door's academic record: what the student took before, to read only."""

from __future__ import annotations

from fastapi import APIRouter, Response

from backend.common.bodies import JSON, documented
from backend.common.deps import ServiceFrame, Student, Token, showing
from backend.common.history import HISTORY_EXAMPLE, History
from backend.common.service import errors
from backend.common.services import DATA
from backend.student_node.asking import NOT_LOGGED_IN

router = APIRouter(tags=["history"])


@router.get(
    "/history",
    summary="What I took before",
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "role_not_allowed", "no_such_student", "service_away"),
    openapi_extra=documented(gives=History, example=HISTORY_EXAMPLE),
)
async def get_history(frame: ServiceFrame, student: Student, token: Token) -> Response:
    """By course and term, with grades and credits, and how many credits I have earned."""
    path = f"/students/{student.person}/history"
    found = await frame.client.get(DATA.name, path, headers=showing(token))
    return Response(found.raise_for_status().content, media_type=JSON)
