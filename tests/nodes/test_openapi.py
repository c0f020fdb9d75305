"""Every route of every service is described: a summary, what it answers, how it refuses."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from backend.common.guarded import GuardedApp
from backend.common.services import SERVICES, Service
from backend.common.settings import Settings

METHODS = {"get", "post", "put", "patch", "delete"}


def app_of(service: Service, settings: Settings) -> GuardedApp:
    app: GuardedApp = importlib.import_module(service.module).create_app(settings)
    return app


def operations(app: GuardedApp) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, item in app.openapi()["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def refusals_of(operation: dict[str, Any]) -> list[str]:
    """The codes with which a route says that it refuses."""
    return [
        code
        for answer in operation["responses"].values()
        for content in answer.get("content", {}).values()
        for code in content.get("examples", {})
    ]


def lacks(name: str, operation: dict[str, Any]) -> list[str]:
    """What is missing from the description of a route."""
    found = [] if operation.get("summary") else [f"{name} has no summary"]
    for status, answer in operation.get("responses", {}).items():
        contents = answer.get("content", {})
        if status.startswith(("4", "5")):
            problems = contents.get("application/problem+json", {})
            if not problems.get("examples"):
                found.append(f"{name} does not say how it refuses with {status}")
    return found


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_route_says_what_it_is_for_and_how_it_refuses(
    service: Service, settings: Settings
) -> None:
    app = app_of(service, settings)
    assert [what for name, operation in operations(app) for what in lacks(name, operation)] == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_no_fast_route_hides_from_the_description(service: Service, settings: Settings) -> None:
    app = app_of(service, settings)
    described = {name for name, _ in operations(app)}
    assert {f"{method} {path}" for method, path in app.fast_routes} <= described


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_bodies_have_examples(service: Service, settings: Settings) -> None:
    app = app_of(service, settings)
    without = [
        name
        for name, operation in operations(app)
        for content in operation.get("requestBody", {}).get("content", {}).values()
        if not ("example" in content or "examples" in content or "csv" in str(content))
    ]
    assert without == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_what_takes_json_says_how_it_refuses_wrong_bodies(
    service: Service, settings: Settings
) -> None:
    codes = {"bad_request", "invalid_fields"}
    silent = [
        name
        for name, operation in operations(app_of(service, settings))
        if "application/json" in operation.get("requestBody", {"content": {}})["content"]
        and operation["requestBody"]["required"]
        and not codes <= set(refusals_of(operation))
    ]
    assert silent == []
