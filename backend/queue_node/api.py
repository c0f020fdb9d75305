"""The queue node's door: submissions in, tickets out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import (
    Administrator,
    Limit,
    NodeDatabase,
    ServiceFrame,
    Student,
    identify,
    require,
)
from backend.common.guarded import GuardedApp
from backend.common.parameters import LARGEST_ID, After
from backend.common.rounds import LAST_MOMENT
from backend.common.selection import (
    FIGURES_EXAMPLE,
    PAUSE_EXAMPLE,
    STATE_EXAMPLE,
    LineFigures,
    LineState,
    WantedPause,
)
from backend.common.service import errors
from backend.common.tickets import Newcomers, Replies, Reply, Submission, Submissions, Ticket
from backend.common.tokens import STUDENT
from backend.queue_node import storage
from backend.queue_node.desk import Desk

router = APIRouter()

EXAMPLE_TICKET = Ticket(
    id="5f0c1d7a9be24c8300aa11bb",
    number=1204,
    action="select",
    section_id=72,
    state="pending",
    position=310,
    estimate_s=0.6,
    accepted_at=1_900_000_000.25,
)


async def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]
ScratchTerm = Annotated[
    int, Query(ge=1, le=LARGEST_ID, description="Id of the rehearsal's scratch term.")
]


@router.post(
    "/tickets",
    summary="Take submissions, in their order",
    tags=["tickets"],
    response_model=None,
    responses=errors("bad_request", "invalid_fields"),
    openapi_extra=documented(
        Submissions,
        Replies,
        takes_example=Submissions(
            [Submission(token="eyJ…", key="b7c1", action="select", section_id=72)]  # noqa: S106
        ),
        example=Replies([Reply(ticket=EXAMPLE_TICKET)]),
    ),
)
async def submit(request: Request) -> Response:
    """When this answers, the accepted ones are on disk; each entry has its own reply."""
    body = await read_body(request, Submissions)
    app: GuardedApp = request.app
    replies = await app.state.desk.submit(body.entries)
    for reply in replies:
        if reply.problem:
            app.tallies.refusals[reply.problem["code"]] += 1
    return answer(Replies(replies))


@router.post(
    "/tokens",
    summary="Check tokens before they are used",
    tags=["tickets"],
    status_code=204,
    responses=errors("bad_request", "invalid_fields"),
    openapi_extra=documented(Newcomers, takes_example=Newcomers(["eyJ…"])),
)
async def check_tokens(request: Request, desk: TheDesk) -> None:
    """Their submissions need not wait for it later; one that is no good is refused then."""
    await desk.check_tokens((await read_body(request, Newcomers)).tokens)


@router.get(
    "/tickets",
    summary="The student's own tickets, newest first",
    tags=["tickets"],
    response_model=None,
    responses=errors("login_required", "token_invalid", "token_expired", "role_not_allowed"),
    openapi_extra=documented(gives=dict[str, list[Ticket]], example={"items": [EXAMPLE_TICKET]}),
)
async def own_tickets(request: Request) -> Response:
    """Pending ones with their position and estimate."""
    student = require(await identify(request), STUDENT)
    desk: Desk = request.app.state.desk
    tickets = await desk.database.read(storage.of_student, student.person)
    return answer({"items": [desk.placed(ticket) for ticket in tickets]})


@router.get(
    "/tickets/log",
    summary="The ticket log of a rehearsal",
    tags=["rehearsals"],
    responses=errors("login_required", "role_not_allowed", "invalid_fields"),
)
async def rehearsal_log(
    scratch_term: ScratchTerm,
    _administrator: Administrator,
    database: NodeDatabase,
    after: After = 0,
    limit: Limit = 1000,
) -> dict[str, Any]:
    """In the recorded order; `last` is the number to ask after next."""
    page = await database.read(storage.log_of_scratch_term, scratch_term, after, limit)
    return {"tickets": page, "last": page[-1]["number"] if page else after}


@router.delete(
    "/tickets/log",
    summary="Forget the tickets of a rehearsal",
    tags=["rehearsals"],
    status_code=204,
    responses=errors("login_required", "role_not_allowed", "invalid_fields"),
)
async def forget_rehearsal(
    scratch_term: ScratchTerm, _administrator: Administrator, desk: TheDesk
) -> None:
    """Real tickets belong to no scratch term and cannot be named here."""
    desk.line.leave(await desk.database.write(storage.forget_scratch_term, scratch_term))
    desk.figures.left()


@router.get(
    "/tickets/{ticket_id}",
    summary="One of the student's own tickets",
    tags=["tickets"],
    response_model=None,
    responses=errors("login_required", "role_not_allowed", "no_such_ticket", "invalid_fields"),
    openapi_extra=documented(gives=Ticket, example=EXAMPLE_TICKET),
)
async def own_ticket(ticket_id: str, student: Student, desk: TheDesk) -> Response:
    """With position and estimate while it waits."""
    ticket, _ = await desk.database.read(storage.one_of_student, student.person, ticket_id)
    return answer(desk.placed(ticket))


@router.delete(
    "/tickets/{ticket_id}",
    summary="Cancel a pending ticket",
    tags=["tickets"],
    response_model=None,
    responses=errors(
        "login_required", "role_not_allowed", "no_such_ticket", "invalid_fields", "service_away"
    ),
    openapi_extra=documented(gives=Ticket, example=EXAMPLE_TICKET),
)
async def cancel(ticket_id: str, student: Student, desk: TheDesk) -> Response:
    """The ticket as it stands afterwards; one that was decided before keeps its decision."""
    return answer(await desk.cancel(student.person, ticket_id))


@router.get(
    "/state",
    summary="How long the line is and how fast it moves",
    tags=["line"],
    response_model=None,
    openapi_extra=documented(gives=LineState, example=STATE_EXAMPLE),
)
async def state(desk: TheDesk) -> Response:
    """`drain_per_s` is measured over the latest batches."""
    return answer(await _line_state(desk))


@router.get(
    "/line/through",
    summary="Whether all that was accepted before a moment has been handed over",
    tags=["line"],
    responses=errors("invalid_fields"),
)
async def through(
    desk: TheDesk,
    moment: Annotated[float, Query(ge=0, le=LAST_MOMENT, description="Unix seconds.")],
) -> dict[str, bool]:
    """Before it has come it has not. Then nothing more can come that a draw has to wait for."""
    return {"through": await desk.is_through(moment)}


@router.get(
    "/figures",
    summary="What the line did, second by second",
    tags=["line"],
    response_model=None,
    responses=errors("caller_not_internal", "invalid_fields"),
    openapi_extra=documented(gives=LineFigures, example=FIGURES_EXAMPLE),
)
async def figures(desk: TheDesk, after: After = 0) -> Response:
    """Times are from acceptance to decision, by this node's clock."""
    return answer(desk.figures.figures(after))


