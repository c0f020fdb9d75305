"""Shared and kept seats of sections, for staff; the data node decides."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import documented
from backend.common.deps import Staff
from backend.common.models import SECTION_EXAMPLE, SectionView
from backend.common.parameters import STAFF_ONLY, SectionId
from backend.common.service import errors
from backend.common.shared_seats import (
    KEEPING_REFUSALS,
    SHARING_REFUSALS,
    WANTED_LISTING_EXAMPLE,
    WANTED_RESERVES_EXAMPLE,
    WantedListing,
    WantedReserves,
)
from backend.teacher_node.forwarding import Forward, own

router = APIRouter(tags=["sections"])


@router.put(
    "/sections/{section_id}/cross-listing",
    summary="Let a section share seats with others",
    response_model=None,
    responses=errors(*STAFF_ONLY, *SHARING_REFUSALS, "service_away"),
    openapi_extra=documented(
        WantedListing, SectionView, takes_example=WANTED_LISTING_EXAMPLE, example=SECTION_EXAMPLE
    ),
)
async def put_listing(
    request: Request, _user: Staff, forward: Forward, section_id: SectionId
) -> Response:
    """One class that several courses list: each section keeps its own number of seats besides.

    Nobody can hold two of them. Replaces what the section shared before.
    """
    body = await request.body()
    return own(await forward.call("PUT", f"/sections/{section_id}/cross-listing", content=body))


@router.delete(
    "/sections/{section_id}/cross-listing",
    summary="End what a section shares with others",
    response_model=None,
    responses=errors(
        *STAFF_ONLY, "not_your_section", "no_such_section", "invalid_fields", "service_away"
    ),
    openapi_extra=documented(gives=SectionView, example=SECTION_EXAMPLE),
)
async def delete_listing(_user: Staff, forward: Forward, section_id: SectionId) -> Response:
    """For all sections that shared; doing it twice is the same as once."""
    return own(await forward.call("DELETE", f"/sections/{section_id}/cross-listing"))


@router.put(
    "/sections/{section_id}/kept",
    summary="Keep seats of a section for some students",
    response_model=None,
    responses=errors(*STAFF_ONLY, *KEEPING_REFUSALS, "service_away"),
    openapi_extra=documented(
        WantedReserves, SectionView, takes_example=WANTED_RESERVES_EXAMPLE, example=SECTION_EXAMPLE
    ),
)
async def put_kept(
    request: Request,
    section_id: SectionId,
    _user: Staff,
    forward: Forward,
) -> Response:
    """Replaces what was kept; an empty list keeps nothing. When its time is over the rest is free.

    Those who hold seats count for what is kept for them.
    """
    body = await request.body()
    return own(await forward.call("PUT", f"/sections/{section_id}/kept", content=body))
