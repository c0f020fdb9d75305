"""Fairness reports over HTTP: counted for administrators, published for everybody."""

from __future__ import annotations

from fastapi import APIRouter, Response

from backend.common.bodies import answer, documented
from backend.common.deps import Administrator, NodeDatabase, ServiceFrame
from backend.common.parameters import STAFF_ONLY, NamedTerm
from backend.common.reports import (
    PUBLISHED_EXAMPLE,
    REPORT_EXAMPLE,
    FairnessReport,
    PublishedReports,
    RoundNumber,
)
from backend.common.service import errors
from backend.data_node import reports

router = APIRouter(tags=["fairness reports"])
_UNKNOWN = ("no_such_term", "no_such_round", "invalid_fields")


@router.get(
    "/terms/{code}/report",
    summary="The fairness report of a term or round, as of now",
    response_model=None,
    responses=errors(*STAFF_ONLY, *_UNKNOWN),
    openapi_extra=documented(gives=FairnessReport, example=REPORT_EXAMPLE),
)
async def get_report(
    *,
    code: NamedTerm,
    _user: Administrator,
    database: NodeDatabase,
    frame: ServiceFrame,
    round: RoundNumber = None,  # noqa: A002 - its name on the wire
) -> Response:
    """Counted from the decision log; groups of fewer than five are told together."""
    return answer(await reports.count(database, code, round, frame.clock()))


@router.put(
    "/terms/{code}/report",
    summary="Publish the fairness report of a term or round",
    response_model=None,
    responses=errors(*STAFF_ONLY, *_UNKNOWN),
    openapi_extra=documented(gives=FairnessReport, example=REPORT_EXAMPLE),
)
async def put_report(
    *,
    code: NamedTerm,
    _user: Administrator,
    database: NodeDatabase,
    frame: ServiceFrame,
    round: RoundNumber = None,  # noqa: A002 - its name on the wire
) -> Response:
    """As it is now; one that was published before is replaced."""
    now = frame.clock()
    report = await reports.count(database, code, round, now)
    return answer(await database.write(reports.publish, report, now))


@router.delete(
    "/terms/{code}/report",
    summary="Take a published fairness report back",
    status_code=204,
    responses=errors(*STAFF_ONLY, *_UNKNOWN),
)
async def delete_report(
    *,
    code: NamedTerm,
    _user: Administrator,
    database: NodeDatabase,
    round: RoundNumber = None,  # noqa: A002 - its name on the wire
) -> None:
    """Administrators can still have it counted."""
    await database.write(reports.withdraw, code, round)


@router.get(
    "/reports",
    summary="The fairness reports that are published",
    response_model=None,
    openapi_extra=documented(gives=PublishedReports, example=PUBLISHED_EXAMPLE),
)
async def get_published(database: NodeDatabase) -> Response:
    """The newest first."""
    return answer(await database.read(reports.every))


@router.get(
    "/reports/{code}",
    summary="A published fairness report",
    response_model=None,
    responses=errors("report_not_published", "invalid_fields"),
    openapi_extra=documented(gives=FairnessReport, example=REPORT_EXAMPLE),
)
async def get_published_report(
    *,
    code: NamedTerm,
    database: NodeDatabase,
    round: RoundNumber = None,  # noqa: A002 - its name on the wire
) -> Response:
    """As it was when it was published."""
    return answer(await database.read(reports.published, code, round))
