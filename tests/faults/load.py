"""Callers that call without a pause, and what became of their calls."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from backend.common.client import SocketClient
from backend.common.settings import load_settings
from backend.common.transport import Response, ServiceAway, SocketTransport

PATHS = {
    "data_node": "/terms",
    "auth_node": "/health",
    "teacher_node": "/health",
    "student_node": "/health",
    "queue_node": "/state",
    "gateway": "/health",
}
PAUSE = 0.002  # seconds between the calls of a caller, so that there is room for the nodes

Ask = Callable[[str], Awaitable[Response]]


class Place(Protocol):
    """An installation, as far as callers need to know it."""

    environment: dict[str, str]


class CountingTransport(SocketTransport):
    """Counts what is sent, and what broke then."""

    def __init__(self, installation: Place, changes: Mapping[str, str]) -> None:
        super().__init__(settings=load_settings({**installation.environment, **changes}))
        self.requests: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()

    async def request(self, method: str, url: str, **rest: object) -> Response:
        service = str(rest.get("service"))
        self.requests[service] += 1
        try:
            return await super().request(method, url, **rest)  # type: ignore[arg-type]
        except ServiceAway as away:
            self.broken[service] += away.sent
            raise


@dataclass
class Outcome:
    """What became of the calls.

    Attributes:
        seconds: service to how long each call took.
        requests: service to how often it was tried.
        repeats: service to how often that was after it may have been sent already.
    """

    calls: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    requests: Counter[str] = field(default_factory=Counter)
    repeats: Counter[str] = field(default_factory=Counter)


@asynccontextmanager
async def load(
    installation: Place,
    services: Sequence[str] = tuple(PATHS),
    callers: int = 8,
    within: float = 20.0,
    changes: Mapping[str, str] | None = None,
) -> AsyncIterator[Outcome]:
    """Callers with one client, as a node has one, for as long as the block runs."""
    outcome = Outcome()
    transport = CountingTransport(installation, changes or {})
    async with SocketClient(transport.settings.internal_token, transport=transport) as client:

        async def ask(service: str) -> Response:
            return await client.get(service, PATHS[service], timeout=within)

        async with calling(ask, outcome, services, callers):
            yield outcome
    outcome.requests, outcome.repeats = transport.requests, transport.broken


@asynccontextmanager
async def calling(
    ask: Ask, outcome: Outcome, services: Sequence[str], callers: int
) -> AsyncIterator[None]:
    over = asyncio.Event()

    async def caller() -> None:
        while not over.is_set():
            service = random.choice(services)
            outcome.calls[service] += 1
            started = time.monotonic()
            try:
                (await ask(service)).raise_for_status()
            except ServiceAway as away:
                outcome.failures.append(f"{service}: {away}")
            except Exception as error:
                outcome.failures.append(f"{service}: {error!r}")
            outcome.seconds.setdefault(service, []).append(time.monotonic() - started)
            await asyncio.sleep(PAUSE)

    tasks = [asyncio.create_task(caller()) for _ in range(callers)]
    try:
        yield
    finally:
        over.set()
        await asyncio.gather(*tasks)
