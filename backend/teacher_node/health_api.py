"""How all nodes are, for administrators: the browser sees only those with a door."""

from __future__ import annotations

from fastapi import APIRouter, Response

from backend.common.bodies import answer, documented
from backend.common.copies import NodeCopies, NodeCopy, Process, ask_copies
from backend.common.deps import Administrator, ServiceFrame
from backend.common.parameters import STAFF_ONLY
from backend.common.service import errors
from backend.common.services import SERVICES

router = APIRouter(tags=["health"])


@router.get(
    "/nodes",
    summary="How every copy of every node is",
    response_model=None,
    responses=errors(*STAFF_ONLY, "service_away"),
    openapi_extra=documented(
        gives=NodeCopies,
        example=NodeCopies(
            items=[
                NodeCopy(
                    service="data_node",
                    address="unix:///run/course-selection/data_node.sock",
                    word="online",
                    trouble={},
                    process=Process(memory=96_468_992, uptime_s=86_400),
                )
            ]
        ),
    ),
)
async def get_nodes(_user: Administrator, frame: ServiceFrame) -> Response:
    """Asked side by side; one that is away is offline after a second and holds up nobody."""
    return answer(NodeCopies(items=await ask_copies(frame.client, SERVICES)))
