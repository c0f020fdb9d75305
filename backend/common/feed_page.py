"""Serving a numbered feed by long polling: what `follow_feed` asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from fastapi import Request

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.parameters import LARGEST_ID
from backend.common.pulse import Pulse, happens_within

LONGEST_WAIT = 25.0  # seconds
LONGEST_WISH = 60.0  # seconds
FEED_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "after",
        "in": "query",
        "schema": {"type": "integer", "minimum": 0, "maximum": LARGEST_ID, "default": 0},
        "description": "The number one has seen.",
    },
    {
        "name": "wait",
        "in": "query",
        "schema": {"type": "number", "minimum": 0, "maximum": LONGEST_WISH, "default": 0},
        "description": "Seconds to wait for a change.",
    },
]
"""What `asked_of_feed` takes, for OpenAPI."""


def asked_of_feed(request: Request) -> tuple[int, float]:
    """The number to start after and the seconds to wait.

    Raises:
        Refused: `invalid_fields`.
    """
    given = request.query_params
    after = _number("after", int, given.get("after", "0"), LARGEST_ID)
    return int(after), _number("wait", float, given.get("wait", "0"), LONGEST_WISH)


def _number(name: str, kind: type[int] | type[float], text: str, most: float) -> float:
    try:
        number = kind(text)
    except ValueError:
        number = -1
    if not 0 <= number <= most:
        places = [{"where": f"query.{name}", "message": f"a number from 0 to {most:.0f}"}]
        raise Refused("invalid_fields", errors=places)
    return number


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
