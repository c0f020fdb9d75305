"""An open load does not let a slow server hide how slow it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from benchmarks import load, paced

STALL = 0.3  # seconds
RATE = 200.0
COUNT = 100


@pytest.fixture
async def stalling(tmp_path: Path) -> AsyncIterator[Path]:
    """A server that does nothing for a while when the tenth request comes."""
    asked = 0
    stalled = asyncio.Lock()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        while await reader.readuntil(load.END_OF_HEAD):
            asked += 1
            async with stalled:
                if asked == 10:
                    await asyncio.sleep(STALL)
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    path = tmp_path / "s"
    server = await asyncio.start_unix_server(served, path)
    yield path
    server.close()


async def test_requests_that_were_due_during_a_stall_count_as_late(stalling: Path) -> None:
    requests = [load.request("GET", "/")] * COUNT
    found = await paced.send(stalling, requests, RATE, connections=1)
    assert found.load.count(200) == COUNT
    late = sum(latency > STALL / 2 for latency in found.load.latencies)
    assert late >= RATE * STALL / 2 * 0.8, "a closed load would count one"


async def test_a_closed_load_would_hide_it(stalling: Path) -> None:
    found = await load.send(stalling, [load.request("GET", "/")] * COUNT, 1)
    assert sum(latency > STALL / 2 for latency in found.latencies) == 1
