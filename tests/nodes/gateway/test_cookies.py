"""Cookies cross the gateway to and from the auth node alone."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from backend.common.settings import Settings
from tests.nodes.gateway.conftest import COOKIE, Behind, Porch, serving


@pytest.fixture
async def auth_door(behind: Behind, socket_settings: Settings) -> AsyncIterator[Behind]:
    where = str(socket_settings.socket_path("auth_node"))
    async with serving(behind, uds=where, lifespan="off"):
        yield behind


@pytest.mark.parametrize("path", ["/me", "/login", "/refresh"])
async def test_they_pass_to_and_from_the_auth_node(
    porch: Porch, auth_door: Behind, path: str
) -> None:
    _, headers, body = await porch.ask(
        f"POST /api/auth{path}", "Cookie: a=1", "Cookie: b=2", "X-Forwarded-Host: evil", body=b"{}"
    )
    seen = json.loads(body)["headers"]
    assert auth_door.asked[-1]["path"] == path
    assert seen["cookie"] == "a=1; b=2"
    assert seen["x-forwarded-host"] == "porch"
    assert headers["set-cookie"] == COOKIE.decode()


@pytest.mark.parametrize("line", ["GET /api/student/plan", "GET /api/student/events"])
async def test_they_stop_before_and_behind_other_doors(
    porch: Porch, student_door: Behind, line: str
) -> None:
    if line.endswith("/events"):
        reader, writer = await porch.connect(
            f"{line} HTTP/1.1\r\nHost: porch\r\nCookie: a=1\r\n\r\n".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        writer.close()
        assert "set-cookie" not in head
    else:
        _, headers, _ = await porch.ask(line, "Cookie: a=1")
        assert "set-cookie" not in headers
    seen = student_door.asked[-1]["headers"]
    assert "cookie" not in seen
    assert "x-forwarded-host" not in seen
