"""Telling the queue node of students before they ask: their tokens are then checked already.

A check of a new token costs more than all the rest of a submission. Students open their pages
before the rush begins, so that check need not be made in the second in which everybody submits.
"""

from __future__ import annotations

import asyncio
import logging

import msgspec

from backend.common.client import SocketClient
from backend.common.errors import Refused
from backend.common.services import QUEUE
from backend.common.tickets import Newcomers
from backend.common.tokens import STUDENT, Identity

MOST = 200  # tokens a call
MOST_WAITING = 100_000  # tokens; what is not told is checked when it is used

log = logging.getLogger(__name__)


class Herald:
    """Passes new tokens of students on; nothing depends on it."""

    def __init__(self, client: SocketClient) -> None:
        self._client = client
        self._waiting: list[str] = []
        self._arrived = asyncio.Event()

    def announce(self, token: str, identity: Identity) -> None:
        """`token` was seen for the first time and speaks for `identity`."""
        if identity.role == STUDENT and len(self._waiting) < MOST_WAITING:
            self._waiting.append(token)
            self._arrived.set()

    async def run(self) -> None:
        """Tell what gathers, for as long as this runs."""
        while True:
            await self._arrived.wait()
            told, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            if not self._waiting:
                self._arrived.clear()
            content = msgspec.json.encode(Newcomers(told))
            try:
                (await self._client.post(QUEUE.name, "/tokens", content=content)).raise_for_status()
            except Refused as refused:
                log.info("%d tokens will be checked when they are used: %s", len(told), refused)
