"""Students' calendars over HTTP; the student door asks for them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.calendars import (
    FACTS_EXAMPLE,
    NEW_FEED_EXAMPLE,
    STATE_EXAMPLE,
    CalendarFacts,
    FeedState,
    NewFeed,
)
from backend.common.deps import NodeDatabase, ServiceFrame
from backend.common.parameters import STAFF_ONLY, PersonId
from backend.common.service import errors
from backend.data_node import calendars
from backend.data_node.own import OwnRecord

router = APIRouter(tags=["calendars"])
DigestPath = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="SHA-256 of the secret.")]


@router.get(
    "/students/{student_id}/calendar",
    summary="What a student's calendar is made of",
    response_model=None,
    responses=errors("caller_not_internal", "invalid_fields"),
    openapi_extra=documented(gives=CalendarFacts, example=FACTS_EXAMPLE),
)
async def get_calendar(database: NodeDatabase, student_id: PersonId) -> Response:
    """The sections held, with how often they changed, and their terms."""
    return answer(await database.read(calendars.held, student_id))


@router.get(
    "/calendar-feeds/{digest}",
    summary="The calendar at a secret address",
    response_model=None,
    responses=errors("caller_not_internal", "no_such_calendar", "invalid_fields"),
    openapi_extra=documented(gives=CalendarFacts, example=FACTS_EXAMPLE),
)
async def get_at_address(database: NodeDatabase, digest: DigestPath) -> Response:
    """Of students whose record is active."""
    return answer(await database.read(calendars.at_address, digest))


@router.get(
    "/students/{student_id}/calendar-feed",
    summary="Whether a student's calendar has an address",
    response_model=None,
    responses=errors("caller_not_internal", "invalid_fields"),
    openapi_extra=documented(gives=FeedState, example=STATE_EXAMPLE),
)
async def get_feed(database: NodeDatabase, student_id: PersonId) -> Response:
    """Since when; the address itself is not kept."""
    return answer(await database.read(calendars.state, student_id))


@router.put(
    "/students/{student_id}/calendar-feed",
    summary="Give a student's calendar a new address",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_student", "invalid_fields", "bad_request"),
    openapi_extra=documented(
        NewFeed, FeedState, takes_example=NEW_FEED_EXAMPLE, example=STATE_EXAMPLE
    ),
)
async def put_feed(
    request: Request, database: NodeDatabase, frame: ServiceFrame, student_id: OwnRecord
) -> Response:
    """The one before ends. Only the student asks for it."""
    new = await read_body(request, NewFeed)
    return answer(await database.write(calendars.replace, student_id, new.digest, frame.clock()))


@router.delete(
    "/students/{student_id}/calendar-feed",
    summary="End the address of a student's calendar",
    status_code=204,
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_student", "invalid_fields"),
)
async def delete_feed(database: NodeDatabase, student_id: OwnRecord) -> Response:
    """Without one nothing happens. Only the student asks for it."""
    await database.write(calendars.revoke, student_id)
    return Response(status_code=204)
