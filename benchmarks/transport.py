"""How many calls a second get through, by the way they travel.

`python -m benchmarks.transport` prints a table, `--json` one object with the key `rows`. Server and
client are processes of this machine; each figure is the median of interleaved rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp

from backend.common import SocketClient, SocketTransport
from backend.common.settings import Settings

ROUNDS = 7
ROUND_SECONDS = 0.6
WARM_UP_SECONDS = 0.2
IN_FLIGHT = (1, 64)
START_WITHIN = 20.0  # seconds
TOKEN = "none-is-needed"
SLOWEST = "aiohttp-new-tcp"

Call = Callable[[], Awaitable[object]]


class Way(NamedTuple):
    """One way to call: its name in the JSON, its words in the table, how to get ready for it."""

    name: str
    words: str
    open: Callable[[Settings], Any]


class Row(NamedTuple):
    """One measurement."""

    name: str
    in_flight: int
    calls_per_s: float
    p50_us: float
    p99_us: float


@asynccontextmanager
async def _socket_client(settings: Settings) -> AsyncIterator[Call]:
    transport = SocketTransport(settings=settings)
    async with SocketClient(TOKEN, transport=transport) as client:
        yield lambda: client.get("data_node", "/health")


@asynccontextmanager
async def _new_session_each_call(settings: Settings) -> AsyncIterator[Call]:
    url = f"{settings.urls('data_node')[0]}/health"

    async def call() -> object:
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            return await answer.json()

    yield call


WAYS = (
    Way("socketclient-uds", "SocketClient over a socket", _socket_client),
    Way("socketclient-tcp", "SocketClient over TCP", _socket_client),
    Way(SLOWEST, "a new aiohttp session each call, over TCP", _new_session_each_call),
)


def _settings(folder: Path, port: int, way: str) -> Settings:
    return Settings(
        use_sockets=way.endswith("-uds"),
        socket_dir=f"{folder}/s",
        data_node_port=port,
        internal_token=TOKEN,
    )


@contextmanager
def _server(settings: Settings) -> Iterator[None]:
    environment = {
        **os.environ,
        "USE_SOCKETS": str(settings.sockets_on),
        "SOCKET_DIR": settings.socket_dir,
        "DATA_NODE_PORT": str(settings.data_node_port),
    }
    command = [sys.executable, "-m", "benchmarks.health_server"]
    process = subprocess.Popen(command, env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


async def _wait_for(call: Call) -> None:
    deadline = time.monotonic() + START_WITHIN
    while True:
        try:
            await call()
        except Exception:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.05)
        else:
            return


async def _load(call: Call, in_flight: int, seconds: float) -> list[float]:
    """Seconds that each call took, with `in_flight` callers that each wait for their answer."""
    taken: list[float] = []
    until = time.perf_counter() + seconds

    async def caller() -> None:
        while (before := time.perf_counter()) < until:
            await call()
            taken.append(time.perf_counter() - before)

    await asyncio.gather(*(caller() for _ in range(in_flight)))
    return taken


async def measure(rounds: int, round_seconds: float) -> list[Row]:
    """The median round of every way at every number in flight."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir="/tmp"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    found: dict[tuple[str, int], list[Row]] = {}
    settings = {way.name: _settings(folder, port, way.name) for way in WAYS}
    try:
        with _server(settings["socketclient-uds"]), _server(settings["socketclient-tcp"]):
            for _ in range(rounds):
                for way in WAYS:
                    for in_flight in IN_FLIGHT:
                        row = await _one_round(way, settings[way.name], in_flight, round_seconds)
                        found.setdefault((way.name, in_flight), []).append(row)
    finally:
        shutil.rmtree(folder)
    return [
        sorted(rows, key=lambda row: row.calls_per_s)[len(rows) // 2] for rows in found.values()
    ]


async def _one_round(way: Way, settings: Settings, in_flight: int, seconds: float) -> Row:
    async with way.open(settings) as call:
        await _wait_for(call)
        await _load(call, in_flight, WARM_UP_SECONDS)
        started = time.perf_counter()
        taken = await _load(call, in_flight, seconds)
        elapsed = time.perf_counter() - started
    cuts = statistics.quantiles(taken, n=100)
    return Row(
        way.name,
        in_flight,
        round(len(taken) / elapsed, 1),
        round(cuts[49] * 1e6),
        round(cuts[98] * 1e6),
    )


def table(rows: list[Row]) -> str:
    """The rows as Markdown: transport, time for 1,000 requests, requests a second, speed-up."""
    words = {way.name: way.words for way in WAYS}
    slowest = {row.in_flight: row.calls_per_s for row in rows if row.name == SLOWEST}
    lines = [
        "| transport | in flight | time for 1,000 requests | requests a second | speed-up |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {words[row.name]} | {row.in_flight} | {1000 / row.calls_per_s:.2f} s"
        f" | {row.calls_per_s:,.0f} | {row.calls_per_s / slowest[row.in_flight]:.1f} × |"
        for row in sorted(rows, key=lambda row: (row.in_flight, -row.calls_per_s))
    ]
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=ROUND_SECONDS, help="a round's length")
    options = parser.parse_args(arguments)
    rows = asyncio.run(measure(options.rounds, options.seconds))
    if options.json:
        print(json.dumps({"rows": [row._asdict() for row in rows]}))
    else:
        print(f"{os.cpu_count()} cores, median of {options.rounds} rounds\n\n{table(rows)}")


if __name__ == "__main__":
    main(sys.argv[1:])
