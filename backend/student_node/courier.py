"""Carrying submissions to the queue node: what gathers during one call shares the next."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence

import msgspec

from backend.common.client import IDEMPOTENCY_KEY, SocketClient
from backend.common.errors import Refused
from backend.common.services import QUEUE
from backend.common.tickets import Replies, Reply, Submission, Submissions
from backend.common.together import Together

LARGEST_CALL = 1000  # submissions
LARGEST_BODY = 8 * 1024 * 1024  # bytes; the queue node takes twice as many
ANSWER_WITHIN = 10.0  # seconds, the wait for the call before included
CONNECT_WITHIN = 3.0  # seconds; longer than a node needs to start again

log = logging.getLogger(__name__)


class Courier:
    """One call at a time, in the order in which the submissions came."""

    def __init__(self, client: SocketClient) -> None:
        self._client = client
        self._together = Together(self._carry, LARGEST_CALL)

    async def send(self, submissions: Sequence[Submission]) -> list[Reply]:
        """The queue node's replies; a problem `service_away` where it gave none."""
        replies: list[Reply] = []
        for begin in range(0, len(submissions), LARGEST_CALL):
            replies += await self._together.add(submissions[begin : begin + LARGEST_CALL])
        return replies

    async def run(self) -> None:
        """Carry what gathers, for as long as this runs."""
        await self._together.run()

    async def _carry(self, submissions: Sequence[Submission]) -> list[Reply]:
        content = msgspec.json.encode(Submissions(list(submissions)))
        if len(content) > LARGEST_BODY and len(submissions) > 1:
            half = len(submissions) // 2
            return await self._carry(submissions[:half]) + await self._carry(submissions[half:])
        try:
            answer = await self._client.post(
                QUEUE.name,
                "/tickets",
                content=content,
                headers={IDEMPOTENCY_KEY: secrets.token_hex(8)},
                timeout=self._together.left(ANSWER_WITHIN),
                patience=CONNECT_WITHIN,
            )
            answer.raise_for_status()
            replies = msgspec.json.decode(answer.content, type=Replies).replies
            if len(replies) == len(submissions):
                return replies
            log.error("%d submissions got %d replies", len(submissions), len(replies))
        except Refused as refused:
            log.warning("submissions could not be handed on: %s", refused)
        except msgspec.MsgspecError:
            log.exception("the queue node's answer could not be read")
        away = Refused("service_away", service="The Queue Node")
        return [Reply(problem=away.problem(), retry_after=away.retry_after)] * len(submissions)
