"""Shared and kept seats of sections over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import NodeDatabase, ServiceFrame, Staff
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
from backend.data_node import cross_listing, reserves

router = APIRouter(tags=["sections"])


@router.put(
    "/sections/{section_id}/cross-listing",
    summary="Let a section share seats with others",
    response_model=None,
    responses=errors(*STAFF_ONLY, *SHARING_REFUSALS),
    openapi_extra=documented(
        WantedListing, SectionView, takes_example=WANTED_LISTING_EXAMPLE, example=SECTION_EXAMPLE
    ),
)
async def put_listing(
    request: Request,
    database: NodeDatabase,
    frame: ServiceFrame,
    user: Staff,
    section_id: SectionId,
) -> Response:
    """One class that several courses list: each section keeps its own number of seats besides.

    Nobody can hold two of them. Replaces what the section shared before.
    """
    wanted = await read_body(request, WantedListing)
    now = frame.clock()
    return answer(await database.write(cross_listing.share, section_id, wanted, user, now))


@router.delete(
    "/sections/{section_id}/cross-listing",
    summary="End what a section shares with others",
    response_model=None,
    responses=errors(*STAFF_ONLY, "not_your_section", "no_such_section", "invalid_fields"),
    openapi_extra=documented(gives=SectionView, example=SECTION_EXAMPLE),
)
async def delete_listing(
    database: NodeDatabase, frame: ServiceFrame, user: Staff, section_id: SectionId
) -> Response:
    """For all sections that shared; doing it twice is the same as once."""
    return answer(await database.write(cross_listing.part, section_id, user, frame.clock()))


@router.put(
    "/sections/{section_id}/kept",
    summary="Keep seats of a section for some students",
    response_model=None,
    responses=errors(*STAFF_ONLY, *KEEPING_REFUSALS),
    openapi_extra=documented(
        WantedReserves, SectionView, takes_example=WANTED_RESERVES_EXAMPLE, example=SECTION_EXAMPLE
    ),
)
async def put_kept(
    request: Request,
    database: NodeDatabase,
    frame: ServiceFrame,
    user: Staff,
    section_id: SectionId,
) -> Response:
    """Replaces what was kept; an empty list keeps nothing. When its time is over the rest is free.

    Those who hold seats count for what is kept for them.
    """
    wanted = await read_body(request, WantedReserves)
    now = frame.clock()
    return answer(await database.write(reserves.keep, section_id, wanted, user, now))
