"""The bounds of students' credits over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.credit_rules import (
    BELOW_EXAMPLE,
    RULES_CHANGE_EXAMPLE,
    RULES_EXAMPLE,
    BelowMinimumPage,
    CreditRules,
    CreditRulesChange,
)
from backend.common.deps import Administrator, Limit, NodeDatabase, Offset
from backend.common.parameters import PAGE, STAFF_ONLY, NamedTerm, PathStudent
from backend.common.service import errors
from backend.data_node import credit_rules

router = APIRouter(tags=["credits"])


@router.get(
    "/students/{student}/credits",
    summary="How many credits a student may hold and has to keep",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_student", "invalid_fields"),
    openapi_extra=documented(gives=CreditRules, example=RULES_EXAMPLE),
)
async def get_rules(student: PathStudent, _user: Administrator, database: NodeDatabase) -> Response:
    """Credits a term."""
    return answer(await database.read(credit_rules.of_student, student))


@router.patch(
    "/students/{student}/credits",
    summary="Change how many credits a student may hold and has to keep",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_student", "invalid_fields", "bad_request"),
    openapi_extra=documented(
        CreditRulesChange,
        CreditRules,
        takes_example=RULES_CHANGE_EXAMPLE,
        example=RULES_EXAMPLE,
    ),
)
async def patch_rules(
    request: Request, student: PathStudent, _user: Administrator, database: NodeDatabase
) -> Response:
    """What is left out stays; a minimum of null is what each term says."""
    wanted = await read_body(request, CreditRulesChange)
    return answer(await database.write(credit_rules.change, student, wanted))


@router.get(
    "/terms/{code}/below-minimum",
    summary="Who holds fewer credits of a term than the minimum",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields"),
    openapi_extra=documented(gives=BelowMinimumPage, example=BELOW_EXAMPLE),
)
async def get_below_minimum(
    *,
    code: NamedTerm,
    _user: Administrator,
    database: NodeDatabase,
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> Response:
    """Active students by name, those without any section too."""
    return answer(await database.read(credit_rules.below_minimum, code, limit, offset))
