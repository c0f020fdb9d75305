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
from backend.common.parameters import STAFF_ONLY, DryRun, NamedCourse, NamedStudent, TermTaken
from backend.common.service import errors
from backend.data_node import history
from backend.data_node.doer import ByWhom
from backend.data_node.own import OwnRecord
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


@router.delete(
    "/history",
    summary="Remove one course that a student took",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_student", "no_such_history", "invalid_fields"),
    openapi_extra=documented(gives=History, example=HISTORY_EXAMPLE),
)
async def delete_history(
    *,
    student: NamedStudent,
    course: NamedCourse,
    term: TermTaken,
    _user: Administrator,
    doer: ByWhom,
    database: NodeDatabase,
) -> Response:
    """What is left; who removed it and what it was stands in the audit log."""
    return answer(await database.write(history.remove, student, course, term, doer))


@router.get(
    "/students/{student_id}/history",
    summary="What a student took before, for that student",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_student", "invalid_fields"),
    openapi_extra=documented(gives=History, example=HISTORY_EXAMPLE),
)
async def get_own_history(student_id: OwnRecord, database: NodeDatabase) -> Response:
    """By course and term, with the grades. Only the student may ask."""
    return answer(await database.read(history.of_id, student_id))


@router.post(
    "/history/import",
    summary="Bring in a file of what students took",
    response_model=None,
    responses=errors(*STAFF_ONLY, "file_invalid", "invalid_fields"),
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
