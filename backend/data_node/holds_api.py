"""Holds on students over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator, Limit, NodeDatabase, Offset, ServiceFrame
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
from backend.data_node import holds

router = APIRouter(tags=["holds"])


@router.get(
    "/holds",
    summary="Holds on students",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_student", "invalid_fields"),
    openapi_extra=documented(gives=HoldPage, example=HOLDS_EXAMPLE),
)
async def get_holds(
    *,
    _user: Administrator,
    database: NodeDatabase,
    frame: ServiceFrame,
    student: HeldStudent = "",
    past: PastHolds = False,
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> Response:
    """The newest first; those that stand, unless asked for the past ones too."""
    found = await database.read(
        holds.page,
        student,
        limit,
        offset,
        past=past,
        now=frame.clock(),
        time_zone=frame.settings.campus_time_zone,
    )
    return answer(found)


@router.post(
    "/holds",
    summary="Place a hold on students",
    status_code=201,
    response_model=None,
    responses=errors(*STAFF_ONLY, "unknown_people", "invalid_fields", "bad_request"),
    openapi_extra=documented(
        NewHold,
        PlacedHolds,
        status=201,
        takes_example=NEW_HOLD_EXAMPLE,
        example=PlacedHolds([HOLD_EXAMPLE]),
    ),
)
async def post_hold(
    request: Request, user: Administrator, database: NodeDatabase, frame: ServiceFrame
) -> Response:
    """On all of them or none. While it stands they take and swap no seats; they may drop some."""
    new = await read_body(request, NewHold)
    made = await database.write(holds.place, new, user.username, frame.clock())
    return answer(PlacedHolds(made), status=201)


@router.delete(
    "/holds/{hold_id}",
    summary="Lift a hold",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_hold", "invalid_fields"),
    openapi_extra=documented(gives=HoldView, example=HOLD_EXAMPLE),
)
async def delete_hold(
    hold_id: HoldId, user: Administrator, database: NodeDatabase, frame: ServiceFrame
) -> Response:
    """It is kept, with who lifted it; lifting it again changes nothing."""
    return answer(await database.write(holds.lift, hold_id, user.username, frame.clock()))
