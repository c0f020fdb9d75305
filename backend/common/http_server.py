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
from fastapi import Response
from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from backend.common.guarded import USUAL_BODY, GuardedApp
from backend.common.remembering import remember
from backend.common.whole_request import QuickEndpoint, WholeRequest

STATUS_LINES: Final = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}".encode() for status in HTTPStatus
}
LOOK_AGAIN: Final = 5.0  # seconds after which a busy connection is looked at once more
BODY_WITHIN: Final = 60.0  # seconds from the first look at a body that has not come whole
LARGE_BODY_WITHIN: Final = 900.0  # of one that is larger than usual, or does not say
REMEMBERED_URLS: Final = 2048
LONGEST_HEAD: Final = 64 * 1024  # bytes before a body, not counting those that came first
HEAD_TOO_LARGE: Final = STATUS_LINES[431] + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
TOO_SLOW: Final = STATUS_LINES[408] + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
WITHOUT_BODY: Final = frozenset({204, 304})
_UNHEARD: Final = asyncio.Event()  # set when a client has gone; a whole request waits for nothing


class QuickCycle:
    """One request and its answer; what uvicorn asks of a cycle, and no more.

    Attributes:
        disconnected: the client has gone.
        response_complete: the answer was written, or nobody waits for it.
    """

    __slots__ = (
        "body",
        "by_name",
        "disconnected",
        "endpoint",
        "keep_alive",
        "message_event",
        "response_complete",
        "scope",
    )

    def __init__(
        self,
        endpoint: QuickEndpoint,
        scope: Scope,
        by_name: dict[bytes, bytes],
        *,
        keep_alive: bool,
    ) -> None:
        self.endpoint = endpoint
        self.scope = scope
        self.by_name = by_name
        self.keep_alive = keep_alive
        self.body: list[bytes] = []
        self.disconnected = False
        self.response_complete = False
        self.message_event = _UNHEARD


