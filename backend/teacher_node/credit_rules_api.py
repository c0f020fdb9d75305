"""The bounds of students' credits, for administrators; the data node decides."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backend.common.bodies import documented
from backend.common.credit_rules import (
    BELOW_EXAMPLE,
    RULES_CHANGE_EXAMPLE,
    RULES_EXAMPLE,
    BelowMinimumPage,
    CreditRules,
    CreditRulesChange,
)
from backend.common.deps import Administrator, Limit, Offset
from backend.common.parameters import PAGE, STAFF_ONLY, NamedTerm, PathStudent
from backend.common.service import errors
from backend.teacher_node.forwarding import LONG_TIMEOUT, Forward, own

router = APIRouter(tags=["credits"])


@router.get(
    "/students/{student}/credits",
    summary="How many credits a student may hold and has to keep",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_student", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=CreditRules, example=RULES_EXAMPLE),
)
async def get_rules(student: PathStudent, _user: Administrator, forward: Forward) -> Response:
    """Credits a term."""
    return await forward.get(_path(student))


@router.patch(
    "/students/{student}/credits",
    summary="Change how many credits a student may hold and has to keep",
    response_model=None,
    responses=errors(
        *STAFF_ONLY, "no_such_student", "invalid_fields", "bad_request", "service_away"
    ),
    openapi_extra=documented(
        CreditRulesChange,
        CreditRules,
        takes_example=RULES_CHANGE_EXAMPLE,
        example=RULES_EXAMPLE,
    ),
)
async def patch_rules(
    request: Request, student: PathStudent, _user: Administrator, forward: Forward
) -> Response:
    """What is left out stays; a minimum of null is what each term says."""
    body = await request.body()
    return own(await forward.call("PATCH", _path(student), content=body))


@router.get(
    "/terms/{code}/below-minimum",
    summary="Who holds fewer credits of a term than the minimum",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=BelowMinimumPage, example=BELOW_EXAMPLE),
)
async def get_below_minimum(
    *,
    code: NamedTerm,
    _user: Administrator,
    forward: Forward,
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> Response:
    """Active students by name, those without any section too."""
    path = f"/terms/{quote(code, safe='')}/below-minimum"
    params = {"limit": limit, "offset": offset}
    return await forward.get(path, params, timeout=LONG_TIMEOUT)


def _path(student: str) -> str:
    return f"/students/{quote(student, safe='')}/credits"
