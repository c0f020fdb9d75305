"""Published fairness reports, which everybody may read without a login."""

from __future__ import annotations

from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Response

from backend.common.bodies import JSON, documented
from backend.common.deps import ServiceFrame
from backend.common.parameters import NamedTerm
from backend.common.reports import (
    CSV,
    PUBLISHED_EXAMPLE,
    REPORT_EXAMPLE,
    FairnessReport,
    PublishedReports,
    ReportFormat,
    RoundNumber,
    as_csv,
)
from backend.common.service import errors
from backend.common.services import DATA

router = APIRouter(tags=["fairness reports"])
_FOR_A_MINUTE = {"Cache-Control": "public, max-age=60"}


@router.get(
    "/reports",
    summary="The fairness reports that are published",
    response_model=None,
    responses=errors("service_away"),
    openapi_extra=documented(gives=PublishedReports, example=PUBLISHED_EXAMPLE),
)
async def get_reports(frame: ServiceFrame) -> Response:
    """For everybody, the newest first."""
    found = await frame.client.get(DATA.name, "/reports")
    return Response(found.raise_for_status().content, media_type=JSON)


@router.get(
    "/reports/{code}",
    summary="A published fairness report",
    response_model=None,
    responses={
        200: {"content": {CSV: {}}},
        **errors("report_not_published", "invalid_fields", "service_away"),
    },
    openapi_extra=documented(gives=FairnessReport, example=REPORT_EXAMPLE),
)
async def get_report(
    *,
    code: NamedTerm,
    frame: ServiceFrame,
    round: RoundNumber = None,  # noqa: A002 - its name on the wire
    wanted: ReportFormat = "json",
) -> Response:
    """For everybody; nobody can be told in it. As CSV: its sections."""
    path = f"/reports/{quote(code, safe='')}"
    found = await frame.client.get(DATA.name, path, params={"round": round})
    content = found.raise_for_status().content
    if wanted == "json":
        return Response(content, headers=_FOR_A_MINUTE, media_type=JSON)
    told = as_csv(msgspec.json.decode(content, type=FairnessReport))
    return Response(told, headers=_FOR_A_MINUTE, media_type=CSV)
