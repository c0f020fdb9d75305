"""What students took before, for administrators; the data node decides."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import documented
from backend.common.deps import Administrator
from backend.common.history import (
    HISTORY_BODY,
    HISTORY_EXAMPLE,
    HISTORY_REPORT_EXAMPLE,
    History,
    HistoryReport,
)
from backend.common.parameters import STAFF_ONLY, DryRun, NamedCourse, NamedStudent, TermTaken
from backend.common.service import errors
from backend.teacher_node.forwarding import LONG_TIMEOUT, Forward, own

router = APIRouter(tags=["history"])


@router.get(
    "/history",
    summary="What a student took before",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_student", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=History, example=HISTORY_EXAMPLE),
)
async def get_history(student: NamedStudent, _user: Administrator, forward: Forward) -> Response:
    """By course and term, with the grades."""
    return await forward.get("/history", {"student": student})


@router.delete(
    "/history",
    summary="Remove one course that a student took",
    response_model=None,
    responses=errors(
        *STAFF_ONLY, "no_such_student", "no_such_history", "invalid_fields", "service_away"
    ),
    openapi_extra=documented(gives=History, example=HISTORY_EXAMPLE),
)
async def delete_history(
    student: NamedStudent,
    course: NamedCourse,
    term: TermTaken,
    _user: Administrator,
    forward: Forward,
) -> Response:
    """What is left; who removed it and what it was stands in the audit log."""
    params = {"student": student, "course": course, "term": term}
    return own(await forward.call("DELETE", "/history", params=params))


@router.post(
    "/history/import",
    summary="Bring in a file of what students took",
    response_model=None,
    responses=errors(*STAFF_ONLY, "file_invalid", "invalid_fields", "service_away"),
    openapi_extra={
        **documented(gives=HistoryReport, example=HISTORY_REPORT_EXAMPLE),
        "requestBody": HISTORY_BODY,
    },
)
async def post_history(
    *, request: Request, _user: Administrator, forward: Forward, dry_run: DryRun = False
) -> Response:
    """All or nothing; the same file again changes nothing. Another grade replaces the one here."""
    answer = await forward.call(
        "POST",
        "/history/import",
        params={"dry_run": dry_run},
        content=await request.body(),
        timeout=LONG_TIMEOUT,
    )
    return own(answer)
