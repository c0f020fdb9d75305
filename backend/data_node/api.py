"""The data node's door for the other nodes: decisions, people, snapshot and feed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.database import Database
from backend.common.deps import Administrator, NodeDatabase, ServiceFrame
from backend.common.feed_page import FEED_PARAMETERS, asked_of_feed, feed_page
from backend.common.guarded import GuardedApp
from backend.common.models import SNAPSHOT_EXAMPLE, Snapshot
from backend.common.parameters import STAFF_ONLY, PersonId
from backend.common.people import Standing, StudentRecords, TeacherRecords
from backend.common.service import errors
from backend.common.tickets import Order, Orders, Outcome, Outcomes
from backend.data_node import decisions, feed, snapshot, students

router = APIRouter()

EXAMPLE_ORDER = Order(
    ticket_id="5f0c1d7a9be24c83",
    number=1204,
    student_id=17,
    section_id=72,
    action="select",
    accepted_at=1_900_000_000.0,
)
EXAMPLE_OUTCOME = Outcome(
    ticket_id="5f0c1d7a9be24c83",
    number=1204,
    student_id=17,
    section_id=72,
    action="select",
    outcome="enrolled",
    decided_at=1_900_000_000.25,
)


@router.post(
    "/decisions",
    summary="Decide a batch of tickets, in its order",
    tags=["decisions"],
    response_model=None,
    responses=errors("invalid_fields", "bad_request", "not_leading", "service_away"),
    openapi_extra=documented(
        Orders,
        Outcomes,
        takes_example=Orders([EXAMPLE_ORDER]),
        example=Outcomes([EXAMPLE_OUTCOME]),
    ),
)
async def decide(request: Request) -> Response:
    """A ticket that was decided before gets its recorded outcome, so a batch may come twice.

    One whose round collects requests is among `staged` and is decided in the draw.
    """
    body = await read_body(request, Orders)
    now = request.app.state.frame.clock()
    database = request.app.state.database
    return answer(await decisions.answers(database, body.orders, now, body.leader))


@router.post(
    "/decisions/cancel",
    summary="End a ticket as cancelled unless it has ended",
    tags=["decisions"],
    response_model=None,
    responses=errors("invalid_fields", "bad_request"),
    openapi_extra=documented(Order, Outcome, takes_example=EXAMPLE_ORDER, example=EXAMPLE_OUTCOME),
)
async def cancel(request: Request, database: NodeDatabase, frame: ServiceFrame) -> Response:
    """The first outcome wins: if the ticket has been decided, that decision is the answer."""
    order = await read_body(request, Order)
    return answer(await database.write(decisions.cancel, order, frame.clock()))


@router.put(
    "/students",
    summary="Create or update students by user name",
    tags=["people"],
    response_model=None,
    responses=errors("invalid_fields", "bad_request"),
    openapi_extra=documented(
        StudentRecords,
        dict[str, list[int]],
        takes_example={"students": [{"username": "alice", "name": "Alice Ames", "group": "CS-1"}]},
        example={"ids": [17]},
    ),
)
async def put_students(request: Request, database: NodeDatabase) -> Response:
    """Ids come in the order of the records; the same call again changes nothing."""
    body = await read_body(request, StudentRecords)
    return answer({"ids": await database.write(students.put_students, body.students)})


@router.put(
    "/teachers",
    summary="Create or update teachers by user name",
    tags=["people"],
    response_model=None,
    responses=errors("invalid_fields", "bad_request"),
    openapi_extra=documented(
        TeacherRecords,
        dict[str, list[int]],
        takes_example={"teachers": [{"username": "turing", "name": "Alan Turing"}]},
        example={"ids": [3]},
    ),
)
async def put_teachers(request: Request, database: NodeDatabase) -> Response:
    """Ids come in the order of the records; the same call again changes nothing."""
    body = await read_body(request, TeacherRecords)
    return answer({"ids": await database.write(students.put_teachers, body.teachers)})


@router.delete(
    "/students/{student_id}",
    summary="Make a student inactive and free the seats",
    tags=["people"],
    status_code=204,
    responses=errors(*STAFF_ONLY, "no_such_student", "invalid_fields"),
)
async def remove_student(
    student_id: PersonId, database: NodeDatabase, frame: ServiceFrame, _by: Administrator
) -> None:
    """Each freed seat leaves an outcome; the history stays."""
    await database.write(students.remove_student, student_id, frame.clock())


@router.delete(
    "/teachers/{teacher_id}",
    summary="Make a teacher inactive",
    tags=["people"],
    status_code=204,
    responses=errors(*STAFF_ONLY, "no_such_teacher", "invalid_fields"),
)
async def remove_teacher(teacher_id: PersonId, database: NodeDatabase, _by: Administrator) -> None:
    """The teacher's sections stay."""
    await database.write(students.remove_teacher, teacher_id)


@router.get(
    "/students/{student_id}/standing",
    summary="A student's record and the sections held",
    tags=["people"],
    response_model=None,
    responses=errors("no_such_student", "invalid_fields"),
    openapi_extra=documented(
        gives=Standing,
        example=Standing(
            id=17,
            name="Alice Ames",
            group="CS-1",
            tags=[],
            credit_limit=24,
            active=True,
            scratch_term=None,
            sections=[72],
            number=5120,
        ),
    ),
)
async def standing(student_id: PersonId, database: NodeDatabase) -> Response:
    """With the number of the newest change that it knows of."""
    return answer(await database.read(students.standing, student_id))


@router.get(
    "/snapshot",
    summary="The whole catalogue at one moment",
    tags=["feed"],
    response_model=None,
    openapi_extra=documented(gives=Snapshot, example=SNAPSHOT_EXAMPLE),
)
async def whole_catalogue(database: NodeDatabase) -> Response:
    """Follow the feed from its `number` on."""
    return answer(await database.read(snapshot.take))


@router.get(
    "/internal/feed",
    summary="Changes after a number, oldest first",
    tags=["feed"],
    response_model=None,
    responses=errors("feed_gap", "invalid_fields"),
    openapi_extra={
        **documented(
            gives=dict[str, Any],
            example={
                "events": [{"number": 5121, "kind": "seats", "body": [[17, 30, 30]]}],
                "last": 5121,
            },
        ),
        "parameters": FEED_PARAMETERS,
    },
)
async def changes(request: Request) -> Response:
    """Waits for the next change if there is none; `last` is the number to ask after next."""
    after, wait = asked_of_feed(request)
    database: Database = request.app.state.database
    return answer(await feed_page(database, feed.changes_after, after, wait))


def add_routes(app: GuardedApp) -> None:
    """Put the routes on `app`, the busiest ones ahead of the framework."""
    app.include_router(router)
    app.serve_fast("POST", "/decisions", decide)
    app.serve_fast("GET", "/internal/feed", changes)
