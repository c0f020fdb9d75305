"""How many calls a second get through, by the way they travel.

`python -m benchmarks.transport` prints a table, `--json` one object with the key `rows`,
`--plot FILE` draws a picture too. Server and client are processes of this machine on uvloop, as the
nodes are; each figure is the median of interleaved rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import NamedTuple

import uvloop

from backend.common.settings import Settings
from benchmarks.results import Result
from benchmarks.transport_plot import plot
from benchmarks.transport_ways import FLOOR, SLOWEST, TOKEN, WAYS, Call, Way

ROUNDS = 7
ROUND_SECONDS = 0.6
WARM_UP_SECONDS = 0.2
QUICK_ROUNDS, QUICK_SECONDS = 3, 0.2
IN_FLIGHT = (1, 16, 64, 256)
START_WITHIN = 20.0  # seconds
FEWEST = 2  # calls a round, however long they take
HEADINGS = (
    "| transport | in flight | time for 1,000 requests | requests a second | speed-up | p50 | p99 |"
)


class Row(NamedTuple):
    """One measurement."""

    name: str
    in_flight: int
    calls_per_s: float
    p50_us: float
    p99_us: float


class Ratio(NamedTuple):
    """How much faster one way is than another at a number in flight."""

    words: str
    faster: str
    slower: str
    in_flight: int


RATIOS = (
    Ratio("of a bare client", "socketclient-uds", FLOOR, 1),
    Ratio("× a new httpx client each call", "socketclient-uds", SLOWEST, 1),
    Ratio("× the same without TLS", "socketclient-uds", "httpx-new-tcp-notls", 1),
    Ratio("× SocketClient over TCP", "socketclient-uds", "socketclient-tcp", 1),
    Ratio("of a bare client", "socketclient-uds", FLOOR, 64),
    Ratio("× one httpx client", "socketclient-uds", "httpx-pooled-uds", 64),
)


def _settings(folder: Path, port: int, *, sockets: bool) -> Settings:
    return Settings(
        use_sockets=sockets,
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
        while (before := time.perf_counter()) < until or len(taken) < FEWEST:
            await call()
            taken.append(time.perf_counter() - before)

    await asyncio.gather(*(caller() for _ in range(in_flight)))
    return taken


async def measure(rounds: int, seconds: float, in_flight: Sequence[int]) -> list[Row]:
    """The median round of every way at every number in flight."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir="/tmp"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    found: dict[tuple[str, int], list[Row]] = {}
    by_socket, by_port = (_settings(folder, port, sockets=on) for on in (True, False))
    try:
        with _server(by_socket), _server(by_port):
            for _ in range(rounds):
                for callers, way in product(in_flight, WAYS):
                    settings = by_socket if way.name.endswith("-uds") else by_port
                    row = await _one_round(way, settings, callers, seconds)
                    found.setdefault((way.name, callers), []).append(row)
    finally:
        shutil.rmtree(folder)
    return [_median(rows) for rows in found.values()]


def _median(rows: list[Row]) -> Row:
    name, in_flight = rows[0][:2]
    figures = (statistics.median(column) for column in list(zip(*rows, strict=True))[2:])
    return Row(name, in_flight, *figures)


async def _one_round(way: Way, settings: Settings, in_flight: int, seconds: float) -> Row:
    async with way.open(settings) as call:
        await _wait_for(call)
        if way.keeps_connections:
            await _load(call, in_flight, min(WARM_UP_SECONDS, seconds))
        gc.collect()
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
    lines = [HEADINGS, "|---|---:|---:|---:|---:|---:|---:|"]
    lines += [
        f"| {words[row.name]} | {row.in_flight} | {1000 / row.calls_per_s:.2f} s"
        f" | {row.calls_per_s:,.0f} | {row.calls_per_s / slowest[row.in_flight]:.1f} ×"
        f" | {row.p50_us / 1000:.2f} ms | {row.p99_us / 1000:.2f} ms |"
        for row in sorted(rows, key=lambda row: (row.in_flight, -row.calls_per_s))
    ]
    return "\n".join(lines)


def ratios(rows: list[Row]) -> str:
    """What is promised of `SocketClient`, from the same run."""
    rate = {(row.name, row.in_flight): row.calls_per_s for row in rows}
    return "\n".join(
        f"SocketClient over a socket, {ratio.in_flight} in flight:"
        f" {rate[ratio.faster, ratio.in_flight] / rate[ratio.slower, ratio.in_flight]:.2f}"
        f" {ratio.words}"
        for ratio in RATIOS
        if (ratio.faster, ratio.in_flight) in rate
    )


def result(rows: list[Row], rounds: int) -> Result:
    """Calls a second of every way, beside a bare client's at as many in flight."""
    found = Result("transport", f"The median of {rounds} interleaved rounds, by calls in flight.")
    bare = {row.in_flight: row.calls_per_s for row in rows if row.name == FLOOR}
    for row in rows:
        name = f"{row.name.replace('-', '_')}_{row.in_flight}_per_s"
        found.add(name, row.calls_per_s, "/s", floor=bare[row.in_flight])
    return found


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw an SVG picture")
    parser.add_argument("--quick", action="store_true", help="few and short rounds")
    parser.add_argument("--rounds", type=int, help=f"by default {ROUNDS}")
    parser.add_argument("--seconds", type=float, help=f"a round's length; {ROUND_SECONDS}")
    parser.add_argument("--in-flight", type=int, nargs="+", default=IN_FLIGHT, metavar="N")
    options = parser.parse_args(arguments)
    rounds = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
    seconds = options.seconds or (QUICK_SECONDS if options.quick else ROUND_SECONDS)
    rows = uvloop.run(measure(rounds, seconds, options.in_flight))
    if options.plot:
        options.plot.write_text(plot([(r.name, r.in_flight, r.calls_per_s) for r in rows]))
    if options.json:
        found = json.loads(result(rows, rounds).as_json())
        print(json.dumps({**found, "rows": [row._asdict() for row in rows]}))
    else:
        print(f"{os.cpu_count()} cores, median of {rounds} rounds\n\n{table(rows)}\n")
        print(ratios(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
