"""Holds on students, for administrators; the data node decides."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import documented
from backend.common.deps import Administrator, Limit, Offset
from backend.common.holds import (
    HOLD_EXAMPLE,
    HOLDS_EXAMPLE,
    NEW_HOLD_EXAMPLE,
    HoldPage,
    HoldView,
    NewHold,
    PlacedHolds,
)
from backend.common.parameters import PAGE, STAFF_ONLY, HeldStudent, HoldId, PastHolds
from backend.common.service import errors
from backend.common.transport import Params
from backend.teacher_node.forwarding import Forward, own

router = APIRouter(tags=["holds"])


@router.get(
    "/holds",
    summary="Holds on students",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_student", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=HoldPage, example=HOLDS_EXAMPLE),
)
async def get_holds(
    *,
    _user: Administrator,
    forward: Forward,
    student: HeldStudent = "",
    past: PastHolds = False,
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> Response:
    """The newest first; those that stand, unless asked for the past ones too."""
    wanted: Params = {"student": student, "past": past, "limit": limit, "offset": offset}
    return await forward.get("/holds", wanted)


@router.post(
    "/holds",
    summary="Place a hold on students",
    status_code=201,
    response_model=None,
    responses=errors(
        *STAFF_ONLY, "unknown_people", "invalid_fields", "bad_request", "service_away"
    ),
    openapi_extra=documented(
        NewHold,
        PlacedHolds,
        status=201,
        takes_example=NEW_HOLD_EXAMPLE,
        example=PlacedHolds([HOLD_EXAMPLE]),
    ),
)
async def post_hold(request: Request, _user: Administrator, forward: Forward) -> Response:
    """On all of them or none. While it stands they take and swap no seats; they may drop some."""
    return own(await forward.call("POST", "/holds", content=await request.body()))


@router.delete(
    "/holds/{hold_id}",
    summary="Lift a hold",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_hold", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=HoldView, example=HOLD_EXAMPLE),
)
async def delete_hold(hold_id: HoldId, _user: Administrator, forward: Forward) -> Response:
    """It is kept, with who lifted it; lifting it again changes nothing."""
    return own(await forward.call("DELETE", f"/holds/{hold_id}"))
