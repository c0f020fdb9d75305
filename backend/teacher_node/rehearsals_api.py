"""Rehearsals over HTTP, for administrators: scratch terms and their tickets."""

from __future__ import annotations

import asyncio

import msgspec
from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator, Limit
from backend.common.parameters import STAFF_ONLY, After, RehearsalCode
from backend.common.rehearsal import (
    ScratchOutcomes,
    ScratchRosters,
    ScratchSection,
    ScratchTerm,
    WantedRehearsal,
    WantedSection,
)
from backend.common.rehearsal_audit import (
    AuditReport,
    LogEntry,
    ScratchLog,
    Told,
    WantedAudit,
    report,
)
from backend.common.service import errors
from backend.common.services import QUEUE
from backend.teacher_node.forwarding import LONG_TIMEOUT, Forward, Forwarder, own

PAGE_OF_LOG = 1000
LOG = "/tickets/log"
UNKNOWN = (*STAFF_ONLY, "no_such_term", "not_a_scratch_term", "invalid_fields", "service_away")

router = APIRouter(prefix="/rehearsals", tags=["rehearsals"])


@router.post(
    "",
    summary="Make a scratch term with synthetic students",
    status_code=201,
    response_model=None,
    responses=errors(*STAFF_ONLY, "bad_request", "invalid_fields", "service_away"),
    openapi_extra=documented(
        WantedRehearsal,
        ScratchTerm,
        status=201,
        takes_example=WantedRehearsal(
            students=2000, seed=7, sections=[WantedSection(name="HS2903/L1", capacity=230)]
        ),
        example=ScratchTerm(
            term="SCRATCH-k3x9ab",
            term_id=3,
            students=2000,
            sections=[ScratchSection(id=72, name="HS2903/L1", capacity=230)],
        ),
    ),
)
async def post_rehearsal(request: Request, _user: Administrator, forward: Forward) -> Response:
    """The term is open at once, and open to its synthetic students alone."""
    body = await request.body()
    return own(await forward.call("POST", "/scratch-terms", content=body, timeout=LONG_TIMEOUT))


@router.get(
    "/{code}/rosters",
    summary="Who holds which seat in a scratch term",
    response_model=None,
    responses=errors(*UNKNOWN),
    openapi_extra=documented(gives=ScratchRosters, example=ScratchRosters(sections=[])),
)
async def get_rosters(code: RehearsalCode, _user: Administrator, forward: Forward) -> Response:
    """All sections with their counters, times and students."""
    return await forward.get(f"/scratch-terms/{code}/rosters", timeout=LONG_TIMEOUT)


@router.get(
    "/{code}/outcomes",
    summary="How the tickets of a scratch term ended",
    response_model=None,
    responses=errors(*UNKNOWN),
    openapi_extra=documented(gives=ScratchOutcomes, example=ScratchOutcomes(outcomes=[], last=0)),
)
async def get_outcomes(
    *,
    code: RehearsalCode,
    _user: Administrator,
    forward: Forward,
    after: After = 0,
    limit: Limit = PAGE_OF_LOG,
) -> Response:
    """By ticket number; `last` is the number to ask after next."""
    params = {"after": after, "limit": limit}
    return await forward.get(f"/scratch-terms/{code}/outcomes", params)


@router.get(
    "/{code}/tickets",
    summary="The ticket log of a scratch term",
    response_model=None,
    responses=errors(*UNKNOWN),
)
async def get_tickets(
    *,
    code: RehearsalCode,
    _user: Administrator,
    forward: Forward,
    after: After = 0,
    limit: Limit = PAGE_OF_LOG,
) -> Response:
    """In the recorded order, as the queue node kept it; `last` is the number to ask after next."""
    term_id = await _term_id(forward, code)
    params = {"scratch_term": term_id, "after": after, "limit": limit}
    return await forward.get(LOG, params, service=QUEUE.name)


@router.post(
    "/{code}/audit",
    summary="Audit a rehearsal",
    response_model=None,
    responses=errors(*UNKNOWN, "bad_request"),
    openapi_extra=documented(
        WantedAudit,
        AuditReport,
        takes_example=WantedAudit(
            sections=[WantedSection(name="HS2903/L1", capacity=230)],
            told=[
                Told(
                    ticket_id="0000000004b4a1b2c3d4e5f6",
                    student_id=90001,
                    section_id=72,
                    state="enrolled",
                )
            ],
        ),
        example=AuditReport(
            clean=True, figures={"oversold_sections": 0, "lost_tickets": 0}, findings={}
        ),
    ),
)
async def audit_rehearsal(
    request: Request, code: RehearsalCode, _user: Administrator, forward: Forward
) -> Response:
    """What clients were told is held against the rosters and the ticket log, as they are now."""
    wanted = await read_body(request, WantedAudit)
    found = await forward.call("GET", f"/scratch-terms/{code}/rosters", timeout=LONG_TIMEOUT)
    rosters = msgspec.json.decode(found.raise_for_status().content, type=ScratchRosters)
    log = await _whole_log(forward, await _term_id(forward, code))
    return answer(await asyncio.to_thread(report, wanted, rosters.sections, log))


@router.delete(
    "/{code}",
    summary="Remove a scratch term and its tickets",
    status_code=204,
    response_model=None,
    responses=errors(*UNKNOWN),
)
async def delete_rehearsal(code: RehearsalCode, _user: Administrator, forward: Forward) -> Response:
    """The tickets go first: the term is what one finds them by, should this be interrupted."""
    params = {"scratch_term": await _term_id(forward, code)}
    forgotten = await forward.call(
        "DELETE", LOG, service=QUEUE.name, params=params, timeout=LONG_TIMEOUT
    )
    forgotten.raise_for_status()
    return own(await forward.call("DELETE", f"/scratch-terms/{code}", timeout=LONG_TIMEOUT))


async def _whole_log(forward: Forwarder, term_id: int) -> list[LogEntry]:
    log: list[LogEntry] = []
    after = 0
    while True:
        params = {"scratch_term": term_id, "after": after, "limit": PAGE_OF_LOG}
        page = await forward.call("GET", LOG, service=QUEUE.name, params=params)
        read = msgspec.json.decode(page.raise_for_status().content, type=ScratchLog)
        log += read.tickets
        after = read.last
        if not read.tickets:
            return log


async def _term_id(forward: Forwarder, code: str) -> int:
    answer = await forward.call("GET", f"/scratch-terms/{code}/students", params={"limit": 1})
    term_id: int = answer.raise_for_status().json()["term_id"]
    return term_id
