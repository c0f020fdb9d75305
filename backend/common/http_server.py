"""The server's side of a connection: the busiest routes are answered without ASGI's messages.

uvicorn reads requests and starts an application for each; what comes back goes through its
checks message by message. For a route whose answer is one piece that is most of the cost, so such
a route gets its request when the body is complete, and its answer is written in one go. Everything
else (streams, large or chunked bodies, pipelined requests) stays with uvicorn.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, Final, cast
from urllib.parse import unquote

import httptools
from fastapi import Request, Response
from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from backend.common.guarded import USUAL_BODY, Endpoint, GuardedApp

STATUS_LINES: Final = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}".encode() for status in HTTPStatus
}
WITHOUT_BODY: Final = frozenset({204, 304})
_UNHEARD: Final = asyncio.Event()  # set when a client has gone; a whole request waits for nothing


class WholeRequest(Request):
    """A request whose body is here already."""

    def __init__(self, scope: Scope, body: bytes) -> None:
        super().__init__(scope)
        self._whole = body

    async def body(self) -> bytes:
        """The body."""
        return self._whole


class QuickCycle:
    """One request and its answer; what uvicorn asks of a cycle, and no more.

    Attributes:
        disconnected: the client has gone.
        response_complete: the answer was written, or nobody waits for it.
    """

    __slots__ = (
        "body",
        "disconnected",
        "endpoint",
        "keep_alive",
        "message_event",
        "response_complete",
        "scope",
    )

    def __init__(self, endpoint: Endpoint, scope: Scope, *, keep_alive: bool) -> None:
        self.endpoint = endpoint
        self.scope = scope
        self.keep_alive = keep_alive
        self.body: list[bytes] = []
        self.disconnected = False
        self.response_complete = False
        self.message_event = _UNHEARD


class QuickProtocol(HttpToolsProtocol):
    """HTTP for a `GuardedApp`; any other application is served as by uvicorn alone."""

    _taking: QuickCycle | None = None

    def on_headers_complete(self) -> None:
        """Decide who answers."""
        self._taking = taking = self._quick_cycle()
        if taking is None:
            super().on_headers_complete()
        else:
            self.cycle = cast(Any, taking)  # uvicorn asks it for no more than it has

    def on_body(self, body: bytes) -> None:
        """More of the body."""
        if self._taking is None:
            super().on_body(body)
        else:
            self._taking.body.append(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        taking, self._taking = self._taking, None
        if taking is None:
            super().on_message_complete()
            return
        task = self.loop.create_task(self._answer(taking))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _quick_cycle(self) -> QuickCycle | None:
        parser, before = self.parser, self.cycle
        if before is not None and not before.response_complete:
            return None  # pipelined
        if parser.should_upgrade() or self.expect_100_continue or not _is_short(self.headers):
            return None
        app = self.app
        if not isinstance(app, GuardedApp) or self.limit_concurrency is not None:
            return None
        url = httptools.parse_url(self.url)
        method = parser.get_method()
        endpoint = app.quick(method, url.path)
        if endpoint is None:
            return None
        scope = cast(Scope, self.scope)
        path = url.path.decode("ascii")
        scope["method"] = method.decode("ascii")
        scope["path"] = unquote(path) if "%" in path else path
        scope["raw_path"] = url.path
        scope["query_string"] = url.query or b""
        scope["app"] = app
        keep_alive = parser.get_http_version() == "1.1" and parser.should_keep_alive()
        return QuickCycle(endpoint, scope, keep_alive=keep_alive)

    async def _answer(self, cycle: QuickCycle) -> None:
        body = cycle.body[0] if len(cycle.body) == 1 else b"".join(cycle.body)
        try:
            answer = await cycle.endpoint(WholeRequest(cycle.scope, body))
            content = answer_bytes(answer, keep_alive=cycle.keep_alive)
        except BaseException:
            self.transport.abort()  # rather than leave the client waiting for nothing
            raise
        if self.flow.write_paused and not cycle.disconnected:
            await self.flow.drain()
        cycle.response_complete = True
        if cycle.disconnected or self.transport.is_closing():
            return
        self.transport.write(content)
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()


def answer_bytes(answer: Response, *, keep_alive: bool) -> bytes:
    """Status line, header lines and body; the body's length is said where `answer` does not.

    Raises:
        ValueError: a header line holds a line break.
    """
    body = bytes(answer.body)
    lines = [STATUS_LINES[answer.status_code]]
    has_length = answer.status_code in WITHOUT_BODY
    for name, value in answer.raw_headers:
        has_length = has_length or name == b"content-length"
        lines.append(b"%b: %b" % (name, value))
    if not has_length:
        lines.append(b"content-length: %d" % len(body))
    if not keep_alive:
        lines.append(b"connection: close")
    head = b"\r\n".join(lines)
    if head.count(b"\n") != len(lines) - 1 or head.count(b"\r") != len(lines) - 1:
        raise ValueError("a header line holds a line break")
    return b"%b\r\n\r\n%b" % (head, body)


def _is_short(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether the body has a usual length, which is said."""
    for name, value in headers:
        if name == b"transfer-encoding":
            return False
        if name == b"content-length":
            return value.isdigit() and int(value) <= USUAL_BODY
    return True
