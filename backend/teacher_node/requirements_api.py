"""What courses require, for staff; the data node decides."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backend.common.bodies import documented
from backend.common.deps import Administrator, Staff
from backend.common.parameters import STAFF_ONLY, CourseId, NamedTerm
from backend.common.requirements import (
    REQUIREMENTS_EXAMPLE,
    SAVED_EXAMPLE,
    WANTED_EXAMPLE,
    CourseRequirements,
    RequirementList,
    SavedRequirements,
    WantedRequirements,
)
from backend.common.service import errors
from backend.teacher_node.forwarding import Forward, own

router = APIRouter(tags=["requirements"])


@router.get(
    "/terms/{code}/requirements",
    summary="The courses of a term that require something",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields", "service_away"),
    openapi_extra=documented(
        gives=RequirementList, example=RequirementList([REQUIREMENTS_EXAMPLE])
    ),
)
async def get_list(code: NamedTerm, _user: Staff, forward: Forward) -> Response:
    """By code. A course that is not here requires nothing, but cannot be repeated once passed."""
    return await forward.get(f"/terms/{quote(code, safe='')}/requirements")


@router.get(
    "/courses/{course_id}/requirements",
    summary="What a course requires",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_course", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=CourseRequirements, example=REQUIREMENTS_EXAMPLE),
)
async def get_one(course_id: CourseId, _user: Staff, forward: Forward) -> Response:
    """As it is offered in one term."""
    return await forward.get(f"/courses/{course_id}/requirements")


@router.put(
    "/courses/{course_id}/requirements",
    summary="Say what a course requires",
    response_model=None,
    responses=errors(
        *STAFF_ONLY,
        "no_such_course",
        "term_is_scratch",
        "invalid_fields",
        "bad_request",
        "service_away",
    ),
    openapi_extra=documented(
        WantedRequirements,
        SavedRequirements,
        takes_example=WANTED_EXAMPLE,
        example=SAVED_EXAMPLE,
    ),
)
async def put_one(
    request: Request, course_id: CourseId, _user: Administrator, forward: Forward
) -> Response:
    """It replaces what was required. What waits in line is decided by it; seats held stay."""
    path = f"/courses/{course_id}/requirements"
    return own(await forward.call("PUT", path, content=await request.body()))