class QuickProtocol(HttpToolsProtocol):
    """HTTP for a `GuardedApp`; any other application is served as by uvicorn alone."""

    _taking: QuickCycle | None = None
    _idle_since = 0.0  # the loop's time
    _head: int | None = None  # bytes of a head that has begun and has not ended
    _incomplete: tuple[object, float] | None = None  # whose body is waited for, and since when

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody is there; who says nothing whole is idle from now on."""
        super().connection_made(transport)
        self._idle_since = now = self.loop.time()
        self._look_again(now + self.timeout_keep_alive)

    def data_received(self, data: bytes) -> None:
        """Take what has come; nobody waits for a head without end, which would fill the memory."""
        before = self._head
        super().data_received(data)
        if before is not None and self._head is not None:  # it goes on
            self._head += len(data)
            if self._head > LONGEST_HEAD and not self.transport.is_closing():
                self.transport.write(HEAD_TOO_LARGE)
                self.transport.close()

    def on_message_begin(self) -> None:
        """A request begins; what only uvicorn needs is made when it is known to be needed."""
        self._head = 0
        self.url = b""
        self.expect_100_continue = False
        self.headers = []

    def on_headers_complete(self) -> None:
        """Decide who answers."""
        self._head = None
        self._taking = taking = self._quick_cycle()
        if taking is not None:
            self.cycle = cast(Any, taking)  # uvicorn asks it for no more than it has
            return
        url, headers, expect = self.url, self.headers, self.expect_100_continue
        super().on_message_begin()
        self.url, self.expect_100_continue = url, expect
        self.headers.extend(headers)
        super().on_headers_complete()

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
        body = taking.body[0] if len(taking.body) == 1 else b"".join(taking.body)
        request = WholeRequest(taking.scope, taking.by_name, body)
        app: GuardedApp = taking.scope["app"]
        answer = None if self.flow.write_paused else app.at_once(request)
        if answer is not None:
            self._write(taking, answer_bytes(answer, keep_alive=taking.keep_alive))
            return
        task = self.loop.create_task(self._answer(taking, request))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _quick_cycle(self) -> QuickCycle | None:
        parser, before = self.parser, self.cycle
        if before is not None and not before.response_complete:
            return None  # pipelined
        by_name = dict(self.headers)
        if parser.should_upgrade() or self.expect_100_continue or not _is_short(by_name):
            return None
        app = self.app
        if not isinstance(app, GuardedApp) or self.limit_concurrency is not None:
            return None
        path, raw_path, query = _parts(self.url)
        method = parser.get_method()
        endpoint = app.quick(method, raw_path)
        if endpoint is None:
            return None
        scope = {
            "type": "http",
            "method": method.decode("ascii"),
            "path": path,
            "raw_path": raw_path,
            "query_string": query,
            "root_path": "",
            "scheme": self.scheme,
            "headers": self.headers,
            "client": self.client,
            "server": self.server,
            "app": app,
        }
        keep_alive = parser.get_http_version() == "1.1" and parser.should_keep_alive()
        return QuickCycle(endpoint, scope, by_name, keep_alive=keep_alive)

    async def _answer(self, cycle: QuickCycle, request: WholeRequest) -> None:
        try:
            answer = await cycle.endpoint(request)
            content = answer_bytes(answer, keep_alive=cycle.keep_alive)
        except BaseException:
            self.transport.abort()  # rather than leave the client waiting for nothing
            raise
        if self.flow.write_paused and not cycle.disconnected:
            await self.flow.drain()
        self._write(cycle, content)

    def _write(self, cycle: QuickCycle, content: bytes) -> None:
        cycle.response_complete = True
        if cycle.disconnected or self.transport.is_closing():
            return
        self.transport.write(content)
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request; one timer a connection looks now and then how long already."""
        if self.pipeline or self.transport.is_closing():
            super().on_response_complete()
            return
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        self._idle_since = now = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._look_again(now + self.timeout_keep_alive)

    def _unset_keepalive_if_required(self) -> None:
        """Leave the timer alone; it looks for itself."""

    def connection_lost(self, exc: Exception | None) -> None:
        """The end."""
        super().connection_lost(exc)
        super()._unset_keepalive_if_required()

    def timeout_keep_alive_handler(self) -> None:
        """Close the connection if it has been idle for so long, or look again when it may be."""
        self.timeout_keep_alive_task = None
        if self._is_too_slow():
            self._give_up()
            return
        until = self._idle_since + self.timeout_keep_alive
        busy = self.cycle is not None and not self.cycle.response_complete
        if self.loop.time() >= until and not busy:
            super().timeout_keep_alive_handler()
        elif not self.transport.is_closing():
            self._look_again(max(until, self.loop.time() + LOOK_AGAIN) if busy else until)

    def _is_too_slow(self) -> bool:
        """Whether the body under way has been waited for long enough."""
        cycle = self.cycle
        if self._taking is None and not getattr(cycle, "more_body", False):
            self._incomplete = None
            return False
        now = self.loop.time()
        if self._incomplete is None or self._incomplete[0] is not cycle:
            self._incomplete = (cycle, now)
        usual = self._taking is not None or _is_short(dict(self.headers))
        return now - self._incomplete[1] >= (BODY_WITHIN if usual else LARGE_BODY_WITHIN)

    def _give_up(self) -> None:
        if self._taking is not None or not self.cycle.response_started:
            self.transport.write(TOO_SLOW)
        self.transport.close()

    def _look_again(self, at: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_at(at, self.timeout_keep_alive_handler)


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


def _is_short(by_name: dict[bytes, bytes]) -> bool:
    """Whether the body has a usual length, which is said."""
    if b"transfer-encoding" in by_name:
        return False
    length = by_name.get(b"content-length", b"0")
    return length.isdigit() and int(length) <= USUAL_BODY


@remember(REMEMBERED_URLS)
def _parts(url: bytes) -> tuple[str, bytes, bytes]:
    """Path decoded, path as it came, query."""
    parsed = httptools.parse_url(url)
    path = parsed.path.decode("ascii")
    return unquote(path) if "%" in path else path, parsed.path, parsed.query or b""
