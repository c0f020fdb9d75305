"""What gathers while one piece of work is under way is done together by the next.

No timer: whoever comes while nothing is under way is served at once, and the more come, the more
share a call or a commit.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

SHORTEST = 1.0  # seconds

log = logging.getLogger(__name__)


class _Waiting(NamedTuple, Generic[Item, Result]):
    items: Sequence[Item]
    future: asyncio.Future[Sequence[Result]]
    since: float


class Together(Generic[Item, Result]):
    """Hands items on in the order in which they came, one batch at a time.

    Args:
        handle: makes a result of each item, in their order; it deals with its troubles itself.
        most: items after which a batch takes no more; what was added together stays together.
    """

    def __init__(
        self, handle: Callable[[list[Item]], Awaitable[Sequence[Result]]], most: int
    ) -> None:
        self._handle = handle
        self._most = most
        self._waiting: deque[_Waiting[Item, Result]] = deque()
        self._arrived = asyncio.Event()
        self._oldest = 0.0

    async def add(self, items: Sequence[Item]) -> Sequence[Result]:
        """The results of `items`, when they are there.

        Raises:
            Exception: what `handle` failed with.
        """
        if not items:
            return ()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Sequence[Result]] = loop.create_future()
        self._waiting.append(_Waiting(items, future, loop.time()))
        self._arrived.set()
        return await future

    def left(self, within: float) -> float:
        """Seconds the batch under way may take so that nobody in it waits longer than `within`.

        It is `SHORTEST` at least: behind a call that hung, others are told soon, but not unheard.
        """
        waited = asyncio.get_running_loop().time() - self._oldest
        return max(SHORTEST, within - waited)

    async def run(self) -> None:
        """Handle what gathers, for as long as this runs."""
        while True:
            await self._arrived.wait()
            await self._serve_next()
            if not self._waiting:
                self._arrived.clear()

    async def _serve_next(self) -> None:
        batch: list[Item] = []
        self._oldest = self._waiting[0].since
        futures: list[tuple[int, asyncio.Future[Sequence[Result]]]] = []
        while self._waiting and len(batch) < self._most:
            items, future, _ = self._waiting.popleft()
            batch.extend(items)
            futures.append((len(batch), future))
        try:
            results = await self._handle(batch)
            if len(results) != len(batch):
                raise ValueError(f"{len(batch)} items got {len(results)} results")  # noqa: TRY301
        except Exception as error:
            log.exception("%d items that were handled together failed", len(batch))
            for _, future in futures:
                if not future.done():
                    future.set_exception(error)
            return
        begin = 0
        for end, future in futures:
            if not future.done():
                future.set_result(results[begin:end])
            begin = end
