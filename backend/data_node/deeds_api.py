"""What staff did, for the audit log of the auth node."""

from __future__ import annotations

from fastapi import APIRouter, Response

from backend.common.bodies import answer, documented
from backend.common.deeds import DEED_EXAMPLE, PATH, Deeds
from backend.common.deps import NodeDatabase
from backend.common.parameters import After
from backend.common.service import errors
from backend.data_node import deeds

router = APIRouter(tags=["feed"])


@router.get(
    PATH,
    summary="What staff did after a number, oldest first",
    response_model=None,
    responses=errors("caller_not_internal", "invalid_fields"),
    openapi_extra=documented(gives=Deeds, example=Deeds([DEED_EXAMPLE], 12)),
)
async def get_deeds(database: NodeDatabase, after: After = 0) -> Response:
    """Kept for ever; `last` is lower than `after` only if an older copy was put back."""
    return answer(await database.read(deeds.after, after))
