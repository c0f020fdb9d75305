"""Draws of rounds over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from fastapi import APIRouter, Response

from backend.common.bodies import answer, documented
from backend.common.deps import Administrator, Limit, NodeDatabase
from backend.common.parameters import STAFF_ONLY, After, RoundId
from backend.common.rounds import DRAW_EXAMPLE, ROUND_EXAMPLE, DrawResult, RoundView
from backend.common.service import errors
from backend.data_node import deeds, draw_result, draws, rounds
from backend.data_node.deeds import Work
from backend.data_node.doer import ByWhom, Doer

router = APIRouter(tags=["rounds"])


@router.get(
    "/rounds/{round_id}/draw",
    summary="What the draw of a round decided",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_round", "invalid_fields"),
    openapi_extra=documented(gives=DrawResult, example=DRAW_EXAMPLE),
)
async def get_draw(
    round_id: RoundId,
    _user: Administrator,
    database: NodeDatabase,
    after: After = 0,
    limit: Limit = 1000,
) -> Response:
    """In its order, after place `after`; with the seed of the round anybody can draw again."""
    return answer(await database.read(draw_result.page, round_id, after, limit))


@router.post(
    "/rounds/{round_id}/close",
    summary="Close a round now",
    response_model=None,
    responses=errors(*STAFF_ONLY, "no_such_round", "round_not_begun", "invalid_fields"),
    openapi_extra=documented(gives=RoundView, example=ROUND_EXAMPLE),
)
async def close_round(
    round_id: RoundId, _user: Administrator, doer: ByWhom, database: NodeDatabase
) -> Response:
    """What it has collected is drawn as soon as the line is through. One that is over stays."""
    return answer(await database.write(_noted(doer, round_id, draws.close)))


@router.post(
    "/rounds/{round_id}/decide",
    summary="Draw a round now",
    response_model=None,
    responses=errors(
        *STAFF_ONLY,
        "no_such_round",
        "round_without_draw",
        "round_still_open",
        "term_closed",
        "invalid_fields",
    ),
    openapi_extra=documented(gives=RoundView, example=ROUND_EXAMPLE),
)
async def decide_round(
    round_id: RoundId, _user: Administrator, doer: ByWhom, database: NodeDatabase
) -> Response:
    """Without waiting for the line: what comes out of it later is decided after the draw."""
    return answer(await database.write(_noted(doer, round_id, draws.decide)))


def _noted(
    doer: Doer, round_id: int, work: Callable[[sa.Connection, int, float], RoundView]
) -> Work[RoundView]:
    """`work` as the audit log will have it."""
    return deeds.changed(
        doer,
        "round_changed",
        deeds.round_target,
        lambda connection: rounds.get(connection, round_id),
        lambda connection: work(connection, round_id, doer.now),
    )
