"""The one call that everybody makes in the same second: those that came together go on together."""

from __future__ import annotations

import logging
import secrets

import msgspec
from fastapi import Request, Response

from backend.common import bundle
from backend.common.bundle import Asked, Told
from backend.common.client import IDEMPOTENCY_KEY, SocketClient
from backend.common.errors import PROBLEM_TYPE, Refused
from backend.common.services import STUDENT
from backend.common.together import Together
from backend.gateway.headers import said_by_the_gateway

PATH = "/selections"
LARGEST_CALL = 1000  # requests
LONGEST_BODY = 4 * 1024  # bytes: a long list; a request with more of them goes on alone
LONGEST_LINES = 4 * 1024  # bytes of token and key, likewise; so that no bundle is too large
KEY_BYTES = 12
ANSWER_WITHIN = 15.0  # seconds, the wait for the call before included
CONNECT_WITHIN = 4.0  # seconds; longer than a door needs to start again

log = logging.getLogger(__name__)


class Selections:
    """Collects `POST /api/student/selections` and answers each."""

    def __init__(self, client: SocketClient) -> None:
        self._client = client
        self._together = Together(self._carry, LARGEST_CALL)

    @staticmethod
    async def is_usual(request: Request) -> bool:
        """Whether a request may share a call: it must not make that too large for others."""
        lines = [request.headers.get(name, "") for name in ("authorization", IDEMPOTENCY_KEY)]
        return (
            not request.scope["query_string"]
            and len(await request.body()) <= LONGEST_BODY
            and sum(map(len, lines)) <= LONGEST_LINES
        )

    async def run(self) -> None:
        """Hand on what gathers, for as long as this runs."""
        await self._together.run()

    async def answer(self, request: Request) -> Response:
        """The student node's answer.

        A request without an Idempotency-Key gets one here, so that a bundle that got no answer
        can be handed on once more and nothing is done twice.
        """
        headers = request.headers
        key = headers.get(IDEMPOTENCY_KEY) or secrets.token_hex(KEY_BYTES)
        asked = Asked(headers.get("authorization", ""), key, await request.body())
        return _response((await self._together.add([asked]))[0])

    async def _carry(self, asked: list[Asked]) -> list[Told]:
        try:
            answer = await self._client.post(
                STUDENT.name,
                bundle.PATH,
                content=bundle.encoder.encode(asked),
                headers={IDEMPOTENCY_KEY: secrets.token_hex(KEY_BYTES)},
                timeout=self._together.left(ANSWER_WITHIN),
                patience=CONNECT_WITHIN,
            )
            return bundle.told_decoder.decode(answer.raise_for_status().content)
        except Refused as refused:
            log.warning("%d selections could not be handed on: %s", len(asked), refused)
        except msgspec.MsgspecError:
            log.exception("the student node's answer could not be read")
        away = Refused("service_away", service=f"The {STUDENT.title}")
        return [Told(away.refusal.status, away.headers["Retry-After"], away.body())] * len(asked)


def _response(told: Told) -> Response:
    kind = PROBLEM_TYPE if told.status >= 400 else "application/json"
    answer = Response(told.body, status_code=told.status, media_type=kind)
    if told.retry_after:
        answer.headers["retry-after"] = told.retry_after
    answer.raw_headers += said_by_the_gateway()
    return answer
