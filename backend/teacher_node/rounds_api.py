"""Rounds of terms, for administrators; the data node decides."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backend.common.bodies import documented
from backend.common.deps import Administrator
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
from backend.teacher_node.forwarding import Forward, own

router = APIRouter(tags=["rounds"])


@router.get(
    "/terms/{code}/rounds",
    summary="The rounds of a term",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_term", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=RoundList, example=ROUNDS_EXAMPLE),
)
async def get_rounds(code: NamedTerm, _user: Administrator, forward: Forward) -> Response:
    """By their opening. A term without rounds takes requests whenever it is open."""
    return await forward.get(_of_term(code))


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
        "service_away",
    ),
    openapi_extra=documented(
        NewRound, RoundView, status=201, takes_example=NEW_ROUND_EXAMPLE, example=ROUND_EXAMPLE
    ),
)
async def post_round(
    request: Request, code: NamedTerm, _user: Administrator, forward: Forward
) -> Response:
    """From the first round on the term takes requests only while a round permits them."""
    return own(await forward.call("POST", _of_term(code), content=await request.body()))


@router.get(
    "/rounds/{round_id}",
    summary="One round",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_round", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=RoundView, example=ROUND_EXAMPLE),
)
async def get_round(round_id: RoundId, _user: Administrator, forward: Forward) -> Response:
    """Times are Unix seconds."""
    return await forward.get(f"/rounds/{round_id}")


@router.get(
    "/rounds/{round_id}/students",
    summary="The students whom a round names",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_round", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=RoundStudents, example=ROUND_STUDENTS_EXAMPLE),
)
async def get_round_students(round_id: RoundId, _user: Administrator, forward: Forward) -> Response:
    """By user name; the whole list."""
    return await forward.get(f"/rounds/{round_id}/students")


@router.patch(
    "/rounds/{round_id}",
    summary="Change a round",
    response_model=None,
    responses=errors(
        *STAFF_ONLY,
        "no_such_round",
        "unknown_people",
        "invalid_fields",
        "bad_request",
        "service_away",
    ),
    openapi_extra=documented(
        RoundChange, RoundView, takes_example=ROUND_CHANGE_EXAMPLE, example=ROUND_EXAMPLE
    ),
)
async def patch_round(
    request: Request, round_id: RoundId, _user: Administrator, forward: Forward
) -> Response:
    """What waits in line is decided by the round as it is then."""
    path = f"/rounds/{round_id}"
    return own(await forward.call("PATCH", path, content=await request.body()))


@router.delete(
    "/rounds/{round_id}",
    summary="Remove a round",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_round", "invalid_fields", "service_away"),
    openapi_extra=documented(gives=RoundView, example=ROUND_EXAMPLE),
)
async def delete_round(round_id: RoundId, _user: Administrator, forward: Forward) -> Response:
    """The round as it was; without its last one the term takes requests whenever it is open."""
    return own(await forward.call("DELETE", f"/rounds/{round_id}"))


def _of_term(code: str) -> str:
    return f"/terms/{quote(code, safe='')}/rounds"
