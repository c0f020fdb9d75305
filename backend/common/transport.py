"""HTTP over Unix sockets or TCP on pooled keep-alive connections: one pool a server."""

from __future__ import annotations

import asyncio
import errno
import os
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import urlencode

import msgspec

from backend.common.address import LONGEST_SOCKET_PATH, Target, split_address
from backend.common.errors import Refused, refusal_from_problem
from backend.common.http_answer import HeaderLines
from backend.common.http_pool import POOL_SIZE, NoConnectionError, Pool, words
from backend.common.http_request import request_bytes
from backend.common.services import BY_NAME, service_named
from backend.common.settings import Settings, get_settings
from backend.common.targets import Targets

DEFAULT_TIMEOUT = 10.0  # seconds for a whole call
NO_LIMIT = 1_000_000  # connections for answers that last
NOT_SENT = frozenset({errno.ECONNREFUSED, errno.ENOTCONN, errno.EAGAIN})  # seen on the first write

Params = Mapping[str, str | int | float | bool | None]
Headers = Mapping[str, str]


class ServiceAway(Refused):
    """A call got no answer.

    Attributes:
        address: who was called.
        cause: what happened, in words.
        sent: whether the server may have seen the request.
        hopeless: another try would end the same way.
    """

    def __init__(
        self, service: str, address: str, cause: str, *, sent: bool, hopeless: bool = False
    ) -> None:
        known = BY_NAME.get(service)
        super().__init__("service_away", service=f"The {known.title}" if known else service)
        self.address = address
        self.cause = cause
        self.sent = sent
        self.hopeless = hopeless

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

    def addresses(self, service: str) -> list[str]:
        """Where the copies of `service` are."""
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
        lasting: bool = False,
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

    def suspect(self, service: str, url: str) -> None:
        """Take down that a call to `url` of `service` has waited for long."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...


class SocketTransport:
    """Calls over Unix sockets and HTTP alike.

    Args:
        use_sockets: whether to prefer sockets; None takes it from the settings.
        settings: None takes those of this process.
        connections: how many to one server at most; who finds them all busy waits in line.
    """

    def __init__(
        self,
        use_sockets: bool | None = None,
        settings: Settings | None = None,
        connections: int = POOL_SIZE,
    ) -> None:
        self.settings = settings or get_settings()
        self._connections = connections
        self.use_sockets = self.settings.sockets_on if use_sockets is None else use_sockets
        self._pools: dict[tuple[Target, bool], Pool] = {}
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

    def addresses(self, service: str) -> list[str]:
        """Where the copies of `service` are; one with a socket here is alone."""
        return self.targets_of(service).all()

    async def reachable(self, service: str, url: str, seconds: float) -> bool:
        """Whether `service` takes connections somewhere within `seconds`, as `url` did not.

        Args:
            url: what `get_service_url` gave.

        The address that failed is probed from now on, once for all callers, and left out until it
        answers.
        """
        return await self.targets_of(service).reachable(url, seconds)

    def suspect(self, service: str, url: str) -> None:
        """Leave `url` out until it answers, if `service` has other copies.

        Args:
            url: what `get_service_url` gave.
        """
        self.targets_of(service).suspect(url)

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
        lasting: bool = False,
    ) -> Response:
        """One call.

        Args:
            url: `unix:///…/x.sock/path`, `http+unix://…` or `http://…`.
            params: query parameters; those that are None are left out.
            json_data: sent as JSON.
            content: sent as it is, instead of JSON.
            timeout: seconds until an answer must be there in full.
            service: named in errors.
            lasting: as in `open`, for an answer that is long in coming.

        Raises:
            ServiceAway: no connection, no answer in time, or a connection that broke.
        """
        target, path = split_address(url)
        if params:
            path = _with_query(path, params)
        if content is None and json_data is not None:
            content = msgspec.json.encode(json_data)
            headers = {"Content-Type": "application/json", **(headers or {})}
        pool = self._pool(target, lasting=lasting)
        request = request_bytes(method, pool.host, path, headers or {}, content)
        try:
            answer = await pool.call(
                request, asyncio.get_running_loop().time() + timeout, is_head=method == "HEAD"
            )
        except (NoConnectionError, OSError) as error:  # TimeoutError is an OSError
            raise _away(service, target, error) from error
        return Response(answer.status, HeaderLines(answer.raw_headers), answer.body(), service)

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
        pool = self._pool(target, lasting=lasting)
        request = request_bytes(method, pool.host, path, headers or {}, content)
        until = asyncio.get_running_loop().time() + begin_within
        try:
            answer, connection = await pool.begin(request, until, is_head=method == "HEAD")
        except (NoConnectionError, OSError) as error:
            raise _away(service, target, error) from error
        try:
            yield answer
        except OSError as error:
            if not answer.failed:
                raise
            raise _away(service, target, error) from error
        finally:
            if not answer.complete:
                connection.abort()

    def _pool(self, target: Target, *, lasting: bool = False) -> Pool:
        pool = self._pools.get((target, lasting))
        if pool is None:
            pool = Pool(target, self._trusted, NO_LIMIT if lasting else self._connections)
            self._pools[target, lasting] = pool
        return pool

    def _trusted(self) -> ssl.SSLContext:
        return self._trust

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """Who may vouch for `https` servers: those the system trusts, or CA_FILE alone."""
        return ssl.create_default_context(cafile=self.settings.ca_file or None)

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
        pools, self._pools = self._pools, {}
        await asyncio.gather(*(pool.aclose() for pool in pools.values()))


def query_of(params: Params | None) -> dict[str, str] | None:
    """Query parameters as text: booleans in lower case, None left out."""
    if not params:
        return None
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in params.items()
        if value is not None
    }


def _with_query(path: str, params: Params) -> str:
    query = urlencode(query_of(params) or {})
    return f"{path}{'&' if '?' in path else '?'}{query}" if query else path


def _away(service: str, target: Target, error: NoConnectionError | OSError) -> ServiceAway:
    """What went wrong with a call, in words, and whether the server may have seen it."""
    if isinstance(error, NoConnectionError):
        return ServiceAway(service, str(target), str(error), sent=False, hopeless=error.hopeless)
    return ServiceAway(service, str(target), words(error), sent=error.errno not in NOT_SENT)
