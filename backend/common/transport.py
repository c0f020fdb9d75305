"""HTTP over Unix sockets or TCP on pooled keep-alive connections: one pool a server."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any, Protocol

import aiohttp
import msgspec
from yarl import URL

from backend.common.address import LONGEST_SOCKET_PATH, Target, split_address
from backend.common.errors import Refused, refusal_from_problem
from backend.common.services import BY_NAME, service_named
from backend.common.settings import Settings, get_settings
from backend.common.targets import Targets

DEFAULT_TIMEOUT = 10.0  # seconds for a whole call
CONNECT_TIMEOUT = 2.0  # seconds
POOL_SIZE = 100  # connections a server; far below a server's accept backlog
KEEP_ALIVE = 30.0  # seconds an idle connection is kept; shorter than the servers keep theirs
LONGEST_SILENCE = 60.0  # seconds in which a streamed answer must bring something
STREAM_TIMEOUT = aiohttp.ClientTimeout(
    total=None, sock_connect=CONNECT_TIMEOUT, sock_read=LONGEST_SILENCE
)

Params = Mapping[str, str | int | float | bool | None]
Headers = Mapping[str, str]


class ServiceAway(Refused):
    """A call got no answer.

    Attributes:
        address: who was called.
        cause: what happened, in words.
        sent: whether the server may have seen the request.
    """

    def __init__(self, service: str, address: str, cause: str, *, sent: bool) -> None:
        known = BY_NAME.get(service)
        super().__init__("service_away", service=f"The {known.title}" if known else service)
        self.address = address
        self.cause = cause
        self.sent = sent

    def __str__(self) -> str:
        return f"{self.detail} ({self.address}: {self.cause})"


class Response:
    """An answer, read to its end."""

    __slots__ = ("content", "headers", "service", "status_code")

    def __init__(
        self, status_code: int, headers: Mapping[str, str], content: bytes, service: str = ""
    ) -> None:
        self.status_code = status_code
        self.headers = headers
        self.content = content
        self.service = service

    @property
    def text(self) -> str:
        """The body as UTF-8 text."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:  # noqa: ANN401 - JSON is any value
        """The body, decoded from JSON.

        Raises:
            ValueError: the body is no JSON.
        """
        return msgspec.json.decode(self.content)

    def raise_for_status(self) -> Response:
        """This answer, if it is a good one.

        Raises:
            Refused: the refusal the other side answered with.
        """
        if self.status_code < 400:
            return self
        try:
            body = self.json()
        except ValueError:
            body = None
        pause = self.headers.get("Retry-After") or self.headers.get("retry-after") or ""
        raise refusal_from_problem(body, self.status_code, self.service or "the service", pause)


class Chunks(Protocol):
    """A body that is still coming."""

    def iter_any(self) -> AsyncIterator[bytes]:
        """Its pieces as they arrive."""
        ...


class Answer(Protocol):
    """An answer that is read while it comes."""

    @property
    def status(self) -> int:
        """The status code."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The header lines; `items()` may give a name twice."""
        ...

    @property
    def content(self) -> Chunks:
        """The body, piece by piece."""
        ...

    async def read(self) -> bytes:
        """The body to its end."""
        ...


