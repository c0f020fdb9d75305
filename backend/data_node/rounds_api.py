"""Rounds of terms over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backend.common.bodies import answer, documented, read_body
from backend.common.deps import Administrator, NodeDatabase, ServiceFrame
from backend.common.parameters import STAFF_ONLY, NamedTerm, RoundId
from backend.common.rounds import (
    NEW_ROUND_EXAMPLE,
    ROUND_CHANGE_EXAMPLE,
    ROUND_EXAMPLE,
    ROUND_STUDENTS_EXAMPLE,
    ROUNDS_EXAMPLE,
    NewRound,
    RoundChange,
    RoundList,
    RoundStudents,
    RoundView,
)
from backend.common.service import errors
from backend.data_node import deeds, rounds
from backend.data_node.deeds import round_target
from backend.data_node.doer import ByWhom

router = APIRouter(tags=["rounds"])


@router.get(
    "/terms/{code}/rounds",
    summary="The rounds of a term",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields"),
    openapi_extra=documented(gives=RoundList, example=ROUNDS_EXAMPLE),
)
async def get_rounds(
    code: NamedTerm, _user: Administrator, database: NodeDatabase, frame: ServiceFrame
) -> Response:
    """By their opening. A term without rounds takes requests whenever it is open."""
    items = await database.read(rounds.of_term, code)
    time_zone = frame.settings.campus_time_zone
    return answer(RoundList(items=items, now=frame.clock(), time_zone=time_zone))


@router.post(
    "/terms/{code}/rounds",
    summary="Make a round",
    status_code=201,
    response_model=None,
    responses=errors(
        *STAFF_ONLY,
        "no_such_term",
        "term_is_scratch",
        "too_many_rounds",
        "unknown_people",
        "invalid_fields",
        "bad_request",
    ),
    openapi_extra=documented(
        NewRound, RoundView, status=201, takes_example=NEW_ROUND_EXAMPLE, example=ROUND_EXAMPLE
    ),
)
async def post_round(
    request: Request, code: NamedTerm, _user: Administrator, doer: ByWhom, database: NodeDatabase
) -> Response:
    """From the first round on the term takes requests only while a round permits them."""
    new = await read_body(request, NewRound)
    work = deeds.made(doer, "round_created", round_target, lambda c: rounds.create(c, code, new))
    return answer(await database.write(work), status=201)


@router.get(
    "/rounds/{round_id}",
    summary="One round",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_round", "invalid_fields"),
    openapi_extra=documented(gives=RoundView, example=ROUND_EXAMPLE),
)
async def get_round(round_id: RoundId, _user: Administrator, database: NodeDatabase) -> Response:
    """Times are Unix seconds."""
    return answer(await database.read(rounds.get, round_id))


@router.get(
    "/rounds/{round_id}/students",
    summary="The students whom a round names",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_round", "invalid_fields"),
    openapi_extra=documented(gives=RoundStudents, example=ROUND_STUDENTS_EXAMPLE),
)
async def get_round_students(
    round_id: RoundId, _user: Administrator, database: NodeDatabase
) -> Response:
    """By user name; the whole list."""
    return answer(await database.read(rounds.students_of, round_id))


@router.patch(
    "/rounds/{round_id}",
    summary="Change a round",
    response_model=None,
    responses=errors(
        *STAFF_ONLY, "no_such_round", "unknown_people", "invalid_fields", "bad_request"
    ),
    openapi_extra=documented(
        RoundChange, RoundView, takes_example=ROUND_CHANGE_EXAMPLE, example=ROUND_EXAMPLE
    ),
)
async def patch_round(
    request: Request, round_id: RoundId, _user: Administrator, doer: ByWhom, database: NodeDatabase
) -> Response:
    """What waits in line is decided by the round as it is then."""
    wanted = await read_body(request, RoundChange)
    work = deeds.changed(
        doer,
        "round_changed",
        round_target,
        lambda c: rounds.get(c, round_id),
        lambda c: rounds.change(c, round_id, wanted),
    )
    return answer(await database.write(work))


@router.delete(
    "/rounds/{round_id}",
    summary="Remove a round",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_round", "invalid_fields"),
    openapi_extra=documented(gives=RoundView, example=ROUND_EXAMPLE),
)
async def delete_round(
    round_id: RoundId, _user: Administrator, doer: ByWhom, database: NodeDatabase
) -> Response:
    """The round as it was; without its last one the term takes requests whenever it is open."""
    work = deeds.removed(doer, "round_removed", round_target, lambda c: rounds.remove(c, round_id))
    return answer(await database.write(work))
