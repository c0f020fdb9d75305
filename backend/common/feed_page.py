"""Serving a numbered feed by long polling: what `follow_feed` asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from backend.common.database import Database
from backend.common.pulse import Pulse, happens_within

LONGEST_WAIT = 25.0  # seconds


async def feed_page(
    database: Database,
    read: Callable[[sa.Connection, int], list[dict[str, Any]]],
    after: int,
    wait: float,
    news: Pulse | None = None,
) -> dict[str, Any]:
    """`{"events": […], "last": N}` with what came after number `after`.

    Args:
        read: events of the feed after a number, oldest first, each with its `number`.
        wait: seconds to wait for an event if there is none yet.
        news: beats when there may be new events; None is every commit to the database.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + min(wait, LONGEST_WAIT)
    while True:
        heard = (news or database.written).listen()
        events = await database.read(read, after)
        if events:
            return {"events": events, "last": events[-1]["number"]}
        if not await happens_within(heard, until - loop.time()):
            return {"events": [], "last": after}
