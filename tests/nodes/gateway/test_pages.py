"""The gateway's pages come whole from this machine and say the truth about the nodes."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI

from backend.common.client import SocketClient
from backend.common.service import create_service
from backend.common.services import AUTH, DATA, NODES
from backend.common.settings import Settings
from backend.gateway.main import create_app
from tests.conftest import Clock, House
from tests.nodes.gateway.conftest import Porch


@asynccontextmanager
async def _nothing(_app: FastAPI) -> AsyncIterator[None]:
    yield


def create_data_node(
    settings: Settings, client: SocketClient, clock: Callable[[], float]
) -> FastAPI:
    """A node with nothing but the frame."""
    return create_service(DATA, "A node.", _nothing, settings=settings, client=client, clock=clock)


async def test_the_page_of_what_runs_says_so(house: House) -> None:
    await house.start("data_node", create_data_node)
    await house.start("gateway", create_app)
    page = (await house.client.get("gateway", "/status")).text
    states = re.findall(r"<strong>([\w ]+)</strong><span class=\"state (\w+)\">", page)
    assert [title for title, _ in states] == [node.title for node in NODES]
    assert dict(states)["Auth Node"] == "offline"
    assert dict(states)["Data Node"] in ("online", "degraded")
    assert "course-cli user login" in page


@pytest.mark.parametrize(
    "path", ["/status", "/docs/data_node", "/static/start.css", "/nowhere.html"]
)
async def test_every_page_is_guarded(house: House, path: str) -> None:
    await house.start("gateway", create_app)
    headers = (await house.client.get("gateway", path)).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("path", ["/status", "/docs/data_node"])
async def test_what_a_page_needs_is_served_here(house: House, path: str) -> None:
    await house.start("gateway", create_app)
    page = (await house.client.get("gateway", path)).text
    assert not re.search(r"(src|href)=\"(https?:)?//", page)
    assert "<script>" not in page
    assert " style=" not in page
    for address in re.findall(r"(?:src|href)=\"(/static/[^\"]+)\"", page):
        assert (await house.client.get("gateway", address)).status_code == 200


async def test_the_routes_of_a_node_are_fetched_from_it(house: House) -> None:
    await house.start("data_node", create_data_node)
    await house.start("gateway", create_app)
    answer = await house.client.get("gateway", "/docs/data_node/openapi.json")
    assert "/health" in answer.json()["paths"]
    assert "servers" not in answer.json()
    away = await house.client.get("gateway", "/docs/auth_node/openapi.json")
    assert (away.status_code, away.json()["code"]) == (503, "service_away")


async def test_a_node_behind_a_door_is_tried_through_the_door(house: House) -> None:
    house.applications[AUTH.name] = FastAPI()
    await house.start("gateway", create_app)
    document = (await house.client.get("gateway", "/docs/auth_node/openapi.json")).json()
    assert document["servers"] == [{"url": "/api/auth"}]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


@pytest.mark.parametrize(
    "path", ["/docs/gateway", "/docs/other", "/docs/data_node/courses", "/courses.php", "/api"]
)
async def test_nothing_else_is_there(house: House, path: str) -> None:
    await house.start("data_node", create_data_node)
    await house.start("gateway", create_app)
    answer = await house.client.get("gateway", path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_the_page_of_what_runs_never_shows_a_password_of_ones_own(
    settings: Settings, clock: Clock
) -> None:
    house = House(
        Settings(data_dir=settings.data_dir, admin_username="<b>root", admin_password="quite-mine"),
        clock,
    )
    await house.start("gateway", create_app)
    page = (await house.client.get("gateway", "/status")).text
    await house.stop()
    assert "quite-mine" not in page
    assert "admin123" not in page
    assert "&lt;b&gt;root" in page


async def test_health_needs_no_token_and_names_the_gateway(porch: Porch) -> None:
    status, _, body = await porch.ask("GET /health")
    assert (status, json.loads(body)["service"]) == (200, "gateway")
