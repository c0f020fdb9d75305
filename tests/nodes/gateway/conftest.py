"""A gateway on a real port, with a small real server behind the student's door."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

import msgspec
import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.common.client import SocketClient
from backend.common.http_server import QuickProtocol
from backend.common.lateness import Lateness
from backend.common.settings import Settings
from backend.common.transport import SocketTransport
from backend.gateway.main import create_app
from tests.conftest import INTERNAL

Where = str | int
LEFT_TO_END = 0.2  # seconds for what is still under way, such as streams that nobody closed
LOOK_AGAIN = 0.005  # seconds
COOKIE = b"course-selection-refresh=a.b; Path=/api/auth; HttpOnly"


class Behind:
    """Answers with what it was asked; `/events` sends an event whenever `say` is set."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.say = asyncio.Event()
        self.listener_left = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = b""
        while (message := await receive()).get("more_body"):
            body += message["body"]
        body += message.get("body", b"")
        self.asked.append(
            {
                "method": scope["method"],
                "path": scope["raw_path"].decode(),
                "query": scope["query_string"].decode(),
                "headers": {k.decode(): v.decode("latin-1") for k, v in scope["headers"]},
                "length": len(body),
            }
        )
        if scope["path"] == "/events":
            await self._events(receive, send)
        elif scope["path"] == "/breaks":
            await self._breaks(send)
        else:
            await _answer(send, msgspec.json.encode(self.asked[-1]))

    async def _events(self, receive: Receive, send: Send) -> None:
        async def leave() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            self.listener_left.set()

        leaving = asyncio.create_task(leave())
        await _start(send, (b"content-type", b"text/event-stream"))
        for number in range(1, 3):
            await self.say.wait()
            self.say.clear()
            line = f"id: {number}\n\n".encode()
            await send({"type": "http.response.body", "body": line, "more_body": True})
        await leaving

    async def _breaks(self, send: Send) -> None:
        await _start(send, (b"content-type", b"text/csv"))
        await send({"type": "http.response.body", "body": b"id,name\n", "more_body": True})


async def _start(send: Send, *headers: tuple[bytes, bytes]) -> None:
    lines = [*headers, (b"set-cookie", COOKIE)]
    await send({"type": "http.response.start", "status": 200, "headers": lines})


async def _answer(send: Send, body: bytes) -> None:
    length = (b"content-length", str(len(body)).encode())
    hop = (b"keep-alive", b"timeout=99")
    await _start(send, length, hop, (b"content-type", b"application/json"), (b"etag", b'"7"'))
    await send({"type": "http.response.body", "body": body})


class _Server(uvicorn.Server):
    """Leaves the test's signals alone, says when it serves, and ends without pauses."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.serving = asyncio.Event()
        self.ending = asyncio.Event()

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.serving.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.ending.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LEFT_TO_END):
                while self.server_state.connections or self.server_state.tasks:
                    await asyncio.sleep(LOOK_AGAIN)
        for task in self.server_state.tasks:
            task.cancel()
        await self.lifespan.shutdown()


@asynccontextmanager
async def serving(app: ASGIApp, **where: Where) -> AsyncIterator[uvicorn.Server]:
    how = {"http": QuickProtocol, "log_config": None, "proxy_headers": False}
    config = uvicorn.Config(app, **how, **where)  # type: ignore[arg-type]
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    await server.serving.wait()
    try:
        yield server
    finally:
        server.ending.set()
        await task


@pytest.fixture
def socket_settings(tmp_path: Path) -> Iterator[Settings]:
    directory = tempfile.mkdtemp(prefix="porch-")
    yield Settings(
        data_dir=str(tmp_path), use_sockets=True, socket_dir=directory, internal_token=INTERNAL
    )
    shutil.rmtree(directory)


class Porch:
    """Speaks HTTP/1.1 to the gateway, byte by byte, so that nothing tidies a request up."""

    def __init__(self, port: int, lateness: Lateness) -> None:
        self.port = port
        self.lateness = lateness

    async def connect(self, request: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**24)
        writer.write(request)
        return reader, writer

    async def ask(
        self, line: str, *header_lines: str, body: bytes | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, header lines (names in lower case) and body of one request's answer."""
        lines = [f"{line} HTTP/1.1", "Host: porch", "Connection: close", *header_lines]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        request = "\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b"")
        reader, writer = await self.connect(request)
        whole = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        head, _, answer = whole.partition(b"\r\n\r\n")
        status, *rest = head.decode("latin-1").split("\r\n")
        headers = dict(part.split(": ", 1) for part in rest)
        return int(status.split()[1]), {k.lower(): v for k, v in headers.items()}, answer


@pytest.fixture
async def behind() -> Behind:
    return Behind()


@pytest.fixture
async def porch(socket_settings: Settings) -> AsyncIterator[Porch]:
    """The gateway; behind it stands whoever is served at the nodes' sockets."""
    client = SocketClient(INTERNAL, transport=SocketTransport(settings=socket_settings))
    app = create_app(socket_settings, client)
    async with serving(app, port=0, lifespan="on") as server:
        yield Porch(server.servers[0].sockets[0].getsockname()[1], app.state.frame.lateness)
    await client.aclose()


@pytest.fixture
async def student_door(behind: Behind, socket_settings: Settings) -> AsyncIterator[Behind]:
    """`behind` at the student node's socket."""
    where = str(socket_settings.socket_path("student_node"))
    async with serving(behind, uds=where, lifespan="off"):
        yield behind
