"""The connections to one server: kept, limited, and given out in the order of asking."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections import deque
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from backend.common.address import Target
from backend.common.http_answer import END, HEAD, ComingAnswer
from backend.common.http_connection import Connection

CONNECT_TIMEOUT: Final = 2.0  # seconds
POOL_SIZE: Final = 100  # connections a server; far below a server's accept backlog
KEEP_ALIVE: Final = 30.0  # seconds an idle connection is kept; shorter than the servers keep theirs
SECOND_ADDRESS_AFTER: Final = 0.25  # seconds (RFC 8305)
DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class NoConnectionError(Exception):
    """No byte of the call was sent.

    Attributes:
        hopeless: another try would end the same way.
    """

    def __init__(self, cause: str, *, hopeless: bool = False) -> None:
        super().__init__(cause)
        self.hopeless = hopeless


class Pool:
    """Up to `limit` connections to `target`.

    Args:
        trust: makes what `https` servers are verified with.
    """

    def __init__(
        self,
        target: Target,
        trust: Callable[[], ssl.SSLContext],
        limit: int = POOL_SIZE,
    ) -> None:
        self._target = target
        self._trust = trust
        self._limit = limit
        self._open: set[Connection] = set()
        self._promised = 0  # connections that are being made
        self._idle: deque[Connection] = deque()
        self._waiting: deque[asyncio.Future[Connection | None]] = deque()
        self._loop = asyncio.get_running_loop()
        self.host = urlsplit(target.origin).netloc.rpartition("@")[2] or "localhost"

    async def call(self, request: bytes, until: float, *, is_head: bool) -> ComingAnswer:
        """The answer, in full by `until` (the loop's time).

        Raises:
            NoConnectionError: nothing was sent.
            OSError, TimeoutError: something may have been sent.
        """
        answer = ComingAnswer(self._loop, whole=True)
        connection = self._take() or await self._wait_for_one(until)
        connection.send(request, answer, is_head=is_head)
        timer = self._loop.call_at(until, answer.time_is_up)
        try:
            waiter = answer.until(END)
            if waiter is not None:
                await waiter
            answer.check()
        finally:
            timer.cancel()
            if not answer.complete:
                connection.abort()
        return answer

    async def begin(
        self, request: bytes, until: float, *, is_head: bool
    ) -> tuple[ComingAnswer, Connection]:
        """An answer whose head is there by `until`, and the connection that brings the rest.

        Abort the connection if the answer is not wanted to its end.

        Raises:
            NoConnectionError, OSError, TimeoutError: as `call`.
        """
        answer = ComingAnswer(self._loop, whole=False)
        connection = self._take() or await self._wait_for_one(until)
        connection.send(request, answer, is_head=is_head)
        timer = self._loop.call_at(until, answer.time_is_up)
        try:
            waiter = answer.until(HEAD)
            if waiter is not None:
                await waiter
            answer.check()
        except BaseException:
            connection.abort()
            raise
        finally:
            timer.cancel()
        return answer, connection

    async def aclose(self) -> None:
        """End all connections; who still waits for one gets none."""
        waiting, self._waiting = self._waiting, deque()
        for place in waiting:
            if not place.done():
                place.set_exception(NoConnectionError("the client was closed", hopeless=True))
        for connection in list(self._open):
            connection.abort()
        self._idle.clear()
        await asyncio.sleep(0)

    def _take(self) -> Connection | None:
        """The connection that was used last, unless the server has hung up on it."""
        idle, now = self._idle, self._loop.time()
        while idle and now - idle[0].idle_since > KEEP_ALIVE:
            idle.popleft().abort()
        while idle:
            connection = idle.pop()
            if not connection.is_stale(now):
                return connection
            connection.abort()
        return None

    async def _wait_for_one(self, until: float) -> Connection:
        connection = await self._new_or_free(until)
        if not connection.usable:
            raise NoConnectionError("the server hung up at once")
        return connection

    async def _new_or_free(self, until: float) -> Connection:
        """A new connection, or the next one that is free where there are enough."""
        if len(self._open) + self._promised < self._limit and not self._waiting:
            self._promised += 1
        else:
            connection = await self._in_line(until)
            if connection is not None:
                return connection
        try:
            return await self._connect(until)
        finally:
            self._promised -= 1
            self._let_one_connect()

    async def _in_line(self, until: float) -> Connection | None:
        """A connection that came free, or None: the right to make one, which is promised then."""
        place: asyncio.Future[Connection | None] = self._loop.create_future()
        self._waiting.append(place)
        try:
            async with asyncio.timeout_at(until):
                return await place
        except TimeoutError:
            self._leave(place)
            raise NoConnectionError("all connections were busy until the end") from None
        except BaseException:
            self._leave(place)
            raise

    def _leave(self, place: asyncio.Future[Connection | None]) -> None:
        """Give up a place in the line, and pass on what it may have got in the same moment."""
        if place in self._waiting:
            self._waiting.remove(place)
        elif place.done() and not place.cancelled() and place.exception() is None:
            connection = place.result()
            if connection is None:
                self._promised -= 1
                self._let_one_connect()
            elif connection.usable:
                self._released(connection)

    def _released(self, connection: Connection) -> None:
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(connection)
                return
        if connection in self._open:
            self._idle.append(connection)
        else:
            connection.abort()

    def _lost(self, connection: Connection) -> None:
        if connection in self._open:
            self._open.remove(connection)
            if connection in self._idle:
                self._idle.remove(connection)
            self._let_one_connect()

    def _let_one_connect(self) -> None:
        while self._waiting and len(self._open) + self._promised < self._limit:
            place = self._waiting.popleft()
            if not place.done():
                self._promised += 1
                place.set_result(None)
                return

    async def _connect(self, until: float) -> Connection:
        now = self._loop.time()
        try:
            async with asyncio.timeout_at(min(until, now + CONNECT_TIMEOUT)):
                _, connection = await self._open_one()
        except TimeoutError:
            raise NoConnectionError("no connection in time") from None
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", "") or error.reason or str(error)
            raise NoConnectionError(f"no trust: {reason}", hopeless=True) from error
        except OSError as error:
            raise NoConnectionError(words(error)) from error
        self._open.add(connection)
        return connection

    def _new(self) -> Connection:
        return Connection(self._loop, self._released, self._lost)

    async def _open_one(self) -> tuple[asyncio.BaseTransport, Connection]:
        if self._target.socket_path:
            return await self._loop.create_unix_connection(self._new, self._target.socket_path)
        parts = urlsplit(self._target.origin)
        options: dict[str, Any] = {}
        if parts.scheme == "https":
            options["ssl"] = self._trust()
        if isinstance(self._loop, asyncio.BaseEventLoop):  # uvloop tries one after the other
            options["happy_eyeballs_delay"] = SECOND_ADDRESS_AFTER
        host, port = parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]
        return await self._loop.create_connection(self._new, host, port, **options)


def words(error: BaseException) -> str:
    """What an error says, without its number."""
    number = getattr(error, "errno", None)
    if isinstance(number, int) and number > 0 and not isinstance(error, ssl.SSLError):
        return os.strerror(number)
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
