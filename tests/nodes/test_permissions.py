"""Nobody gets past a door that is not theirs: every route is asked with every wrong token."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import pytest
from fastapi import FastAPI

from backend.common.transport import Response
from backend.data_node.main import create_app as create_data
from backend.queue_node.main import create_app as create_queue
from backend.student_node.main import create_app as create_student
from backend.teacher_node.main import create_app as create_teacher
from tests.conftest import House
from tests.nodes import tokens

METHODS = ("get", "post", "put", "patch", "delete")
STUDENT, TEACHER = NODES = ("student_node", "teacher_node")
NO_TOKEN = (401, "login_required")
NOT_THEIRS = (403, "role_not_allowed")
OPEN = {
    "GET /health",
    "GET /calendar/{secret}.ics",
    "GET /receipts/keys",
    "GET /reports",
    "GET /reports/{code}",
}
"""Routes without a login: a secret in the address stands for one, or it is for everybody."""

TEACHERS_CHANGE = {
    "POST /sections",
    "PATCH /sections/{section_id}",
    "POST /sections/{section_id}/effects",
    "POST /sections/{section_id}/permits",
    "POST /sections/{section_id}/roster",
    "PUT /sections/{section_id}/cross-listing",
    "PUT /sections/{section_id}/kept",
    "DELETE /permits/{permit_id}",
    "DELETE /sections/{section_id}/cross-listing",
}
"""What teachers may change, of their own sections; everything else is for administrators."""


class Route(NamedTuple):
    node: str
    method: str
    path: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def changes(self) -> bool:
        return self.method != "GET"


class Doors:
    """Both doors with all that is behind them."""

    def __init__(self, house: House, routes: list[Route]) -> None:
        self._house = house
        self.routes = routes

    async def knock(self, route: Route, role: str | None) -> Response:
        path = re.sub(r"\{[^}]+\}", "1", route.path)
        headers = tokens.bearer(role) if role else {}
        body: object = None if route.method in ("GET", "DELETE") else {}
        return await self._house.client.request(
            route.method, route.node, path, json_data=body, headers=headers
        )


@pytest.fixture
async def doors(house: House) -> Doors:
    await house.start("auth_node", tokens.create_auth)
    await house.start("data_node", create_data)
    await house.start("queue_node", create_queue)
    await house.start("student_node", create_student)
    await house.start("teacher_node", create_teacher)
    routes = [route for node in NODES for route in routes_of(node, house.applications[node])]
    return Doors(house, [route for route in routes if route.name not in OPEN])


def routes_of(node: str, app: FastAPI) -> list[Route]:
    """Those for people; `/internal/` ones are for nodes alone."""
    return [
        Route(node, method.upper(), path)
        for path, item in app.openapi()["paths"].items()
        for method in METHODS
        if method in item and not path.startswith("/internal/")
    ]


async def let_in(
    doors: Doors, routes: Iterable[Route], role: str | None, refused: tuple[int, str]
) -> list[str]:
    """The routes that answer `role` otherwise than with this status and code."""
    found = []
    for route in routes:
        answer = await doors.knock(route, role)
        if answer.status_code < 400 or (answer.status_code, answer.json()["code"]) != refused:
            found.append(route.name)
    return found


async def test_nobody_gets_anything_without_a_token(doors: Doors) -> None:
    assert await let_in(doors, doors.routes, None, NO_TOKEN) == []
    assert len(doors.routes) > 50


async def test_students_stay_out_of_the_staff_door(doors: Doors) -> None:
    staff = [route for route in doors.routes if route.node == TEACHER]
    assert await let_in(doors, staff, "student", NOT_THEIRS) == []


@pytest.mark.parametrize("role", ["teacher", "admin"])
async def test_staff_ask_for_no_seat_at_the_students_door(doors: Doors, role: str) -> None:
    asking = [route for route in doors.routes if route.node == STUDENT and route.changes]
    assert await let_in(doors, asking, role, NOT_THEIRS) == []


async def test_a_door_without_a_lock_is_found(
    doors: Doors, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a route that forgot to ask who is there."""
    app = house.applications[TEACHER]

    async def forgotten() -> None:
        """Asks nobody who is there."""

    app.add_api_route("/forgotten", forgotten, methods=["DELETE"])
    monkeypatch.setattr(app, "openapi_schema", None)
    routes = routes_of(TEACHER, app)
    assert await let_in(doors, routes, None, NO_TOKEN) == ["GET /health", "DELETE /forgotten"]


async def test_what_teachers_may_change_is_this_and_no_more(doors: Doors) -> None:
    changing = [route for route in doors.routes if route.node == TEACHER and route.changes]
    assert set(await let_in(doors, changing, "teacher", NOT_THEIRS)) == TEACHERS_CHANGE
