"""Selections that come together go on together, and each client gets its own answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.types import Receive, Scope, Send

from backend.common import bundle
from backend.common.bundle import Asked, Told
from backend.common.settings import Settings
from backend.gateway.selections import LONGEST_BODY, LONGEST_LINES
from tests.nodes.gateway.conftest import Behind, Porch, serving

SELECT = "POST /api/student/selections"


class Door:
    """A student node that answers bundles: each entry with its body, or as `answers` says."""

    def __init__(self) -> None:
        self.bundles: list[list[Asked]] = []
        self.keys: list[str] = []
        self.go = asyncio.Event()
        self.go.set()
        self.answers: dict[bytes, Told] = {}
        self.garbled = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert (scope["method"], scope["path"]) == ("POST", bundle.PATH)
        body = b""
        while (message := await receive()).get("more_body"):
            body += message["body"]
        asked = bundle.asked_decoder.decode(body + message.get("body", b""))
        self.bundles.append(asked)
        self.keys.append(dict(scope["headers"])[b"idempotency-key"].decode())
        await self.go.wait()
        told = [self.answers.get(one.body, Told(202, "", one.body)) for one in asked]
        content = b"?" if self.garbled else bundle.encoder.encode(told)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": content})


@asynccontextmanager
async def standing(settings: Settings) -> AsyncIterator[Door]:
    door = Door()
    where = str(settings.socket_path("student_node"))
    async with serving(door, uds=where, lifespan="off"):
        yield door


@pytest.fixture
async def door(socket_settings: Settings) -> AsyncIterator[Door]:
    async with standing(socket_settings) as opened:
        yield opened


async def test_those_that_come_during_a_call_share_the_next(porch: Porch, door: Door) -> None:
    door.go.clear()
    first = asyncio.create_task(porch.ask(SELECT, "Idempotency-Key: k0", body=b"0"))
    while not door.bundles:
        await asyncio.sleep(0.01)
    others = [
        asyncio.create_task(porch.ask(SELECT, f"Authorization: Bearer t{n}", body=b"%d" % n))
        for n in range(1, 6)
    ]
    await asyncio.sleep(0.2)  # all five are there; more than one bundle would be a mistake to see
    door.go.set()
    assert [(await task)[2] for task in [first, *others]] == [b"%d" % n for n in range(6)]
    assert [len(asked) for asked in door.bundles] == [1, 5]
    assert door.bundles[0][0].key == "k0"
    assert {one.authorization for one in door.bundles[1]} == {f"Bearer t{n}" for n in range(1, 6)}


async def test_a_request_without_a_key_gets_one(porch: Porch, door: Door) -> None:
    await porch.ask(SELECT, body=b"{}")
    await porch.ask(SELECT, body=b"{}")
    keys = [asked[0].key for asked in door.bundles]
    assert all(keys)
    assert keys[0] != keys[1]
    assert len(set(door.keys)) == 2


async def test_a_refusal_comes_with_its_time_and_kind(porch: Porch, door: Door) -> None:
    door.answers[b"{}"] = Told(429, "7", b'{"code":"too_many_requests"}')
    status, headers, body = await porch.ask(SELECT, body=b"{}")
    assert (status, headers["retry-after"]) == (429, "7")
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-request-id"]
    assert body == b'{"code":"too_many_requests"}'


async def test_an_answer_that_cannot_be_read_is_a_problem_for_all_in_it(
    porch: Porch, door: Door
) -> None:
    door.garbled = True
    status, headers, body = await porch.ask(SELECT, body=b"{}")
    assert status == 503
    assert headers["retry-after"]
    assert b"service_away" in body


async def test_a_bundle_waits_for_a_student_node_that_starts(
    porch: Porch, socket_settings: Settings
) -> None:
    asking = asyncio.create_task(porch.ask(SELECT, body=b"{}"))
    await asyncio.sleep(0.3)
    async with standing(socket_settings):
        assert (await asking)[0] == 202


@pytest.mark.parametrize(
    ("line", "headers", "body"),
    [
        (SELECT, [], b" " * (LONGEST_BODY + 1)),
        (f"{SELECT}?dry=1", [], b"{}"),
        (SELECT, [f"Authorization: Bearer {'x' * LONGEST_LINES}"], b"{}"),
        (SELECT, [f"Idempotency-Key: {'x' * (LONGEST_LINES + 1)}"], b"{}"),
    ],
    ids=["a long body", "a query", "a long token", "a long key"],
)
async def test_what_is_unusual_goes_on_alone(
    porch: Porch, student_door: Behind, line: str, headers: list[str], body: bytes
) -> None:
    status, _, _ = await porch.ask(line, *headers, body=body)
    assert status == 200
    assert student_door.asked[0]["path"] == "/selections"
    assert student_door.asked[0]["length"] == len(body)
