"""Fairness reports, for administrators; the data node counts them."""

from __future__ import annotations

from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Response

from backend.common.bodies import documented
from backend.common.deps import Administrator
from backend.common.parameters import STAFF_ONLY, NamedTerm
from backend.common.reports import (
    CSV,
    REPORT_EXAMPLE,
    FairnessReport,
    ReportFormat,
    RoundNumber,
    as_csv,
)
from backend.common.service import errors
from backend.teacher_node.forwarding import LONG_TIMEOUT, Forward, own

router = APIRouter(tags=["fairness reports"])
_REFUSALS = (*STAFF_ONLY, "no_such_term", "no_such_round", "invalid_fields", "service_away")


@router.get(
    "/terms/{code}/report",
    summary="The fairness report of a term or round, as of now",
    response_model=None,
    responses={200: {"content": {CSV: {}}}, **errors(*_REFUSALS)},
    openapi_extra=documented(gives=FairnessReport, example=REPORT_EXAMPLE),
)
async def get_report(
    *,
    code: NamedTerm,
    _user: Administrator,
    forward: Forward,
    round: RoundNumber = None,  # noqa: A002 - its name on the wire
    wanted: ReportFormat = "json",
) -> Response:
    """Counted from the decision log; groups of fewer than five are told together."""
    found = await forward.call("GET", _path(code), params={"round": round}, timeout=LONG_TIMEOUT)
    if wanted == "json" or found.status_code != 200:
        return own(found)
    return Response(as_csv(msgspec.json.decode(found.content, type=FairnessReport)), media_type=CSV)


@router.put(
    "/terms/{code}/report",
    summary="Publish the fairness report of a term or round",
    response_model=None,
    responses=errors(*_REFUSALS),
    openapi_extra=documented(gives=FairnessReport, example=REPORT_EXAMPLE),
)
async def put_report(
    *,
    code: NamedTerm,
    _user: Administrator,
    forward: Forward,
    round: RoundNumber = None,  # noqa: A002 - its name on the wire
) -> Response:
    """As it is now; one that was published before is replaced."""
    params = {"round": round}
    return own(await forward.call("PUT", _path(code), params=params, timeout=LONG_TIMEOUT))


@router.delete(
    "/terms/{code}/report",
    summary="Take a published fairness report back",
    status_code=204,
    responses=errors(*_REFUSALS),
)
async def delete_report(
    *,
    code: NamedTerm,
    _user: Administrator,
    forward: Forward,
    round: RoundNumber = None,  # noqa: A002 - its name on the wire
) -> Response:
    """Administrators can still have it counted."""
    return own(await forward.call("DELETE", _path(code), params={"round": round}))


def _path(code: str) -> str:
    return f"/terms/{quote(code, safe='')}/report"