@router.post(
    "/pause",
    summary="Pause the line: requests are accepted, none is decided",
    tags=["line"],
    response_model=None,
    responses=errors("login_required", "role_not_allowed", "bad_request", "invalid_fields"),
    openapi_extra=documented(
        WantedPause, LineState, takes_example=PAUSE_EXAMPLE, example=STATE_EXAMPLE
    ),
)
async def pause(
    request: Request, user: Administrator, desk: TheDesk, frame: ServiceFrame
) -> Response:
    """The batch under way is still decided. A pause outlives a restart; one that stands goes on."""
    wanted = await read_body(request, WantedPause)
    await desk.worker.gate.close(user.username, wanted.reason, frame.clock())
    return answer(await _line_state(desk))


@router.post(
    "/resume",
    summary="Let the line move again",
    tags=["line"],
    response_model=None,
    responses=errors("login_required", "role_not_allowed"),
    openapi_extra=documented(gives=LineState, example=STATE_EXAMPLE),
)
async def resume(_user: Administrator, desk: TheDesk, frame: ServiceFrame) -> Response:
    """In the recorded order. Without a pause nothing changes."""
    await desk.worker.gate.open(frame.clock())
    return answer(await _line_state(desk))


async def _line_state(desk: Desk) -> LineState:
    return LineState(
        pending=len(desk.line),
        awaiting_draw=len(desk.worker.waiting),
        drain_per_s=round(desk.worker.rate.per_second, 1),
        last_number=await desk.database.read(storage.last_number),
        trouble=desk.worker.trouble,
        paused=desk.worker.gate.pause,
    )


def add_routes(app: GuardedApp) -> None:
    """Put the routes on `app`, the busiest one first."""
    app.include_router(router)
    app.serve_fast("POST", "/tickets", submit)
    app.serve_fast("GET", "/tickets", own_tickets)
