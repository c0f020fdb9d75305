"""Permits over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import NodeDatabase, ServiceFrame, Staff
from backend.common.parameters import STAFF_ONLY, PermitId, SectionId
from backend.common.permits import (
    GRANT_REFUSALS,
    NEW_PERMIT_EXAMPLE,
    PERMIT_EXAMPLE,
    PERMITS_EXAMPLE,
    NewPermit,
    PermitList,
    PermitView,
)
from backend.common.service import errors
from backend.data_node import permit_grants
from backend.data_node.doer import ByWhom

router = APIRouter(tags=["permits"])


@router.get(
    "/sections/{section_id}/permits",
    summary="Exceptions granted in a section",
    response_model=None,
    responses=errors(*STAFF_ONLY, "not_your_section", "no_such_section", "invalid_fields"),
    openapi_extra=documented(gives=PermitList, example=PERMITS_EXAMPLE),
)
async def get_permits(
    section_id: SectionId, user: Staff, database: NodeDatabase, frame: ServiceFrame
) -> Response:
    """The newest first, also those that are used, revoked or run out."""
    now, time_zone = frame.clock(), frame.settings.campus_time_zone
    items = await database.read(permit_grants.of_section, section_id, user, now)
    return answer(PermitList(items=items, now=now, time_zone=time_zone))


@router.post(
    "/sections/{section_id}/permits",
    summary="Grant one student an exception",
    status_code=201,
    response_model=None,
    responses=errors(*STAFF_ONLY, *GRANT_REFUSALS),
    openapi_extra=documented(
        NewPermit,
        PermitView,
        status=201,
        takes_example=NEW_PERMIT_EXAMPLE,
        example=PERMIT_EXAMPLE,
    ),
)
async def post_permit(
    request: Request,
    section_id: SectionId,
    doer: ByWhom,
    database: NodeDatabase,
) -> Response:
    """It is used by the student's next request for the section, or by hand, if that needs it.

    With `over_capacity` the section has one seat more, for as long as the student holds it.
    """
    new = await read_body(request, NewPermit)
    made = await database.write(permit_grants.grant, section_id, new, doer)
    return answer(made, status=201)


@router.delete(
    "/permits/{permit_id}",
    summary="Revoke an exception that nobody has used",
    response_model=None,
    responses=errors(
        *STAFF_ONLY, "not_your_section", "no_such_permit", "permit_used", "invalid_fields"
    ),
    openapi_extra=documented(gives=PermitView, example=PERMIT_EXAMPLE),
)
async def delete_permit(permit_id: PermitId, doer: ByWhom, database: NodeDatabase) -> Response:
    """Revoking it twice is the same as once."""
    return answer(await database.write(permit_grants.revoke, permit_id, doer))