class Transport(Protocol):
    """What `SocketClient` needs to reach a service; `InProcessTransport` is the other one."""

    def get_service_url(self, service: str, default_url: str | None = None) -> str:
        """The address to use for `service` now."""
        ...

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Params | None = None,
        json_data: object = None,
        content: bytes | None = None,
        headers: Headers | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        service: str = "",
    ) -> Response:
        """One call, answered in full."""
        ...

    def open(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        headers: Headers | None = None,
        begin_within: float = DEFAULT_TIMEOUT,
        service: str = "",
        lasting: bool = False,
    ) -> AbstractAsyncContextManager[Answer]:
        """One call whose answer is read while it comes."""
        ...

    async def reachable(self, service: str, url: str, seconds: float) -> bool:
        """Whether `service` takes connections within `seconds`, now that `url` did not."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...


class SocketTransport:
    """Calls over Unix sockets and HTTP alike.

    Args:
        use_sockets: whether to prefer sockets; None takes it from the settings.
        settings: None takes those of this process.
    """

    def __init__(self, use_sockets: bool | None = None, settings: Settings | None = None) -> None:
        self.settings = settings or get_settings()
        self.use_sockets = self.settings.sockets_on if use_sockets is None else use_sockets
        self._sessions: dict[tuple[Target, bool], aiohttp.ClientSession] = {}
        self._targets: dict[str, Targets] = {}

    def get_service_url(self, service: str, default_url: str | None = None) -> str:
        """The address of `service`: its socket where there is one, else its URL.

        Args:
            service: a name such as `"data_node"`.
            default_url: the URL to use without a socket; None takes the configured one.
        """
        chosen = self.targets_of(service).choose()
        if default_url and not chosen.startswith("unix://"):
            return default_url
        return chosen

    async def reachable(self, service: str, url: str, seconds: float) -> bool:
        """Whether `service` takes connections somewhere within `seconds`, as `url` did not.

        Args:
            url: what `get_service_url` gave.

        The address that failed is probed from now on, once for all callers, and left out until it
        answers.
        """
        return await self.targets_of(service).reachable(url, seconds)

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Params | None = None,
        json_data: object = None,
        content: bytes | None = None,
        headers: Headers | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        service: str = "",
    ) -> Response:
        """One call.

        Args:
            url: `unix:///…/x.sock/path`, `http+unix://…` or `http://…`.
            params: query parameters; those that are None are left out.
            json_data: sent as JSON.
            content: sent as it is, instead of JSON.
            timeout: seconds until an answer must be there in full.
            service: named in errors.

        Raises:
            ServiceAway: no connection, no answer in time, or a connection that broke.
        """
        sent_headers = dict(headers or {})
        data = content
        if content is None and json_data is not None:
            data = msgspec.json.encode(json_data)
            sent_headers.setdefault("Content-Type", "application/json")
        target, path = split_address(url)
        with _named_troubles(service, target):
            async with self._session(target).request(
                method,
                _url(target, path),
                params=query_of(params),
                data=data,
                headers=sent_headers,
                timeout=aiohttp.ClientTimeout(total=timeout, sock_connect=CONNECT_TIMEOUT),
                allow_redirects=False,
            ) as answer:
                body = await answer.read()
                return Response(answer.status, answer.headers, body, service)

    @asynccontextmanager
    async def open(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        headers: Headers | None = None,
        begin_within: float = DEFAULT_TIMEOUT,
        service: str = "",
        lasting: bool = False,
    ) -> AsyncIterator[Answer]:
        """One call whose answer is read while it comes.

        Args:
            begin_within: seconds until the answer must have begun; once it has, it may take its
                time, but not fall silent for longer than `LONGEST_SILENCE`.
            lasting: the answer may go on for hours; it gets a connection outside the pool, so
                that many of these leave no call without one.

        Raises:
            ServiceAway: as `request`, also while the answer is read.
        """
        target, path = split_address(url)
        with _named_troubles(service, target):
            async with asyncio.timeout(begin_within) as deadline:
                calling = self._session(target, lasting=lasting).request(
                    method,
                    _url(target, path),
                    data=content,
                    headers=headers,
                    timeout=STREAM_TIMEOUT,
                    allow_redirects=False,
                )
                async with calling as answer:
                    deadline.reschedule(None)
                    yield answer

    def _session(self, target: Target, *, lasting: bool = False) -> aiohttp.ClientSession:
        session = self._sessions.get((target, lasting))
        if session is None or session.closed:
            limit = 0 if lasting else POOL_SIZE
            connector: aiohttp.BaseConnector
            if target.socket_path:
                connector = aiohttp.UnixConnector(
                    target.socket_path, limit=limit, keepalive_timeout=KEEP_ALIVE
                )
            else:
                connector = aiohttp.TCPConnector(limit=limit, keepalive_timeout=KEEP_ALIVE)
            session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=("User-Agent", "Accept-Encoding", "Content-Type"),
            )
            self._sessions[target, lasting] = session
        return session

    def targets_of(self, service: str) -> Targets:
        """The addresses of `service` and which of them answer."""
        targets = self._targets.get(service)
        if targets is None:
            path = ""
            if self.use_sockets and service_named(service).has_socket:
                path = os.fspath(self.settings.socket_path(service))
            if len(path.encode()) > LONGEST_SOCKET_PATH:
                path = ""
            targets = self._targets[service] = Targets(path, self.settings.urls(service))
        return targets

    async def aclose(self) -> None:
        """Close every pool."""
        await asyncio.gather(*(targets.aclose() for targets in self._targets.values()))
        sessions, self._sessions = self._sessions, {}
        await asyncio.gather(*(session.close() for session in sessions.values()))


def query_of(params: Params | None) -> dict[str, str] | None:
    """Query parameters as text: booleans in lower case, None left out."""
    if not params:
        return None
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in params.items()
        if value is not None
    }


def _words(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _url(target: Target, path: str) -> URL:
    return URL(f"{target.origin or 'http://localhost'}{path}", encoded=True)


@contextmanager
def _named_troubles(service: str, target: Target) -> Iterator[None]:
    """Turn whatever goes wrong with a call into `ServiceAway`."""
    try:
        yield
    except aiohttp.ClientConnectorError as error:
        raise ServiceAway(service, str(target), _words(error.os_error), sent=False) from error
    except aiohttp.ConnectionTimeoutError as error:
        raise ServiceAway(service, str(target), "no connection in time", sent=False) from error
    except TimeoutError as error:
        raise ServiceAway(service, str(target), "no answer in time", sent=True) from error
    except (aiohttp.ClientError, ConnectionError) as error:
        raise ServiceAway(service, str(target), _words(error), sent=True) from error
