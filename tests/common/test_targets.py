"""Which address is used: the socket first, copies in turn, dead ones not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from backend.common.targets import LOOK_EVERY, RetryBudget, Targets, takes_connections
from tests.conftest import Clock

URL = "http://127.0.0.1:9"  # nobody listens on the discard port
OTHER = "http://127.0.0.1:19"


@asynccontextmanager
async def listening(path: Path) -> AsyncIterator[None]:
    server = await asyncio.start_unix_server(lambda _r, w: w.close(), path)
    async with server:
        yield
    path.unlink(missing_ok=True)


async def test_the_socket_is_preferred_as_soon_as_it_is_there(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "x.sock"
    targets = Targets(str(path), [URL], clock)
    assert targets.choose() == URL
    async with listening(path):
        assert targets.choose() == URL, "nobody looks at the file system for every call"
        clock.advance(LOOK_EVERY)
        assert targets.choose() == f"unix://{path}"
    clock.advance(LOOK_EVERY)
    assert targets.choose() == URL


def test_copies_take_turns() -> None:
    targets = Targets("", [URL, OTHER])
    assert {targets.choose(), targets.choose()} == {URL, OTHER}
    assert targets.choose() != targets.choose()


async def test_a_dead_socket_is_left_for_the_url_and_taken_again_when_it_answers(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.sock"
    async with listening(path):
        pass
    path.touch()  # what a crash leaves behind: a file that nobody serves
    address = f"unix://{path}"
    targets = Targets(str(path), [URL])
    assert targets.choose() == address
    assert await targets.reachable(address, 1)
    assert targets.choose() == URL
    path.unlink()
    async with listening(path), asyncio.timeout(5):
        while targets.choose() != address:
            await asyncio.sleep(LOOK_EVERY / 5)
    await targets.aclose()


async def test_all_who_wait_for_a_dead_service_go_on_when_it_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "x.sock"
    targets = Targets(str(path), [URL])
    waiting = [asyncio.create_task(targets.reachable(URL, 5)) for _ in range(50)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in waiting)
    async with listening(path):
        assert all(await asyncio.gather(*waiting))
    await targets.aclose()


async def test_who_waits_in_vain_is_told_in_time() -> None:
    targets = Targets("", [URL])
    started = asyncio.get_running_loop().time()
    assert not await targets.reachable(URL, 0.3)
    assert 0.3 <= asyncio.get_running_loop().time() - started < 2
    await targets.aclose()


async def test_a_file_that_is_no_socket_takes_no_connections(tmp_path: Path) -> None:
    (tmp_path / "x.sock").touch()
    assert not await takes_connections(f"unix://{tmp_path}/x.sock")
    assert not await takes_connections(f"unix://{tmp_path}/none.sock")
    assert not await takes_connections(URL)


@pytest.mark.parametrize("calls", [1000, 10_000, 100_000])
def test_repeats_stay_within_a_fifth_of_the_calls(calls: int) -> None:
    budget = RetryBudget()
    repeats = 0
    for _ in range(calls):
        budget.call()
        repeats += budget.take()
    assert repeats <= 0.2 * calls
    assert repeats >= 0.1 * calls


def test_all_who_were_under_way_when_a_server_is_killed_may_repeat() -> None:
    budget = RetryBudget()
    budget.call()
    taken = [budget.take() for _ in range(101)]
    assert taken == [True] * 100 + [False]
