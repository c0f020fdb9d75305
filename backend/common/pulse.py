"""Waking those who wait for "something new", without anybody polling.

When the process begins to stop, nothing new will come and everybody is woken for good: otherwise
long polls and event streams would hold up the stop for as long as they may last.
"""

from __future__ import annotations

import asyncio
from weakref import WeakSet


class Pulse:
    """Something that happens again and again; waiters wake at its next beat."""

    def __init__(self) -> None:
        self._next: asyncio.Event = asyncio.Event()

    def beat(self) -> None:
        """Wake everybody who waits now."""
        self._next.set()
        self._next = asyncio.Event()

    def listen(self) -> asyncio.Event:
        """The next beat, to be taken before looking whether there is something already."""
        return self._next


class _Waiting:
    """All who wait in this process."""

    def __init__(self) -> None:
        self.events: WeakSet[asyncio.Event] = WeakSet()
        self.over = False


_waiting = _Waiting()


def end_waiting() -> None:
    """Wake everybody who waits, now and from now on: the process is about to stop."""
    _waiting.over = True
    for event in list(_waiting.events):
        event.set()


def waiting_is_over() -> bool:
    """Whether the process is about to stop."""
    return _waiting.over


async def happens_within(event: asyncio.Event, seconds: float | None) -> bool:
    """Whether `event` is set within `seconds` (None: ever), and before the process stops."""
    if _waiting.over:
        return False
    _waiting.events.add(event)
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return not _waiting.over
