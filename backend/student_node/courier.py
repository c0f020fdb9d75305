"""Carrying submissions to the queue node: what gathers during one call shares the next."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence

import msgspec

from backend.common.client import IDEMPOTENCY_KEY, SocketClient
from backend.common.errors import Refused
from backend.common.services import QUEUE
from backend.common.tickets import Replies, Reply, Submission, Submissions

LARGEST_CALL = 1000  # submissions
CONNECT_WITHIN = 3.0  # seconds; longer than a node needs to start again

log = logging.getLogger(__name__)


class Courier:
    """One call at a time, in the order in which the submissions came."""

    def __init__(self, client: SocketClient) -> None:
        self._client = client
        self._waiting: list[tuple[Submission, asyncio.Future[Reply]]] = []
        self._arrived = asyncio.Event()

    async def send(self, submissions: Sequence[Submission]) -> list[Reply]:
        """The queue node's replies; a problem `service_away` where it gave none."""
        loop = asyncio.get_running_loop()
        futures: list[asyncio.Future[Reply]] = [loop.create_future() for _ in submissions]
        self._waiting.extend(zip(submissions, futures, strict=True))
        self._arrived.set()
        return await asyncio.gather(*futures)

    async def run(self) -> None:
        """Carry what gathers, for as long as this runs."""
        while True:
            await self._arrived.wait()
            batch, self._waiting = self._waiting[:LARGEST_CALL], self._waiting[LARGEST_CALL:]
            if not self._waiting:
                self._arrived.clear()
            replies = await self._carry([submission for submission, _ in batch])
            for (_, future), reply in zip(batch, replies, strict=True):
                if not future.done():
                    future.set_result(reply)

    async def _carry(self, submissions: list[Submission]) -> list[Reply]:
        try:
            answer = await self._client.post(
                QUEUE.name,
                "/tickets",
                content=msgspec.json.encode(Submissions(submissions)),
                headers={IDEMPOTENCY_KEY: secrets.token_hex(8)},
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
