"""Heavy work waits its turn, politely, and says so when the turn would come too late."""

from __future__ import annotations

import asyncio
import os
import threading
import time

import pytest

from backend.auth_node.workers import FIRST_GUESS, LONGEST_WAIT, NICE, Workers
from backend.common.errors import Refused


def nice_of_this_thread() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


async def test_the_threads_let_others_go_first_and_the_loop_does_not() -> None:
    workers = Workers(1)
    before = nice_of_this_thread()
    assert await workers.do(nice_of_this_thread) == NICE
    assert nice_of_this_thread() == before
    workers.close()


async def test_who_would_wait_too_long_is_told_the_place_and_when_there_is_room() -> None:
    workers = Workers(1)
    release = threading.Event()
    enough = int(LONGEST_WAIT / FIRST_GUESS) + 1
    waiting = [asyncio.create_task(workers.do(release.wait)) for _ in range(enough)]
    await asyncio.sleep(0)
    with pytest.raises(Refused) as refused:
        await workers.do(release.wait)
    assert refused.value.code == "busy"
    assert f"number {enough + 1} in line" in refused.value.detail
    assert refused.value.retry_after == pytest.approx(LONGEST_WAIT / 2, rel=0.1)
    release.set()
    assert all(await asyncio.gather(*waiting))
    workers.close()


async def test_the_estimate_follows_what_work_takes() -> None:
    workers = Workers(1)
    for _ in range(60):
        await workers.do(lambda: None)
    assert await asyncio.gather(*(workers.do(time.time) for _ in range(1000)))
    workers.close()
