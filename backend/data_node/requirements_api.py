"""What courses require, over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator, NodeDatabase, Staff
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
from backend.data_node import requirements

router = APIRouter(tags=["requirements"])


@router.get(
    "/terms/{code}/requirements",
    summary="The courses of a term that require something",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields"),
    openapi_extra=documented(
        gives=RequirementList, example=RequirementList([REQUIREMENTS_EXAMPLE])
    ),
)
async def get_list(code: NamedTerm, _user: Staff, database: NodeDatabase) -> Response:
    """By code. A course that is not here requires nothing, but cannot be repeated once passed."""
    return answer(RequirementList(await database.read(requirements.of_term, code)))


@router.get(
    "/courses/{course_id}/requirements",
    summary="What a course requires",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_course", "invalid_fields"),
    openapi_extra=documented(gives=CourseRequirements, example=REQUIREMENTS_EXAMPLE),
)
async def get_one(course_id: CourseId, _user: Staff, database: NodeDatabase) -> Response:
    """As it is offered in one term."""
    return answer(await database.read(requirements.get, course_id))


@router.put(
    "/courses/{course_id}/requirements",
    summary="Say what a course requires",
    response_model=None,
    responses=errors(
        *STAFF_ONLY, "no_such_course", "term_is_scratch", "invalid_fields", "bad_request"
    ),
    openapi_extra=documented(
        WantedRequirements,
        SavedRequirements,
        takes_example=WANTED_EXAMPLE,
        example=SAVED_EXAMPLE,
    ),
)
async def put_one(
    request: Request, course_id: CourseId, _user: Administrator, database: NodeDatabase
) -> Response:
    """It replaces what was required. What waits in line is decided by it; seats held stay."""
    wanted = await read_body(request, WantedRequirements)
    return answer(await database.write(requirements.put, course_id, wanted))
