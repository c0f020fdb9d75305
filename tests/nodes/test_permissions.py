"""Nobody gets past a door that is not theirs: every route is asked by every kind of caller.

`permissions.TABLE` says who may; every cell of it is tried on real nodes with real logins.
"""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Iterable

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Route as PlainRoute

from backend.common.deps import Staff
from backend.common.guarded import GuardedApp
from backend.common.services import SERVICES
from backend.common.settings import Settings
from backend.gateway.address import door_of
from tests.conftest import Clock
from tests.nodes.campus import Campus, Cell, open_campus
from tests.nodes.permissions import LET_IN, TABLE, Access, Caller, expected

METHODS = ("get", "post", "put", "patch", "delete")
GUARDS = {
    "caller_not_internal",
    "login_required",
    "token_invalid",
    "token_expired",
    "role_not_allowed",
    "not_your_section",
}
"""Codes of those who are not let in; whoever gets another answer was."""

ENDS_THE_SESSION = ("DELETE /sessions", "DELETE /sessions/{id}", "POST /logout")


@pytest.fixture
async def campus(settings: Settings, clock: Clock) -> AsyncIterator[Campus]:
    async with open_campus(settings, clock) as opened:
        yield opened


def routes_of(app: GuardedApp) -> set[str]:
    """All of a node, also those that its description leaves out."""
    found = {f"{method} {path}" for method, path in app.fast_routes}
    for route in app.routes:
        if isinstance(route, APIRoute | PlainRoute):
            found |= {f"{way} {route.path}" for way in (route.methods or ()) if way != "HEAD"}
    return found | {
        f"{method.upper()} {path}"
        for path, item in app.openapi()["paths"].items()
        for method in METHODS
        if method in item
    }


async def wrong_cells(campus: Campus, callers: Iterable[Caller]) -> list[str]:
    """Where an answer is not the one that the table and the rule expect."""
    found = []
    for caller in callers:
        for node, rows in TABLE.items():
            for route in sorted(rows, key=ENDS_THE_SESSION.__contains__):
                access, cell = rows[route], Cell(node, route, caller)
                answer = await campus.ask(cell, access)
                code = answer.json()["code"] if answer.status_code >= 400 else ""
                wanted = expected(node, route, access, caller)
                right = code not in GUARDS if wanted == LET_IN else code == wanted
                if access is Access.SHOWN and caller is not Caller.STRANGER:
                    right = code not in {"caller_not_internal", "login_required"}
                if not right or answer.status_code >= 500:
                    found.append(f"{node} {route} {caller.name}: {answer.status_code} {code}")
    return found


def test_every_route_has_its_line(settings: Settings) -> None:
    for service in SERVICES:
        app: GuardedApp = importlib.import_module(service.module).create_app(settings)
        assert routes_of(app) == set(TABLE[service.name]), service.name


def test_no_door_lets_the_porch_hand_on_what_is_for_nodes() -> None:
    handed_on = {
        route
        for door in ("auth", "student", "teacher")
        for route, access in TABLE[f"{door}_node"].items()
        if access is Access.NODE
        and door_of(f"/api/{door}{route.partition(' ')[2]}".encode()) is not None
    }
    assert handed_on == {"GET /openapi.json"}, "which is shown on the page of the routes"


async def test_every_caller_is_told_what_the_table_says(campus: Campus) -> None:
    """The refused ones first, so that what is asked for is still there."""
    order = sorted(Caller, key=[Caller.TEACHER, Caller.STUDENT, Caller.ADMIN].__contains__)
    assert await wrong_cells(campus, order) == []


async def test_a_door_without_a_lock_and_one_that_is_too_wide_are_found(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a route that forgot to ask who is there, and one for all staff."""
    app = campus.house.applications["teacher_node"]
    assert isinstance(app, GuardedApp)

    async def forgotten() -> None:
        """Asks nobody who is there."""

    async def too_wide(_user: Staff) -> None:
        """Asks for the wrong role."""

    app.add_api_route("/forgotten", forgotten, methods=["DELETE"])
    app.add_api_route("/wide", too_wide, methods=["POST"])
    planted = dict.fromkeys(("DELETE /forgotten", "POST /wide"), Access.ADMIN)
    assert set(planted) <= routes_of(app)
    monkeypatch.setattr("tests.nodes.test_permissions.TABLE", {"teacher_node": planted})
    found = await wrong_cells(campus, Caller)
    let_in = {caller.name for caller in Caller} - {"STRANGER", "ADMIN"}
    wrongly = {f"teacher_node DELETE /forgotten {name}: 200 " for name in let_in}
    assert set(found) == wrongly | {
        "teacher_node POST /wide TEACHER: 200 ",
        "teacher_node POST /wide OTHER_TEACHER: 200 ",
    }
