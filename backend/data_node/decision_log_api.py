"""The decision log over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Response

from backend.common.bodies import answer, documented
from backend.common.deps import Administrator, Limit, NodeDatabase
from backend.common.parameters import PAGE, STAFF_ONLY, After, NamedTerm
from backend.common.proof import HEAD_EXAMPLE, PAGE_EXAMPLE, LogHead, LogPage
from backend.common.service import errors
from backend.data_node import decision_log_pages

router = APIRouter(tags=["decision log"])


@router.get(
    "/terms/{code}/log",
    summary="The decision log of a term, page by page",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields"),
    openapi_extra=documented(gives=LogPage, example=PAGE_EXAMPLE),
)
async def get_log(
    *,
    code: NamedTerm,
    _user: Administrator,
    database: NodeDatabase,
    after: After = 0,
    limit: Limit = PAGE,
) -> Response:
    """By sequence number; a page may be shorter than asked for, `after` says how to go on."""
    return answer(await database.read(decision_log_pages.page, code, after, limit))


@router.get(
    "/terms/{code}/log/head",
    summary="The end of the decision log of a term",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields"),
    openapi_extra=documented(gives=LogHead, example=HEAD_EXAMPLE),
)
async def get_head(code: NamedTerm, _user: Administrator, database: NodeDatabase) -> Response:
    """Its hash seals all that was decided before: publish it."""
    return answer(await database.read(decision_log_pages.head, code))
