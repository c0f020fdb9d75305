"""A full accept queue refuses at once on a Unix socket; callers wait, whatever their method."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path

import pytest

from backend.common.client import SocketClient
from backend.common.settings import Settings
from backend.common.transport import ServiceAway, SocketTransport

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"


def full(path: Path) -> tuple[socket.socket, list[socket.socket]]:
    """A listening socket in whose queue there is no more room, and who stands there."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(os.fspath(path))
    listening.listen(1)
    listening.setblocking(False)
    queued: list[socket.socket] = []
    while True:
        caller = socket.socket(socket.AF_UNIX)
        caller.setblocking(False)
        try:
            caller.connect(os.fspath(path))
        except BlockingIOError:
            caller.close()
            return listening, queued
        queued.append(caller)


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    if await reader.readline():
        writer.write(HELLO)
        await writer.drain()
    writer.close()


def client_of(path: Path) -> SocketClient:
    settings = Settings(data_node_url=f"unix://{path}", use_sockets=False)
    return SocketClient("token", transport=SocketTransport(settings=settings))


async def test_callers_wait_until_there_is_room(tmp_path: Path) -> None:
    listening, queued = full(tmp_path / "x.sock")
    async with client_of(tmp_path / "x.sock") as client:
        calls = [asyncio.create_task(client.post("data_node", "/x")) for _ in range(20)]
        await asyncio.sleep(0.3)
        assert not any(call.done() for call in calls)
        for caller in queued:
            caller.close()
        async with await asyncio.start_unix_server(answer, sock=listening):
            assert {done.text for done in await asyncio.gather(*calls)} == {"hello"}


async def test_their_deadline_holds(tmp_path: Path) -> None:
    listening, _queued = full(tmp_path / "x.sock")
    async with client_of(tmp_path / "x.sock") as client:
        started = asyncio.get_running_loop().time()
        with pytest.raises(ServiceAway, match=r"temporarily unavailable|not connected") as caught:
            await client.post("data_node", "/x", timeout=0.4)
        assert asyncio.get_running_loop().time() - started < 1
        assert not caught.value.sent
    listening.close()
