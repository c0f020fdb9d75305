"""What students took before, over HTTP."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented
from backend.common.deps import Administrator, NodeDatabase
from backend.common.history import (
    HISTORY_BODY,
    HISTORY_EXAMPLE,
    HISTORY_REPORT_EXAMPLE,
    History,
    HistoryReport,
)
from backend.common.parameters import STAFF_ONLY, DryRun, NamedStudent
from backend.common.service import errors
from backend.data_node import history
from backend.domain.history import read_history

router = APIRouter(tags=["history"])


@router.get(
    "/history",
    summary="What a student took before",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_student", "invalid_fields"),
    openapi_extra=documented(gives=History, example=HISTORY_EXAMPLE),
)
async def get_history(
    student: NamedStudent, _user: Administrator, database: NodeDatabase
) -> Response:
    """By course and term, with the grades."""
    return answer(await database.read(history.of_student, student))


@router.post(
    "/history/import",
    summary="Bring in a file of what students took",
    response_model=None,
    responses=errors(*STAFF_ONLY, "file_invalid", "invalid_fields", "body_too_large"),
    openapi_extra={
        **documented(gives=HistoryReport, example=HISTORY_REPORT_EXAMPLE),
        "requestBody": HISTORY_BODY,
    },
)
async def post_history(
    *, request: Request, _user: Administrator, database: NodeDatabase, dry_run: DryRun = False
) -> Response:
    """All or nothing; the same file again changes nothing. Another grade replaces the one here."""
    reading = await asyncio.to_thread(read_history, await request.body())
    work = database.read if dry_run else database.write
    return answer(await work(history.bring, reading, dry_run=dry_run))
