"""The answer that is one browser's event stream: as little as thousands of them may hold."""

from __future__ import annotations

import asyncio

from fastapi import Response
from starlette.types import Receive, Scope, Send

from backend.common.service import Frame
from backend.common.tokens import Identity
from backend.student_node.hub import Hub, Stream


class EventStream(Response):
    """Passes on what `hub` has for `student`, until its token ends or the browser leaves.

    Args:
        after: the last event the browser has seen; None for a new stream.
    """

    media_type = "text/event-stream"

    def __init__(self, hub: Hub, frame: Frame, student: Identity, after: int | None) -> None:
        self.status_code = 200
        self.init_headers({"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._hub = hub
        self._clock = frame.clock
        self._student = student
        self._after = after

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        stream = self._hub.open(
            self._student.person, self._student.session, self._after, self._seconds_left
        )
        leaving = asyncio.create_task(_close_when_gone(stream, receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            async for frames in self._hub.frames(stream):
                await send({"type": "http.response.body", "body": frames, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            leaving.cancel()
            self._hub.forget(stream)

    def _seconds_left(self) -> float:
        return self._student.expires - self._clock()


async def _close_when_gone(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.close()
