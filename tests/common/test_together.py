"""Natural batches: order kept, nobody waits for a timer, a failure is everybody's in its batch."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import pytest

from backend.common.together import SHORTEST, Together


class Work:
    """Doubles numbers; each batch waits to be let go."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun = asyncio.Event()
        self.go = asyncio.Event()
        self.too_few = False

    async def handle(self, items: list[int]) -> Sequence[int]:
        self.batches.append(items)
        self.begun.set()
        await self.go.wait()
        if 13 in items:
            raise RuntimeError("thirteen")
        return [2 * item for item in items][self.too_few :]


@asynccontextmanager
async def running(work: Work, most: int = 100) -> AsyncIterator[Together[int, int]]:
    together = Together(work.handle, most)
    task = asyncio.create_task(together.run())
    try:
        yield together
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def started(together: Together[int, int], *items: int) -> asyncio.Task[Sequence[int]]:
    task = asyncio.create_task(together.add(items))
    await asyncio.sleep(0)
    return task


async def test_what_comes_meanwhile_goes_together_in_its_order() -> None:
    work = Work()
    async with running(work) as together:
        first = await started(together, 1)
        await work.begun.wait()
        later = [await started(together, 2, 3), await started(together, 4)]
        work.go.set()
        assert await first == [2]
        assert [await task for task in later] == [[4, 6], [8]]
    assert work.batches == [[1], [2, 3, 4]]


async def test_a_batch_has_a_largest_size_and_what_was_added_together_stays_together() -> None:
    work = Work()
    async with running(work, most=3) as together:
        tasks = [await started(together, *items) for items in ((1,), (2,), (3, 4), (5, 6), (7,))]
        work.go.set()
        assert [list(await task) for task in tasks] == [[2], [4], [6, 8], [10, 12], [14]]
    assert work.batches == [[1], [2, 3, 4], [5, 6, 7]]


async def test_nothing_at_all_is_answered_at_once() -> None:
    async with running(Work()) as together:
        assert list(await together.add([])) == []


async def test_one_who_leaves_does_not_hold_up_the_others() -> None:
    work = Work()
    async with running(work) as together:
        leaving, staying = await started(together, 1), await started(together, 2)
        leaving.cancel()
        work.go.set()
        assert await staying == [4]


async def test_a_failure_is_told_to_its_batch_and_the_next_is_served() -> None:
    work = Work()
    work.go.set()
    async with running(work) as together:
        with pytest.raises(RuntimeError, match="thirteen"):
            await together.add([13, 1])
        assert await together.add([1]) == [2]


async def test_results_are_never_given_to_the_wrong_items() -> None:
    work = Work()
    work.go.set()
    work.too_few = True
    async with running(work) as together:
        with pytest.raises(ValueError, match="2 items got 1 results"):
            await together.add([1, 2])


async def test_nobody_waits_longer_because_the_call_before_hung() -> None:
    work = Work()
    left: list[float] = []

    async def handle(items: list[int]) -> Sequence[int]:
        left.append(together.left(10.0))
        return await work.handle(items)

    together = Together(handle, 100)
    task = asyncio.create_task(together.run())
    first = await started(together, 1)
    await work.begun.wait()
    second = await started(together, 2)
    asyncio.get_running_loop().call_later(0.2, work.go.set)  # the first call hangs so long
    await asyncio.gather(first, second)
    task.cancel()
    assert 9.9 < left[0] <= 10.0
    assert left[1] <= 9.85
    assert together.left(0.1) == SHORTEST
