"""The catalogue over HTTP: terms, courses, import."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented
from backend.common.deps import Administrator, Limit, NodeDatabase, Offset, Search, ServiceFrame
from backend.common.models import (
    COURSE_EXAMPLE,
    CSV_BODY,
    IMPORT_EXAMPLE,
    TERMS_EXAMPLE,
    CoursePage,
    ImportReport,
    TermList,
)
from backend.common.parameters import (
    PAGE,
    STAFF_ONLY,
    DryRun,
    NewTermCode,
    TermCode,
    TermName,
)
from backend.common.service import errors
from backend.data_node import catalogue, deeds
from backend.data_node.catalogue_import import import_catalogue
from backend.data_node.deeds import Target
from backend.data_node.doer import ByWhom, Doer
from backend.domain.catalogue import Reading, read_catalogue

router = APIRouter(tags=["catalogue"])


@router.get(
    "/terms",
    summary="All terms",
    response_model=None,
    responses=errors("caller_not_internal"),
    openapi_extra=documented(gives=TermList, example=TERMS_EXAMPLE),
)
async def get_terms(database: NodeDatabase, frame: ServiceFrame) -> Response:
    """All terms, the newest first, those of rehearsals among them."""
    items = await database.read(catalogue.term_views)
    return answer(TermList(items=items, time_zone=frame.settings.campus_time_zone))


@router.get(
    "/courses",
    summary="Courses, by code",
    response_model=None,
    responses=errors("caller_not_internal", "no_such_term", "invalid_fields"),
    openapi_extra=documented(
        gives=CoursePage,
        example=CoursePage(items=[COURSE_EXAMPLE], total=1, limit=PAGE, offset=0),
    ),
)
async def get_courses(
    *,
    database: NodeDatabase,
    term: TermCode = None,
    search: Search = "",
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> Response:
    """Courses whose code and title have every word of `search`."""
    return answer(await database.read(catalogue.course_page, term, search, limit, offset))


@router.post(
    "/catalogue/import",
    summary="Bring a catalogue file into a term",
    response_model=None,
    responses=errors(
        *STAFF_ONLY,
        "catalogue_invalid",
        "term_is_scratch",
        "invalid_fields",
    ),
    openapi_extra={
        **documented(gives=ImportReport, example=IMPORT_EXAMPLE),
        "requestBody": CSV_BODY,
    },
)
async def post_catalogue(
    *,
    request: Request,
    database: NodeDatabase,
    _user: Administrator,
    doer: ByWhom,
    term: NewTermCode,
    name: TermName = "",
    dry_run: DryRun = False,
) -> Response:
    """All or nothing. Rows with one `crn` are the meetings of one section; see the notes."""
    reading = await asyncio.to_thread(read_catalogue, await request.body())
    report = await database.write(_import, doer, term, name, reading, dry_run=dry_run)
    return answer(report)


def _import(
    connection: sa.Connection, doer: Doer, term: str, name: str, reading: Reading, *, dry_run: bool
) -> ImportReport:
    report = import_catalogue(connection, term, name, reading, doer.now, dry_run=dry_run)
    if not dry_run:
        told = {kind: deeds.facts(getattr(report, kind)) for kind in ("sections", "courses")}
        deeds.record(connection, doer, "catalogue_imported", [(Target("term", term), None, told)])
    return report
