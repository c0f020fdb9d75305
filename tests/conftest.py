"""What tests share: one installation in a folder of its own, in this process or in its own."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import settings as property_settings

from backend.common.client import SocketClient
from backend.common.inprocess import InProcessTransport
from backend.common.settings import Settings
from tests.empty_databases import ON_POSTGRES, lay_out
from tests.system.installation import Installation
from tests.tools import IN_CI

# What is started from here is to hear Ctrl-C, also where the tests run under nohup.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long one example of a property takes says more about the machine than about the code. In CI
# the examples are the same each time: it judges a change. Other runs look where none has looked.
property_settings.register_profile("any machine", deadline=None, derandomize=IN_CI)
property_settings.load_profile("any machine")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about SQLite where the databases are PostgreSQL's."""
    if ON_POSTGRES:
        left_out = [item for item in items if item.get_closest_marker("sqlite")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


INTERNAL = "an-internal-token-for-the-tests-only"
AppFactory = Callable[[Settings, SocketClient, Callable[[], float]], FastAPI]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A development installation in a folder of its own, without sockets."""
    return Settings(data_dir=str(tmp_path), use_sockets=False, internal_token=INTERNAL)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: float = 1_900_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


class House:
    """Services of this process that reach each other without a network."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.applications: dict[str, FastAPI] = {}
        self.client = SocketClient(INTERNAL, transport=InProcessTransport(self.applications))
        self._stack = AsyncExitStack()

    async def start(self, name: str, create_app: AppFactory) -> FastAPI:
        """Start a service; its lifespan runs until the test ends."""
        self.settings = await lay_out(name, self.settings)
        app = create_app(self.settings, self.client, self.clock)
        await self._stack.enter_async_context(app.router.lifespan_context(app))
        self.applications[name] = app
        return app

    async def stop(self) -> None:
        await self._stack.aclose()


@asynccontextmanager
async def running_house(settings: Settings, clock: Clock) -> AsyncIterator[House]:
    house = House(settings, clock)
    try:
        yield house
    finally:
        await house.stop()


@pytest.fixture
async def house(settings: Settings, clock: Clock) -> AsyncIterator[House]:
    """`await house.start("data_node", create_app)`, then `house.client.get("data_node", "/…")`."""
    async with running_house(settings, clock) as started:
        yield started


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """All nodes and the gateway, one set a worker. A test that stops one starts it again."""
    running = Installation()
    try:
        running.start()
        yield running
    finally:
        running.close()
