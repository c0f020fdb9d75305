"""What the staff door hands on, and what it hands back."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response

from backend.common.services import QUEUE
from backend.teacher_node.main import create_app as create_teacher
from tests.conftest import House
from tests.nodes import tokens

ADMIN = tokens.bearer("admin")
REFUSAL = b'{"code":"too_many_requests","detail":"Slowly.","errors":[{"where":"a","message":"b"}]}'


def owner(seen: list[Request]) -> FastAPI:
    """A node that notes who asks and asks for patience."""
    app = FastAPI()

    @app.api_route("/{path:path}", methods=["GET", "POST", "PATCH", "DELETE"])
    async def refuse(request: Request) -> Response:
        await request.body()
        seen.append(request)
        headers = {"Retry-After": "7", "Server-Timing": "secret"}
        return Response(REFUSAL, 429, headers, media_type="application/problem+json")

    return app


async def through_the_door(house: House) -> list[Request]:
    seen: list[Request] = []
    await house.start("auth_node", tokens.create_auth)
    await house.start("teacher_node", create_teacher)
    house.applications["data_node"] = owner(seen)
    house.applications[QUEUE.name] = owner(seen)
    return seen


async def test_a_refusal_comes_back_as_it_was(house: House) -> None:
    await through_the_door(house)
    calls: list[tuple[str, str, Any]] = [
        ("GET", "/sections", None),
        ("GET", "/sections/1/roster?format=csv", None),
        ("POST", "/sections", {}),
        ("PATCH", "/sections/1", {}),
        ("POST", "/rehearsals", {}),
        ("GET", "/rehearsals/X/tickets", None),
        ("DELETE", "/rehearsals/X", None),
    ]
    for method, path, body in calls:
        answer = await house.client.request(
            method, "teacher_node", path, json_data=body, headers=ADMIN
        )
        assert answer.status_code == 429, path
        assert answer.headers["retry-after"] == "7"
        assert answer.headers["content-type"] == "application/problem+json"
        assert {k: answer.json()[k] for k in ("code", "detail")} == {
            "code": "too_many_requests",
            "detail": "Slowly.",
        }
        assert answer.json()["errors"] == [{"where": "a", "message": "b"}]
        assert "server-timing" not in answer.headers


async def test_the_owner_learns_who_asks_and_under_which_request_id(house: House) -> None:
    seen = await through_the_door(house)
    token = {**ADMIN, "Cookie": "not=handed-on"}
    await house.client.post("teacher_node", "/sections", json_data={"a": 1}, headers=token)
    (request,) = seen
    assert request.headers["authorization"] == ADMIN["Authorization"]
    assert request.headers["internal-token"]
    assert request.headers["x-request-id"]
    assert "cookie" not in request.headers
    assert await request.body() == b'{"a":1}'


async def test_parameters_are_checked_before_anybody_is_asked(house: House) -> None:
    seen = await through_the_door(house)
    for path in (
        "/sections?limit=0",
        "/sections?offset=x",
        "/sections/0/roster",
        "/courses?limit=9999",
    ):
        answer = await house.client.get("teacher_node", path, headers=ADMIN)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_fields")
    assert seen == []
