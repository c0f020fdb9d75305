"""The student door: preview, selections, timetable, events."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query, Request, Response

from backend.common import bundle
from backend.common.bodies import JSON, answer, documented, schema_of_type
from backend.common.bundle import Asked, Told
from backend.common.client import IDEMPOTENCY_KEY
from backend.common.deps import ServiceFrame, Student, Token, showing
from backend.common.errors import PROBLEM_SCHEMA
from backend.common.guarded import GuardedApp
from backend.common.models import SECTION_EXAMPLE
from backend.common.parameters import LARGEST_ID, SectionId
from backend.common.permits import OWN_PERMITS_EXAMPLE, OwnPermits
from backend.common.service import Frame, errors
from backend.common.services import QUEUE
from backend.common.tickets import Ticket
from backend.common.tokens import Identity
from backend.domain.selection import SELECT, SWAP
from backend.student_node import (
    browser_key_api,
    calendars_api,
    catalogue_api,
    history_api,
    holds_api,
    notices_api,
    plans_api,
    receipts_api,
    reports_api,
    requirements_api,
    submitting,
)
from backend.student_node.asking import (
    NOT_LOGGED_IN,
    TheDesk,
    TicketId,
    feed_number,
    student_of,
)
from backend.student_node.desk import Desk, Timetable
from backend.student_node.event_stream import EventStream
from backend.student_node.promotions import with_promotions
from backend.student_node.selections import Objection, Preview, Selection, SelectionList

router = APIRouter()

EXAMPLE_TICKET = Ticket(
    id="5f0c1d7a9be24c8300aa11bb",
    number=1204,
    action="select",
    section_id=17,
    state="pending",
    position=310,
    estimate_s=0.6,
    accepted_at=1_900_000_000.25,
)
ASKED_EXAMPLE = [Asked("Bearer eyJ…", "b7c1", b'{"section_id": 17}')]
TICKET_SCHEMA = schema_of_type(Ticket)
ANSWER_TO_LIST = {
    "type": "object",
    "title": "Tickets",
    "description": "What a list is answered with, in its order.",
    "required": ["tickets"],
    "properties": {
        "tickets": {"type": "array", "items": {"anyOf": [TICKET_SCHEMA, PROBLEM_SCHEMA]}}
    },
}
TOLD_EXAMPLE = [Told(202, "", b'{"id": "5f0c1d7a9be24c8300aa11bb", "number": 1204}')]
EVENTS_EXAMPLE = (
    'id: 5121\nevent: seats\ndata: [[17,30,30]]\n\nid: 5122\nevent: outcome\ndata: {"ticket_id":'
    '"5f0c1d7a9be24c8300aa11bb","number":1204,"outcome":"enrolled",…}\n\n'
)


def _packed(kind: Any, example: object) -> dict[str, Any]:  # noqa: ANN401 - any type
    schema = schema_of_type(kind)
    return {"application/msgpack": {"schema": schema, "example": msgspec.to_builtins(example)}}


async def _ask_queue(
    frame: Frame, method: str, path: str, token: str, student: Identity
) -> Response:
    """What the queue node answers to this student, and what became of waits since."""
    found = await frame.client.request(method, QUEUE.name, path, headers=showing(token))
    told = await with_promotions(frame, student.person, found.raise_for_status().content)
    return Response(told, media_type=JSON)


@router.get(
    "/sections/{section_id}/preview",
    summary="Can I take this, and why not?",
    tags=["selections"],
    response_model=None,
    responses=errors(
        *NOT_LOGGED_IN, "role_not_allowed", "no_such_section", "invalid_fields", "not_ready"
    ),
    openapi_extra=documented(
        gives=Preview,
        example=Preview(
            allowed=False,
            refusals=[Objection("section_full", "All seats of this section are taken.", {})],
            waiting=2,
        ),
    ),
)
async def preview(
    *,
    section_id: SectionId,
    desk: TheDesk,
    student: Student,
    frame: ServiceFrame,
    instead_of: Annotated[
        int | None, Query(ge=1, le=LARGEST_ID, description="A section to give back: a swap.")
    ] = None,
    credits_: Annotated[
        float | None,
        Query(alias="credits", ge=0, le=1000, description="How many of a range; the lowest."),
    ] = None,
    action: Annotated[
        Literal["drop"] | None, Query(description="`drop`: can I give back what I hold?")
    ] = None,
    linked: Annotated[
        list[int], Query(max_length=5, description="What is given back with it; with `drop`.")
    ] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """The same checks that decide, on what is known now; every reason against it is listed.

    In a round that collects requests its draw decides; being full now is no reason then.
    """
    wanted = Selection(
        action=action or (SELECT if instead_of is None else SWAP),
        instead_of=instead_of,
        linked=tuple(linked) if action else (),
        credits=credits_,
    )
    found = await desk.refusals(student.person, section_id, wanted, frame.clock())
    refusals = [Objection(no.code, no.sentence, dict(no.values)) for no in found.refusals]
    view = desk.catalogue[section_id].view
    waiting = view.waiting if view.waitlist_limit is not None else None
    told = Preview(not refusals, refusals, waiting, found.draw)
    return answer(told)


@router.post(
    "/selections",
    summary="Ask for a seat, give one back, swap, or submit a plan",
    tags=["selections"],
    status_code=202,
    response_model=None,
    responses=errors(
        *NOT_LOGGED_IN,
        "role_not_allowed",
        "bad_request",
        "invalid_fields",
        "no_such_section",
        "key_reused",
        "same_section",
        "too_many_requests",
        "service_away",
        "not_ready",
    ),
    openapi_extra={
        **documented(
            Selection | SelectionList,
            {"anyOf": [TICKET_SCHEMA, ANSWER_TO_LIST]},
            status=202,
            takes_example={"action": "select", "section_id": 17},
            example=EXAMPLE_TICKET,
        ),
        "parameters": [
            {
                "name": IDEMPOTENCY_KEY,
                "in": "header",
                "schema": {"type": "string", "maxLength": 100},
                "description": "The same key again gives the same ticket, however often.",
            }
        ],
    },
)
async def select(request: Request) -> Response:
    """When this answers 202, the request is on disk and will get exactly one answer.

    A swap takes a seat in `section_id` and gives back that of `instead_of`, both or neither.
    A plan is one request for several wishes, decided in one turn with nobody in between; `parts` of
    its ticket tell what became of each. A list of at most 50 is numbered in its order and answered
    by `{"tickets": […]}`, each a ticket or a problem.
    """
    return await submitting.select(request)


@router.post(
    bundle.PATH,
    summary="Selections that came to the gateway in the same moment",
    tags=["selections"],
    response_model=None,
    responses=errors("bad_request"),
    openapi_extra={
        "requestBody": {"required": True, "content": _packed(list[Asked], ASKED_EXAMPLE)},
        "responses": {
            "200": {"description": "Done.", "content": _packed(list[Told], TOLD_EXAMPLE)}
        },
    },
)
async def select_together(request: Request) -> Response:
    """Each is checked and answered as if it had come alone; MessagePack in and out."""
    return await submitting.select_together(request)


@router.get(
    "/selections",
    summary="My requests, newest first",
    tags=["selections"],
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "role_not_allowed", "service_away"),
    openapi_extra=documented(gives=dict[str, list[Ticket]], example={"items": [EXAMPLE_TICKET]}),
)
async def own_selections(request: Request) -> Response:
    """Pending ones with their position and an estimate."""
    token, student = await student_of(request)
    return await _ask_queue(request.app.state.frame, "GET", "/tickets", token, student)


@router.get(
    "/selections/{ticket_id}",
    summary="One of my requests",
    tags=["selections"],
    response_model=None,
    responses=errors(
        *NOT_LOGGED_IN, "role_not_allowed", "no_such_ticket", "invalid_fields", "service_away"
    ),
    openapi_extra=documented(gives=Ticket, example=EXAMPLE_TICKET),
)
async def own_selection(
    ticket_id: TicketId, frame: ServiceFrame, student: Student, token: Token
) -> Response:
    """With its position and an estimate while it waits."""
    return await _ask_queue(frame, "GET", f"/tickets/{ticket_id}", token, student)


@router.delete(
    "/selections/{ticket_id}",
    summary="Cancel a request that waits",
    tags=["selections"],
    response_model=None,
    responses=errors(
        *NOT_LOGGED_IN, "role_not_allowed", "no_such_ticket", "invalid_fields", "service_away"
    ),
    openapi_extra=documented(gives=Ticket, example=EXAMPLE_TICKET),
)
async def cancel(
    ticket_id: TicketId, frame: ServiceFrame, student: Student, token: Token
) -> Response:
    """The ticket as it stands afterwards; one that was decided before keeps its decision."""
    return await _ask_queue(frame, "DELETE", f"/tickets/{ticket_id}", token, student)


@router.get(
    "/timetable",
    summary="What I hold",
    tags=["timetable"],
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "role_not_allowed", "not_ready", "service_away"),
    openapi_extra=documented(
        gives=Timetable,
        example=Timetable(sections=[SECTION_EXAMPLE], credits=5, credit_limit=24),
    ),
)
async def timetable(desk: TheDesk, student: Student) -> Response:
    """The sections with their times, and the credits against the limit of a term."""
    return answer(await desk.timetable(student.person))


@router.get(
    "/permits",
    summary="Exceptions that I was granted and can use",
    tags=["selections"],
    response_model=None,
    responses=errors(*NOT_LOGGED_IN, "role_not_allowed", "service_away"),
    openapi_extra=documented(gives=OwnPermits, example=OWN_PERMITS_EXAMPLE),
)
async def own_permits(desk: TheDesk, student: Student, frame: ServiceFrame) -> Response:
    """Each is used by the next request for its section that needs it."""
    return answer(await desk.permits(student.person, frame.clock()))


@router.get(
    "/events",
    summary="Answers and seat counts as they happen",
    tags=["events"],
    response_class=EventStream,
    status_code=200,
    responses={
        200: {
            "description": (
                "Server-sent events: `outcome` (one of my requests was decided), `seats` (a list"
                " of section, taken, ceiling), `waiting` (my place on a waitlist is different now),"
                " `changed` (a section that I hold is different now), `permits` (I was granted an"
                " exception, or one was revoked), `rounds` (those of a term changed), `resync`"
                " (events were missed; load again)."
            ),
            "content": {"text/event-stream": {"example": EVENTS_EXAMPLE}},
        },
        **errors(*NOT_LOGGED_IN, "role_not_allowed", "invalid_fields"),
    },
    openapi_extra={
        "parameters": [
            {
                "name": "last-event-id",
                "in": "header",
                "schema": {"type": "integer", "minimum": 0},
                "description": "The last event seen.",
            }
        ]
    },
)
async def events(request: Request) -> EventStream:
    """The stream ends with the token; come back with `Last-Event-ID` and nothing is missed.

    Outcomes come at once, seats within a second.
    """
    desk: Desk = request.app.state.desk
    _, student = await student_of(request)
    return EventStream(desk.hub, request.app.state.frame, student, _last_event(request))


def _last_event(request: Request) -> int | None:
    seen = request.headers.get("last-event-id", "")
    return feed_number(seen, "header.last-event-id") if seen else None


def add_routes(app: GuardedApp) -> None:
    """Put the routes on `app`, the busiest one first."""
    app.include_router(router)
    app.include_router(notices_api.router)
    app.include_router(holds_api.router)
    app.include_router(history_api.router)
    app.include_router(plans_api.router)
    app.include_router(requirements_api.router)
    app.include_router(receipts_api.router)
    app.include_router(reports_api.router)
    app.include_router(calendars_api.router)
    app.include_router(browser_key_api.router)
    app.serve_stream("GET", "/events", events)
    app.serve_fast("POST", "/selections", submitting.select)
    app.serve_fast("POST", bundle.PATH, submitting.select_together)
    app.serve_fast("GET", "/selections", own_selections)
    catalogue_api.add_routes(app)
