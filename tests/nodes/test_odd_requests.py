"""No route breaks, whatever its parameters and its body are, and all answers are described.

`make attack` does this at length, with schemathesis; here are a few requests a route.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator

import pytest
from starlette.responses import PlainTextResponse

from backend.common.guarded import GuardedApp
from backend.common.settings import Settings
from tests.conftest import Clock
from tests.nodes.campus import Campus, open_campus
from tests.nodes.odd_requests import NOT_ASKED, TEXTS, Odd, caller_of, odd_requests
from tests.nodes.permissions import TABLE, Access, Caller

METHODS = ("get", "post", "put", "patch", "delete")
SEED = 7
FEW = 2  # odd values a parameter and field


@pytest.fixture
async def campus(settings: Settings, clock: Clock) -> AsyncIterator[Campus]:
    async with open_campus(settings, clock) as opened:
        yield opened


async def answered(campus: Campus, node: str, method: str, odd: Odd, caller: Caller) -> int:
    """The status that the request comes to."""
    answer = await campus.house.client.request(
        method,
        node,
        odd.path,
        content=odd.body,
        headers={
            "Authorization": f"Bearer {campus.tokens[caller]}",
            "Content-Type": "application/json",
        },
    )
    return answer.status_code


async def undescribed(campus: Campus, node: str, few: int) -> list[str]:
    """The requests to a node that came to a status that is not described, or to a 5xx."""
    app = campus.house.applications[node]
    assert isinstance(app, GuardedApp)
    draw, wrong = random.Random(SEED), []
    for path, item in app.openapi()["paths"].items():
        for method in METHODS:
            route = f"{method.upper()} {path}"
            if method not in item or route in NOT_ASKED:
                continue
            described = {int(status) for status in item[method]["responses"]} | {404}
            for odd in odd_requests(app.openapi(), path, method, campus.there, draw, few):
                status = await answered(campus, node, method.upper(), odd, caller_of(node, route))
                if status >= 500 or status not in described:
                    wrong.append(f"{route}: {status} {odd}")
    return wrong


@pytest.mark.parametrize("node", TABLE)
async def test_no_odd_request_breaks_a_node(campus: Campus, node: str) -> None:
    assert await undescribed(campus, node, FEW) == []


async def test_a_route_that_breaks_and_one_that_answers_what_it_does_not_say_are_found(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    app = campus.house.applications["teacher_node"]
    assert isinstance(app, GuardedApp)

    async def breaks(number: str) -> int:
        """Trusts what is in its address."""
        return int(number)

    async def surprises(word: str = "") -> PlainTextResponse:
        """Answers something else at times."""
        return PlainTextResponse("", 418 if "{" in word else 200)

    app.add_api_route("/breaks", breaks, methods=["GET"])
    app.add_api_route("/surprises", surprises, methods=["GET"])
    described = app.openapi()
    described["paths"] = {path: described["paths"][path] for path in ("/breaks", "/surprises")}
    planted = dict.fromkeys(("GET /breaks", "GET /surprises"), Access.ADMIN)
    monkeypatch.setitem(TABLE, "teacher_node", planted)
    found = await undescribed(campus, "teacher_node", len(TEXTS))
    assert {one.partition("?")[0] for one in found} == {
        "GET /breaks: 500 /breaks",
        "GET /surprises: 418 /surprises",
    }
