"""A frozen process costs its callers their deadline, and nobody else anything."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from backend.common.transport import Response, ServiceAway
from tests.faults.load import PATHS, CountingTransport, Outcome, calling, load
from tests.faults.supervised import Supervised, until

DEADLINE = 0.5  # seconds
CAUGHT_UP_WITHIN = 5.0  # seconds
SLACK = 0.4  # seconds that a busy machine may add
OTHERS = ("auth_node", "teacher_node", "gateway")


def answered_again(outcome: Outcome) -> bool:
    """Whether the last calls were answered; it works off what was abandoned first."""
    return max(outcome.seconds["data_node"][-32:]) < DEADLINE


async def frozen(under: Supervised, service: str, seconds: float) -> None:
    pid = under.pid(service)
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize(("transport", "seconds"), [("over_sockets", 10.0), ("over_http", 3.0)])
async def test_a_frozen_node(
    transport: str, seconds: float, request: pytest.FixtureRequest
) -> None:
    under: Supervised = request.getfixturevalue(transport)
    async with (
        load(under, ["data_node"], callers=16, within=DEADLINE) as waiting,
        load(under, OTHERS, callers=4, within=DEADLINE) as others,
    ):
        await asyncio.to_thread(until, lambda: waiting.calls["data_node"] > 100)
        await frozen(under, "data_node", seconds)
        failed = len(waiting.failures)
        await asyncio.to_thread(until, lambda: answered_again(waiting), CAUGHT_UP_WITHIN)
    assert failed > 16 * seconds / (DEADLINE + SLACK) / 2
    assert max(waiting.seconds["data_node"]) < DEADLINE + SLACK
    assert waiting.requests["data_node"] <= 1.2 * waiting.calls["data_node"]
    assert others.failures == []
    assert max(max(taken) for taken in others.seconds.values()) < DEADLINE


async def test_a_client_that_tries_again_and_again_does_make_a_storm(
    over_sockets: Supervised,
) -> None:
    transport = CountingTransport(over_sockets, {})
    headers = {"Internal-Token": transport.settings.internal_token}
    outcome = Outcome()

    async def ask(service: str) -> Response:
        for _ in range(4):
            address = transport.get_service_url(service)
            try:
                return await transport.request(
                    "GET", address + PATHS[service], headers=headers, timeout=0.1, service=service
                )
            except ServiceAway as away:
                last = away
        raise last

    async with calling(ask, outcome, ["data_node"], 4):
        await frozen(over_sockets, "data_node", 1.5)
    await transport.aclose()
    assert transport.requests["data_node"] > 1.2 * outcome.calls["data_node"]
