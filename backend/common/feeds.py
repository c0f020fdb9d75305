"""Following another node's numbered feed of changes by long polling."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from backend.common.client import SocketClient
from backend.common.errors import Refused

CONNECT_WITHIN = 0.5  # seconds
WAIT = 20.0  # seconds the other side may hold an empty answer
FIRST_PAUSE = 0.05  # seconds after a failure
LONGEST_PAUSE = 0.5  # seconds; a feed is to be current within a second

log = logging.getLogger(__name__)

Event = dict[str, Any]


@dataclass(slots=True)
class Following:
    """How far a feed was followed.

    Attributes:
        up: whether it answered when it was asked last.
        number: of the last change that was taken in.
        waited: changes that were there at once when it answered last.
    """

    service: str
    up: bool = False
    number: int = 0
    waited: int = 0
    _heard_at: float = 0.0

    def heard(self, last: int, waited: int) -> None:
        """It has answered, and the `waited` changes it told were taken in, up to `last`."""
        self.up, self.number, self.waited = True, last, waited
        self._heard_at = time.monotonic()

    def silent_for(self) -> float:
        """Seconds since it answered; since the machine's start where it never did."""
        return time.monotonic() - self._heard_at


async def follow_feed(
    client: SocketClient,
    service: str,
    after: int,
    handle: Callable[[list[Event]], Awaitable[None]],
    connected: Callable[[bool], None] = lambda _up: None,
    *,
    following: Following | None = None,
) -> None:
    """Hand every event of `service`'s feed after number `after` to `handle`, in order, forever.

    The feed answers `GET /internal/feed?after=N&wait=SECONDS` with `{"events": […], "last": N}`.

    Args:
        handle: gets at least one event at a time; when it fails, following fails.
        connected: told whether the other side answers, at every change.
        following: kept up to date, for who watches.

    Raises:
        Refused: `feed_gap`, when the events after `after` are no longer kept.
    """
    following = following or Following(service)
    up: bool | None = None
    pause = FIRST_PAUSE
    while True:
        try:
            answer = await client.get(
                service,
                "/internal/feed",
                params={"after": after, "wait": WAIT if up else 0},
                timeout=WAIT + 10,
                patience=CONNECT_WITHIN,
            )
            body = answer.raise_for_status().json()
        except Refused as refused:
            if refused.code == "feed_gap":
                raise
            if up is not False:
                log.warning("the feed of %s is interrupted: %s", service, refused)
            up = _tell(connected, up, now=False)
            following.up = False
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            continue
        pause = FIRST_PAUSE
        up = _tell(connected, up, now=True)
        if body["events"]:
            await handle(body["events"])
        after = body["last"]
        following.heard(after, len(body["events"]))


def _tell(connected: Callable[[bool], None], before: bool | None, *, now: bool) -> bool:
    if before is not now:
        connected(now)
    return now
