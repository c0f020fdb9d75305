"""Waking those who wait for "something new", without anybody polling."""

from __future__ import annotations

import asyncio


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


async def happens_within(event: asyncio.Event, seconds: float) -> bool:
    """Whether `event` is set within `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
