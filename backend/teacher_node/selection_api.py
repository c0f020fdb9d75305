"""The line, for administrators: how long it is, pausing it, letting it move again."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import documented
from backend.common.deps import Administrator
from backend.common.parameters import STAFF_ONLY, After
from backend.common.selection import (
    FIGURES_EXAMPLE,
    PAUSE_EXAMPLE,
    STATE_EXAMPLE,
    LineFigures,
    LineState,
    WantedPause,
)
from backend.common.service import errors
from backend.common.services import QUEUE
from backend.teacher_node.forwarding import Forward, own

router = APIRouter(prefix="/selection", tags=["line"])


@router.get(
    "",
    summary="How long the line is and how fast it moves",
    response_model=None,
    responses=errors(*STAFF_ONLY, "service_away"),
    openapi_extra=documented(gives=LineState, example=STATE_EXAMPLE),
)
async def get_state(_user: Administrator, forward: Forward) -> Response:
    """`drain_per_s` is measured over the latest batches."""
    return await forward.get("/state", service=QUEUE.name)


@router.get(
    "/figures",
    summary="What the line did, second by second",
    response_model=None,
    responses=errors(*STAFF_ONLY, "invalid_fields", "service_away"),
    openapi_extra=documented(gives=LineFigures, example=FIGURES_EXAMPLE),
)
async def get_figures(_user: Administrator, forward: Forward, after: After = 0) -> Response:
    """Times are from acceptance to decision, by the queue node's clock."""
    return await forward.get("/figures", {"after": after}, service=QUEUE.name)


@router.post(
    "/pause",
    summary="Pause the line: requests are accepted, none is decided",
    response_model=None,
    responses=errors(*STAFF_ONLY, "bad_request", "invalid_fields", "service_away"),
    openapi_extra=documented(
        WantedPause, LineState, takes_example=PAUSE_EXAMPLE, example=STATE_EXAMPLE
    ),
)
async def pause(request: Request, _user: Administrator, forward: Forward) -> Response:
    """The batch under way is still decided. A pause outlives a restart; one that stands goes on."""
    body = await request.body()
    return own(await forward.call("POST", "/pause", service=QUEUE.name, content=body))


@router.post(
    "/resume",
    summary="Let the line move again",
    response_model=None,
    responses=errors(*STAFF_ONLY, "service_away"),
    openapi_extra={
        **documented(gives=LineState, example=STATE_EXAMPLE),
        "requestBody": {"required": False, "content": {"application/json": {"example": {}}}},
    },
)
async def resume(_user: Administrator, forward: Forward) -> Response:
    """In the recorded order. Without a pause nothing changes."""
    return own(await forward.call("POST", "/resume", service=QUEUE.name))
