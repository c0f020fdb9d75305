"""The decision log, for administrators; the data node keeps it."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Response

from backend.common.bodies import documented
from backend.common.deps import Administrator, Limit
from backend.common.parameters import PAGE, STAFF_ONLY, After, NamedTerm
from backend.common.proof import HEAD_EXAMPLE, PAGE_EXAMPLE, LogHead, LogPage
from backend.common.service import errors
from backend.teacher_node.forwarding import LONG_TIMEOUT, Forward

router = APIRouter(tags=["decision log"])


@router.get(
    "/terms/{code}/log",
    summary="The decision log of a term, page by page",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=LogPage, example=PAGE_EXAMPLE),
)
async def get_log(
    *,
    code: NamedTerm,
    _user: Administrator,
    forward: Forward,
    after: After = 0,
    limit: Limit = PAGE,
) -> Response:
    """By sequence number; a page may be shorter than asked for, `after` says how to go on."""
    params = {"after": after, "limit": limit}
    return await forward.get(_log(code), params, timeout=LONG_TIMEOUT)


@router.get(
    "/terms/{code}/log/head",
    summary="The end of the decision log of a term",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=LogHead, example=HEAD_EXAMPLE),
)
async def get_head(code: NamedTerm, _user: Administrator, forward: Forward) -> Response:
    """Its hash seals all that was decided before: publish it."""
    return await forward.get(f"{_log(code)}/head")


def _log(code: str) -> str:
    return f"/terms/{quote(code, safe='')}/log"
