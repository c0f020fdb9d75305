"""One keep-alive connection to a server, with one call at a time on it (HTTP/1.1)."""

from __future__ import annotations

import asyncio
import select
from collections.abc import Callable
from typing import Final

import httptools

from backend.common.http_answer import ComingAnswer, RawHeaders

INTERIM: Final = range(100, 200)  # answers that another one follows
LONGEST_HEAD: Final = 64 * 1024  # bytes of status and header lines
STALE_AFTER: Final = 0.005  # seconds idle after which one looks whether the server has hung up


class Connection(asyncio.Protocol):
    """Sends a call and fills its answer.

    Bytes that nobody asked for end it, so that no answer is ever taken for that of another call.

    Args:
        released: called when it is free for the next call.
        lost: called once when it has ended.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        released: Callable[[Connection], None],
        lost: Callable[[Connection], None],
    ) -> None:
        self.idle_since = 0.0
        self.usable = False
        self._loop = loop
        self._released = released
        self._lost = lost
        self._transport: asyncio.Transport
        self._parser: httptools.HttpResponseParser | None = None
        self._answer: ComingAnswer | None = None
        self._without_body = False
        self._keep = False
        self._paused = False
        self._head_length = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """It stands."""
        self._transport = transport
        self._parser = httptools.HttpResponseParser(self)
        self.usable = True

    def send(self, request: bytes, answer: ComingAnswer, *, is_head: bool) -> None:
        """Send a call on this idle connection."""
        self._answer = answer
        self._without_body = is_head
        self._head_length = 0
        if not answer.whole:
            answer.pause, answer.resume = self._pause, self._resume
        self._transport.write(request)

    def is_stale(self, now: float) -> bool:
        """Whether the server has hung up on this idle connection without our having seen it yet."""
        if not self.usable or self._transport.is_closing():
            return True
        if now - self.idle_since < STALE_AFTER:
            return False
        poll = select.poll()
        poll.register(self._transport.get_extra_info("socket").fileno(), select.POLLIN)
        return bool(poll.poll(0))

    def abort(self) -> None:
        """End it now."""
        self.usable = False
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """More of the answer."""
        answer, parser = self._answer, self._parser
        if answer is None or parser is None:
            self.abort()
            return
        if not answer.status:
            self._head_length += len(data)
            if self._head_length > LONGEST_HEAD + len(data):
                self._break(ConnectionError("the answer has too long a head"))
                return
        try:
            parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._break(ConnectionError("the answer is no HTTP"))
            return
        if answer.complete:
            self._finish(answer)

    def on_message_begin(self) -> None:
        """An answer begins; it must be one that somebody waits for."""
        if self._answer is None or self._answer.complete:
            raise ConnectionError("an answer that nobody asked for")

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header line."""
        answer = self._answer
        if answer is not None and not answer.status:
            answer.raw_headers.append((name, value))

    def on_headers_complete(self) -> None:
        """The whole head is there."""
        answer, parser = self._answer, self._parser
        assert answer is not None and parser is not None  # noqa: S101, PT018 - checked at the start
        status = parser.get_status_code()
        if status in INTERIM:
            return
        answer.begin(status)
        if self._without_body:
            answer.end()
            self._keep = parser.should_keep_alive()
            self._parser = httptools.HttpResponseParser(self)

    def on_body(self, body: bytes) -> None:
        """More of the body."""
        if self._answer is None or self._answer.complete:
            raise ConnectionError("a body that nobody asked for")
        self._answer.add(body)

    def on_message_complete(self) -> None:
        """The end of an answer, or of an interim one."""
        answer, parser = self._answer, self._parser
        assert answer is not None and parser is not None  # noqa: S101, PT018 - checked at the start
        if answer.complete:
            return
        if not answer.status:
            answer.raw_headers.clear()
            return
        self._keep = parser.should_keep_alive()
        answer.end()

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended; so has an answer whose length nothing else says."""
        self.usable = False
        answer, self._answer, self._parser = self._answer, None, None
        if answer is not None:
            if exc is None and answer.status and _has_no_length(answer.raw_headers):
                answer.end()
            answer.fail(exc or ConnectionError("the connection ended before the answer"))
        self._lost(self)

    def _finish(self, answer: ComingAnswer) -> None:
        self._answer = answer.pause = answer.resume = None
        if self._paused:
            self._resume()
        sent = not self._transport.get_write_buffer_size()
        if self._keep and sent and self.usable:
            self.idle_since = self._loop.time()
            self._released(self)
        else:
            self.abort()

    def _break(self, error: Exception) -> None:
        if self._answer is not None:
            self._answer.fail(error)
        self.abort()

    def _pause(self) -> None:
        if not self._paused and not self._transport.is_closing():
            self._paused = True
            self._transport.pause_reading()

    def _resume(self) -> None:
        if self._paused and not self._transport.is_closing():
            self._paused = False
            self._transport.resume_reading()


def _has_no_length(headers: RawHeaders) -> bool:
    return not any(name.lower() in (b"content-length", b"transfer-encoding") for name, _ in headers)
