"""All nodes and the gateway, each on a port of its own, and something of everything in them."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import NamedTuple

import uvicorn

from backend.common.settings import Settings
from tests.conftest import INTERNAL, Clock
from tests.nodes.campus import Campus, open_campus


class Served(NamedTuple):
    """All nodes, each on a port of its own."""

    campus: Campus
    ports: dict[str, int]

    def address(self, node: str) -> str:
        return f"http://127.0.0.1:{self.ports[node]}"


@contextmanager
def served_campus() -> Iterator[Served]:
    """Serve it in another thread until the block ends."""
    ready: Future[Served] = Future()
    ended, loop = asyncio.Event(), asyncio.new_event_loop()
    serving = threading.Thread(target=loop.run_until_complete, args=[_serve(ready, ended)])
    serving.start()
    try:
        yield ready.result()
    finally:
        loop.call_soon_threadsafe(ended.set)
        serving.join()


async def _serve(ready: Future[Served], ended: asyncio.Event) -> None:
    with tempfile.TemporaryDirectory() as folder:
        chosen = Settings(data_dir=folder, use_sockets=False, internal_token=INTERNAL)
        try:
            async with open_campus(chosen, Clock()) as campus:
                ports = {node: await _port(app) for node, app in campus.house.applications.items()}
                ready.set_result(Served(campus, ports))
                await ended.wait()
        except BaseException as error:
            if not ready.done():
                ready.set_exception(error)
            raise


async def _port(app: object) -> int:
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="off")  # type: ignore[arg-type]
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
