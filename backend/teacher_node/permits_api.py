"""Permits at the staff door."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import documented
from backend.common.deps import Staff
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
from backend.teacher_node.forwarding import Forward, own

router = APIRouter(tags=["permits"])


@router.get(
    "/sections/{section_id}/permits",
    summary="Exceptions granted in a section",
    response_model=None,
    responses=errors(
        *STAFF_ONLY, "not_your_section", "no_such_section", "invalid_fields", "service_away"
    ),
    openapi_extra=documented(gives=PermitList, example=PERMITS_EXAMPLE),
)
async def get_permits(section_id: SectionId, _user: Staff, forward: Forward) -> Response:
    """The newest first, also those that are used, revoked or run out."""
    return await forward.get(f"/sections/{section_id}/permits")


@router.post(
    "/sections/{section_id}/permits",
    summary="Grant one student an exception",
    status_code=201,
    response_model=None,
    responses=errors(*STAFF_ONLY, *GRANT_REFUSALS, "service_away"),
    openapi_extra=documented(
        NewPermit,
        PermitView,
        status=201,
        takes_example=NEW_PERMIT_EXAMPLE,
        example=PERMIT_EXAMPLE,
    ),
)
async def post_permit(
    request: Request, section_id: SectionId, _user: Staff, forward: Forward
) -> Response:
    """It is used by the student's next request for the section, or by hand, if that needs it.

    With `over_capacity` the section has one seat more, for as long as the student holds it.
    """
    path = f"/sections/{section_id}/permits"
    return own(await forward.call("POST", path, content=await request.body()))


@router.delete(
    "/permits/{permit_id}",
    summary="Revoke an exception that nobody has used",
    response_model=None,
    responses=errors(
        *STAFF_ONLY,
        "not_your_section",
        "no_such_permit",
        "permit_used",
        "invalid_fields",
        "service_away",
    ),
    openapi_extra=documented(gives=PermitView, example=PERMIT_EXAMPLE),
)
async def delete_permit(permit_id: PermitId, _user: Staff, forward: Forward) -> Response:
    """Revoking it twice is the same as once."""
    return own(await forward.call("DELETE", f"/permits/{permit_id}"))
