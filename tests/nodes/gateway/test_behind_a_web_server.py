"""On a Unix socket the web server in front says who calls; over TCP nobody is believed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import httpx

from backend.common import create_socket_server_config
from backend.common.client import SocketClient
from backend.common.peers import PeerCheckedProtocol
from backend.common.settings import Settings
from backend.common.transport import SocketTransport
from backend.gateway.main import create_app
from tests.conftest import INTERNAL
from tests.nodes.gateway.conftest import Behind, serving

CLAIM = {"X-Forwarded-For": "6.6.6.6, 203.0.113.9"}


async def seen_peer(
    settings: Settings, folder: Path, *, over_socket: bool, claim: dict[str, str] = CLAIM
) -> str:
    path = os.fspath(folder / "gateway.sock")
    client = SocketClient(INTERNAL, transport=SocketTransport(settings=settings))
    where: dict[str, str | int] = {"uds": path} if over_socket else {"port": 0}
    async with serving(create_app(settings, client), **where, lifespan="on") as server:
        port = 0 if over_socket else server.servers[0].sockets[0].getsockname()[1]
        transport = httpx.AsyncHTTPTransport(uds=path if over_socket else None)
        base = f"http://127.0.0.1:{port or 80}"
        async with httpx.AsyncClient(transport=transport, base_url=base) as browser:
            answer = await browser.get("/api/student/catalogue", headers=claim)
    await client.aclose()
    peer: str = json.loads(answer.content)["headers"]["x-forwarded-for"]
    return peer


async def test_the_last_address_is_the_clients_on_a_socket(
    socket_settings: Settings, student_door: Behind, tmp_path: Path
) -> None:
    assert await seen_peer(socket_settings, tmp_path, over_socket=True) == "203.0.113.9"


async def test_who_comes_without_an_address_is_not_taken_for_this_machine(
    socket_settings: Settings, student_door: Behind, tmp_path: Path
) -> None:
    assert await seen_peer(socket_settings, tmp_path, over_socket=True, claim={}) == "unknown"


async def test_no_address_is_believed_over_tcp(
    socket_settings: Settings, student_door: Behind, tmp_path: Path
) -> None:
    assert await seen_peer(socket_settings, tmp_path, over_socket=False) == "127.0.0.1"


def test_only_the_gateway_leaves_it_to_the_mode_of_the_file_who_may_call(
    settings: Settings,
) -> None:
    def protocol(name: str) -> object:
        return create_socket_server_config(name, 8001, settings)["http"]

    assert protocol("data_node") is PeerCheckedProtocol
    assert protocol("gateway") is not PeerCheckedProtocol
