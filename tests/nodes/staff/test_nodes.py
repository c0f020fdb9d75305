"""The health of all nodes and their copies, as administrators ask for it at the staff door."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from backend.common import copies
from backend.common.client import SocketClient
from backend.common.services import DATA
from backend.common.settings import Settings
from backend.common.transport import SocketTransport
from backend.gateway.main import create_app as create_gateway
from backend.queue_node.main import create_app as create_queue
from tests.conftest import INTERNAL
from tests.nodes import tokens
from tests.nodes.staff.conftest import ADMIN, Staff


async def ask(staff: Staff) -> dict[str, dict[str, Any]]:
    answer = await staff.call("GET", "/nodes", ADMIN)
    assert answer.status_code == 200, answer.text
    return {copy["service"]: copy for copy in answer.json()["items"]}


async def test_each_node_is_told_with_its_process_or_that_it_is_away(staff: Staff) -> None:
    await staff.house.start("queue_node", create_queue)
    pausing = {"reason": "the hall changes"}
    await staff.call("POST", "/selection/pause", ADMIN, pausing)
    nodes = await ask(staff)
    assert list(nodes) == [
        *("data_node", "auth_node", "teacher_node", "student_node", "queue_node", "gateway")
    ]
    assert (nodes["data_node"]["word"], nodes["data_node"]["trouble"]) == ("online", {})
    assert nodes["data_node"]["process"]["memory"] > 1_000_000
    assert nodes["queue_node"]["word"] == "degraded"
    assert "the hall changes" in nodes["queue_node"]["trouble"]["selection"]
    assert nodes["student_node"]["word"] == "offline"
    assert nodes["student_node"]["trouble"] == {"silent": "it gives no answer"}
    assert nodes["gateway"]["word"] == "unknown", "whoever asks came through one"


async def test_a_node_that_hangs_holds_up_nobody(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(copies, "PATIENCE", 0.05)
    staff.house.applications["student_node"] = hang  # type: ignore[assignment]
    began = time.monotonic()
    assert (await ask(staff))["student_node"]["word"] == "offline"
    assert time.monotonic() - began < 1


async def test_what_a_process_needs_is_for_the_installation_alone(staff: Staff) -> None:
    await staff.house.start("gateway", create_gateway)
    client = staff.house.client
    stranger = SocketClient("", transport=client.transport)
    for service in ("teacher_node", "data_node"):
        refused = await stranger.get(service, copies.INTERNAL_HEALTH)
        assert refused.json()["code"] == "caller_not_internal"
        assert "process" not in (await stranger.get(service, "/health")).json()
    through = await stranger.get("gateway", f"/api/teacher{copies.INTERNAL_HEALTH}")
    assert "process" not in through.json()


async def test_who_listens_in_the_gateways_place_is_not_told_the_secret(staff: Staff) -> None:
    heard: list[dict[bytes, bytes]] = []
    gateway = await staff.house.start("gateway", create_gateway)

    async def listen(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append(dict(scope["headers"]))
        await gateway(scope, receive, send)

    staff.house.applications["gateway"] = listen  # type: ignore[assignment]
    told = (await ask(staff))["gateway"]
    assert (told["word"], told["process"]) == ("online", None)
    assert [INTERNAL.encode() in headers.values() for headers in heard] == [False]


@pytest.mark.parametrize("role", ["teacher", "student"])
async def test_only_administrators_ask(staff: Staff, role: str) -> None:
    refused = await staff.call("GET", "/nodes", tokens.bearer(role))
    assert refused.json()["code"] == "role_not_allowed"


async def test_every_copy_is_asked_at_its_own_address(unused_tcp_port: int) -> None:
    there = f"http://127.0.0.1:{unused_tcp_port}"
    settings = Settings(
        use_sockets=False, internal_token=INTERNAL, data_node_url=f"{there},http://127.0.0.1:1"
    )
    answer = b'{"service":"data_node","status":"ok","trouble":{}}'

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert INTERNAL.encode() in head
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n")
        writer.write(b"content-length: %d\r\nconnection: close\r\n\r\n" % len(answer) + answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", unused_tcp_port)
    async with (
        server,
        SocketClient(INTERNAL, transport=SocketTransport(settings=settings)) as client,
    ):
        first, second = await copies.ask_copies(client, [DATA])
    assert (first.address, first.word) == (there, "online")
    assert (second.address, second.word) == ("http://127.0.0.1:1", "offline")
