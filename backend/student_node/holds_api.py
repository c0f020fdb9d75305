"""The student door's holds: what keeps a student from taking seats, and whom to ask."""

from __future__ import annotations

from fastapi import APIRouter, Response

from backend.common.bodies import answer, documented
from backend.common.deps import ServiceFrame, Student
from backend.common.holds import OWN_HOLDS_EXAMPLE, OwnHolds
from backend.common.service import errors
from backend.student_node.asking import NOT_LOGGED_IN, TheDesk

router = APIRouter(tags=["holds"])


@router.get(
    "/holds",
    summary="What keeps me from taking seats",
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "role_not_allowed", "no_such_student", "service_away"),
    openapi_extra=documented(gives=OwnHolds, example=OWN_HOLDS_EXAMPLE),
)
async def get_holds(desk: TheDesk, frame: ServiceFrame, student: Student) -> Response:
    """The holds that stand, the oldest first; without any I may take seats."""
    items = await desk.holds_of(student.person, frame.clock())
    return answer(OwnHolds(items=items, time_zone=frame.settings.campus_time_zone))
