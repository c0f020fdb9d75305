"""Work that runs beside the requests for as long as a service runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

RESTART_PAUSE = 1.0  # seconds

log = logging.getLogger(__name__)


@asynccontextmanager
async def background(name: str, work: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Run `work()` while the block runs; if it fails, say so and start it again."""

    async def keep_working() -> None:
        while True:
            try:
                await work()
                return
            except Exception:
                log.exception("%s failed; starting it again", name)
            await asyncio.sleep(RESTART_PAUSE)

    task = asyncio.create_task(keep_working(), name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
