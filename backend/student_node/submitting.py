"""From a `POST /selections` to its answer; many that came in one moment go on together."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from fastapi import Request, Response

from backend.common import bundle
from backend.common.bodies import answer, decode_body
from backend.common.bundle import Asked, Told
from backend.common.client import IDEMPOTENCY_KEY
from backend.common.deps import require, token_in
from backend.common.errors import Refused
from backend.common.guarded import problem_response
from backend.common.service import Frame
from backend.common.tickets import Reply, Submission, require_key
from backend.common.tokens import STUDENT
from backend.student_node.desk import Desk
from backend.student_node.selections import decoder, submissions_of

log = logging.getLogger(__name__)

RETRY_AFTER = "retry-after"


class Wish(NamedTuple):
    """What one request asks for.

    Attributes:
        entries: in its order; one of an unknown section is answered already.
        listed: it was a list, and so is its answer.
    """

    entries: list[Submission | Reply]
    listed: bool


async def select(request: Request) -> Response:
    """Answer one request."""
    headers = request.headers
    asked = Asked(
        headers.get("authorization", ""), headers.get(IDEMPOTENCY_KEY, ""), await request.body()
    )
    return (await _answers(request.app.state.frame, request.app.state.desk, [asked]))[0]


async def select_together(request: Request) -> Response:
    """Answer what the gateway has collected, each as if it had come alone."""
    try:
        asked = bundle.asked_decoder.decode(await request.body())
    except msgspec.MsgspecError as error:
        raise Refused("bad_request", detail=f"no bundle of selections: {error}") from None
    answers = await _answers(request.app.state.frame, request.app.state.desk, asked)
    told = [
        Told(one.status_code, one.headers.get(RETRY_AFTER, ""), bytes(one.body)) for one in answers
    ]
    return Response(bundle.encoder.encode(told), media_type="application/msgpack")


async def _answers(frame: Frame, desk: Desk, asked: Sequence[Asked]) -> list[Response]:
    wishes = [await _wish_of(frame, desk, one) for one in asked]
    sent = [
        entry
        for wish in wishes
        if isinstance(wish, Wish)
        for entry in wish.entries
        if isinstance(entry, Submission)
    ]
    replies = iter(await desk.courier.send(sent))
    return [
        _answer(wish, [next(replies) if isinstance(e, Submission) else e for e in wish.entries])
        if isinstance(wish, Wish)
        else problem_response(wish)
        for wish in wishes
    ]


async def _wish_of(frame: Frame, desk: Desk, asked: Asked) -> Wish | Refused:
    try:
        token = token_in(asked.authorization)
        require(await frame.verifier.identify(token), STUDENT)
        body = decode_body(asked.body, decoder)
        if asked.key:
            require_key(asked.key)
    except Refused as refused:
        return refused
    except Exception:  # of this one alone: its neighbours are answered
        log.exception("a selection cannot be read")
        return Refused("internal_error")
    listed = isinstance(body, list)
    selections = body if isinstance(body, list) else [body]
    return Wish(submissions_of(selections, token, asked.key, desk.catalogue), listed)


def _answer(wish: Wish, replies: list[Reply]) -> Response:
    if wish.listed:
        return answer({"tickets": [reply.ticket or reply.problem for reply in replies]}, 202)
    reply = replies[0]
    if reply.problem is None:
        return answer(reply.ticket, 202)
    refused = Refused(reply.problem["code"], detail=reply.problem["detail"])
    refused.errors = reply.problem.get("errors", [])
    refused.retry_after = reply.retry_after
    return problem_response(refused)
