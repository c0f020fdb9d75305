"""The transport without a network: calls go straight into applications of this process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from backend.common.http_answer import HeaderLines, RawHeaders
from backend.common.transport import (
    DEFAULT_TIMEOUT,
    Answer,
    Headers,
    Params,
    Response,
    ServiceAway,
    query_of,
)

log = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Application = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]


class WholeAnswer:
    """A complete answer in the form of one that is still coming."""

    def __init__(self, response: Response) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.content = self
        self._body = response.content

    async def iter_any(self) -> AsyncIterator[bytes]:
        """The body in one piece."""
        yield self._body

    async def read(self) -> bytes:
        """The body."""
        return self._body


class InProcessTransport:
    """Calls applications by the names of their services.

    Args:
        applications: service name to ASGI application; one that is missing is away, so a test
            takes a service down by removing it.
    """

    def __init__(self, applications: Mapping[str, Application]) -> None:
        self.applications = applications

    def get_service_url(self, service: str, default_url: str | None = None) -> str:
        """An address with the service as its host."""
        return f"http://{service}"

    def addresses(self, service: str) -> list[str]:
        """The one address that `get_service_url` gives."""
        return [self.get_service_url(service)]

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
        """One call, as `SocketTransport.request`."""
        parts = urlsplit(url)
        name = parts.netloc
        if name not in self.applications:
            raise ServiceAway(service or name, url, "not running", sent=False)
        sent_headers = {"host": name, **(headers or {})}
        body = content or b""
        if content is None and json_data is not None:
            body = msgspec.json.encode(json_data)
            sent_headers["content-type"] = "application/json"
        query = "&".join(filter(None, [parts.query, urlencode(query_of(params) or {})]))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": parts.path or "/",
            "raw_path": (parts.path or "/").encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(k.lower().encode(), v.encode()) for k, v in sent_headers.items()],
            "client": None,
            "server": (name, None),
        }
        try:
            async with asyncio.timeout(timeout):  # wait_for of Python 3.11 can lose a cancellation
                return await asyncio.create_task(self._answer(name, scope, body))
        except TimeoutError:
            raise ServiceAway(service or name, url, "no answer in time", sent=True) from None

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
        """One call, as `SocketTransport.open`; its answer is whole before it is handed out."""
        yield WholeAnswer(
            await self.request(
                method, url, content=content, headers=headers, timeout=begin_within, service=service
            )
        )

    async def _answer(self, name: str, scope: Message, body: bytes) -> Response:
        incoming = iter([{"type": "http.request", "body": body, "more_body": False}])
        status = 500
        answer_headers: RawHeaders = []
        chunks: list[bytes] = []

        async def receive() -> Message:
            return next(incoming, {"type": "http.disconnect"})

        async def send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                answer_headers.extend(message["headers"])
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))

        try:
            await self.applications[name](scope, receive, send)
        except Exception:
            if not answer_headers:
                raise
            log.exception("%s failed after it had begun to answer", name)
        return Response(status, HeaderLines(answer_headers), b"".join(chunks), name)

    async def reachable(self, service: str, url: str, seconds: float) -> bool:
        """Whether the service is there now; in one process it will not appear while one waits."""
        return urlsplit(url).netloc in self.applications

    def suspect(self, service: str, url: str) -> None:
        """Nothing: there is no other."""

    async def aclose(self) -> None:
        """Nothing to close."""
