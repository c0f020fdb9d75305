"""The ways of calling that `benchmarks.transport` compares."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import NamedTuple

import httpx

from backend.common import SocketClient, SocketTransport
from backend.common.settings import Settings

TOKEN = "none-is-needed"
FLOOR = "floor-uds"
SLOWEST = "httpx-new-tcp"
HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length: "
NO_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=None)

Call = Callable[[], Awaitable[object]]
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Way(NamedTuple):
    """One way to call: its name in the JSON, its words in the table, how to get ready for it."""

    name: str
    words: str
    open: Callable[[Settings], AbstractAsyncContextManager[Call]]

    @property
    def keeps_connections(self) -> bool:
        """Whether its first calls cost more than later ones."""
        return "-new-" not in self.name


@asynccontextmanager
async def _socket_client(settings: Settings) -> AsyncIterator[Call]:
    transport = SocketTransport(settings=settings)
    async with SocketClient(TOKEN, transport=transport) as client:

        async def call() -> object:
            return (await client.get("data_node", "/health")).json()

        yield call


@asynccontextmanager
async def _pooled_httpx(settings: Settings) -> AsyncIterator[Call]:
    uds = str(settings.socket_path("data_node")) if settings.sockets_on else None
    transport = httpx.AsyncHTTPTransport(uds=uds, limits=NO_LIMITS)
    url = settings.urls("data_node")[0]
    async with httpx.AsyncClient(transport=transport, base_url=url) as client:

        async def call() -> object:
            return (await client.get("/health")).json()

        yield call


def _new_httpx(*, tls: bool) -> Callable[[Settings], AbstractAsyncContextManager[Call]]:
    @asynccontextmanager
    async def opened(settings: Settings) -> AsyncIterator[Call]:
        url = f"{settings.urls('data_node')[0]}/health"

        async def call() -> object:
            async with httpx.AsyncClient(verify=tls) as client:
                return (await client.get(url)).json()

        yield call

    return opened


@asynccontextmanager
async def _bare(settings: Settings) -> AsyncIterator[Call]:
    """As little as one can write by hand: keep-alive connections on asyncio's streams."""
    path = settings.socket_path("data_node")
    idle: list[Connection] = []
    request = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"

    async def call() -> object:
        connection = idle.pop() if idle else await asyncio.open_unix_connection(path)
        reader, writer = connection
        writer.write(request)
        head = (await reader.readuntil(HEAD_END)).lower()
        start = head.index(LENGTH) + len(LENGTH)
        body = await reader.readexactly(int(head[start : head.index(b"\r", start)]))
        idle.append(connection)
        return json.loads(body)

    yield call
    for _, writer in idle:
        writer.close()


WAYS = (
    Way(FLOOR, "a bare client by hand, over a socket", _bare),
    Way("socketclient-uds", "SocketClient over a socket", _socket_client),
    Way("socketclient-tcp", "SocketClient over TCP", _socket_client),
    Way("httpx-pooled-uds", "one httpx client over a socket", _pooled_httpx),
    Way("httpx-pooled-tcp", "one httpx client over TCP", _pooled_httpx),
    Way("httpx-new-tcp-notls", "a new httpx client each call, without TLS", _new_httpx(tls=False)),
    Way(SLOWEST, "a new httpx client each call, over TCP", _new_httpx(tls=True)),
)
