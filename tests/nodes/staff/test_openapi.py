"""Every route of the staff door says what it is for, what it answers and how it refuses."""

from __future__ import annotations

from typing import Any

from backend.data_node.main import create_app as create_data
from backend.teacher_node.main import create_app as create_teacher
from tests.conftest import House
from tests.nodes import tokens

WITHOUT_BODY = {"/rounds/{round_id}/close", "/rounds/{round_id}/decide"}


async def test_every_route_is_documented(house: House) -> None:
    await house.start("auth_node", tokens.create_auth)
    await house.start("data_node", create_data)
    await house.start("teacher_node", create_teacher)
    document: dict[str, Any] = (await house.client.get("teacher_node", "/openapi.json")).json()
    for path, methods in document["paths"].items():
        if path == "/health":
            continue
        for method, route in methods.items():
            assert route["summary"], (method, path)
            good = [status for status in route["responses"] if status.startswith("2")]
            assert good, (method, path)
            assert {"401", "403", "503"} <= set(route["responses"]), (method, path)
            if method in ("post", "patch") and path not in WITHOUT_BODY:
                content = route["requestBody"]["content"]
                assert all("example" in body for body in content.values()), (method, path)
