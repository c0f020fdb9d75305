"""Threads for heavy work that let everything else go first, and say how long one would wait."""

from __future__ import annotations

import asyncio
import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from backend.common.errors import Refused

NICE = 19  # the scheduler's least urgent; measured: a reader's p99 grows by a third, not ninefold
LONGEST_WAIT = 8.0  # seconds; callers give up after ten
FIRST_GUESS = 0.03  # seconds a piece of work takes, before the first was measured
MEMORY = 0.9  # what older measurements keep of their weight with each new one

T = TypeVar("T")


class Workers:
    """A few threads at nice 19.

    Args:
        threads: how much is worked on at once.
        clock: seconds, monotonic.
    """

    def __init__(self, threads: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.threads = threads
        self._clock = clock
        self._pool = ThreadPoolExecutor(threads, "passwords", initializer=_be_polite)
        self._waiting = 0
        self._each = FIRST_GUESS

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place in line for one piece of work, taken before anything else is done for it.

        Raises:
            Refused: `busy`, with the place in line, where one would wait longer than
                `LONGEST_WAIT`; one is to come back when half of that line is left, so that
                there is room then and the threads have not run out of work.
        """
        wait = self._waiting * self._each / self.threads
        if wait > LONGEST_WAIT:
            pause = wait - LONGEST_WAIT / 2
            raise Refused(
                "busy", retry_after=pause, place=self._waiting + 1, seconds=math.ceil(pause)
            )
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    async def do(self, work: Callable[[], T]) -> T:
        """The result of `work()`.

        Raises:
            Refused: `busy`.
        """
        with self.place():
            return await self.do_in_place(work)

    async def do_in_place(self, work: Callable[[], T]) -> T:
        """The result of `work()`, for a caller who has a `place`."""
        return await asyncio.get_running_loop().run_in_executor(
            self._pool, lambda: self._measured(work)
        )

    def close(self) -> None:
        """Stop the threads."""
        self._pool.shutdown(cancel_futures=True)

    def _measured(self, work: Callable[[], T]) -> T:
        started = self._clock()
        try:
            return work()
        finally:
            took = self._clock() - started
            self._each = MEMORY * self._each + (1 - MEMORY) * took


def _be_polite() -> None:
    """On Linux every thread has a nice value of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
