"""The door for the other nodes: the public key and the feed of ended sessions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from backend.auth_node import examples
from backend.auth_node.office import AuthOffice
from backend.common.service import errors

router = APIRouter(prefix="/internal", tags=["internal"])


@router.get("/keys", summary="The keys that access tokens are signed with")
async def keys(office: AuthOffice) -> dict[str, list[dict[str, Any]]]:
    """As JSON Web Keys (RFC 7517), each with the `kid` that tokens name."""
    return {"keys": [office.signer.public]}


@router.get(
    "/feed",
    summary="Sessions that ended after a number, oldest first",
    responses={
        200: {"content": {"application/json": {"example": examples.ENDED}}},
        **errors("feed_gap", "invalid_fields"),
    },
)
async def feed(
    office: AuthOffice,
    after: Annotated[int, Query(ge=0, le=2**63 - 1, description="The number one has seen.")] = 0,
    wait: Annotated[float, Query(ge=0, le=60, description="Seconds to wait for an event.")] = 0,
) -> dict[str, Any]:
    """Waits for the next event if there is none; `last` is the number to ask after next.

    Events are kept as long as a token of the session could still count, until `until`.
    """
    return await office.ended.page(after, wait)
