"""Thousands of open event streams: how soon an answer is at its browser, and what a stream costs.

Once straight on the student node and once through the gateway: the streams are opened and counted
in memory, then some hundred tickets a second are sent through the same door, and every outcome is
timed from its decision to its receipt, by one clock. Ordinary calls go on beside.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import uvloop

from benchmarks import load, paced
from benchmarks.installation import Cost, Measured, cost_of, started
from benchmarks.load import Load
from benchmarks.paced import Paced
from benchmarks.results import Result, run
from benchmarks.rush import Door, doors, requests_of
from benchmarks.streams import Heard, open_streams
from benchmarks.students import Crowd, gather

STREAMS = 5_000
TICKETS = 3_000
TICKETS_PER_S = 300.0
SECTIONS = 200
CALLS_PER_S = 100.0
CALL_SECONDS = 4.0
SETTLED = 2.0  # seconds after opening until memory is looked at
LAST_WITHIN = 10.0  # seconds after the last accept until the last outcome must have been heard


@dataclass(slots=True)
class Streamed:
    """Many streams through one door.

    Attributes:
        kb: what a stream holds in each process.
        open_s: seconds that opening all of them took.
        idle: ordinary calls before, beside: with the streams open, busy: while outcomes go out.
    """

    heard: Heard
    kb: dict[str, float]
    open_s: float
    idle: Load
    beside: Load
    busy: Load
    sent: Paced
    cost: Cost
    late: int


async def stream(
    installation: Measured, apart: ProcessPoolExecutor, door: Door, crowd: Crowd, streams: int
) -> Streamed:
    """Open the streams, send the wishes of `crowd`, listen to the end."""
    calls = _calls(door, crowd)
    idle = await _call(apart, door, calls)
    before = {name: installation.memory_kb(name) for name in ("student_node", "gateway")}
    heard, began = Heard(), time.perf_counter()
    tokens = list(crowd.tokens.values())[:streams]
    path = f"{door.prefix}/events"
    listeners = await open_streams(door.target, path, tokens, door.headers, heard)
    open_s = time.perf_counter() - began
    await asyncio.sleep(SETTLED)
    kb = {name: (installation.memory_kb(name) - was) / streams for name, was in before.items()}
    beside = await _call(apart, door, calls)
    with cost_of(installation) as cost:
        requests = requests_of(crowd, door)
        sending = paced.send_apart(apart, door.target, requests, TICKETS_PER_S)
        busy = await _call(apart, door, calls)
        sent = await asyncio.wrap_future(sending)
        late = await _hear_all(heard, sent.load.count(202))
    for listener in listeners:
        listener.close()
    await asyncio.sleep(SETTLED)
    return Streamed(heard, kb, open_s, idle, beside, busy, sent, cost, late)


async def _hear_all(heard: Heard, expected: int) -> int:
    """Wait for the outcomes; how many of them did not come."""
    heard.expect(expected)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(heard.complete.wait(), LAST_WITHIN)
    return expected - len(heard.outcomes)


def _calls(door: Door, crowd: Crowd) -> list[bytes]:
    tokens = list(crowd.tokens.values())[:100]
    shown = [door.headers | {"Authorization": f"Bearer {token}"} for token in tokens]
    requests = [
        load.request("GET", f"{door.prefix}/catalogue?limit=10", headers) for headers in shown
    ]
    return paced.repeated(requests, int(CALLS_PER_S * CALL_SECONDS))


async def _call(apart: ProcessPoolExecutor, door: Door, calls: list[bytes]) -> Load:
    called = paced.send_apart(apart, door.target, calls, CALLS_PER_S, 8)
    return (await asyncio.wrap_future(called)).load


def measure(options: argparse.Namespace) -> Result:
    """Both ways, one after the other, each with students of its own."""
    done: dict[str, Streamed] = {}
    with started() as installation, paced.processes(2) as apart:
        for name in ("direct", "gateway"):
            door = doors(installation)[name]
            crowd = gather(installation, options.tickets, SECTIONS, options.streams)
            done[name] = uvloop.run(stream(installation, apart, door, crowd, options.streams))
    return _result(options, done)


def _result(options: argparse.Namespace, done: dict[str, Streamed]) -> Result:
    direct, gateway = done["direct"], done["gateway"]
    result = Result(
        "events",
        f"{options.streams:,} streams straight on the student node, then as many through the"
        f" gateway; each time {options.tickets:,} tickets at {TICKETS_PER_S:.0f} a second for"
        f" {SECTIONS} sections, and {CALLS_PER_S:.0f} ordinary calls a second beside. Opening"
        f" took {direct.open_s:.1f} s and {gateway.open_s:.1f} s.",
    )
    p99 = max(way.heard.quantile_ms(0.99) for way in done.values())
    result.add("outcome_p99_ms", p99, "ms", "≤ 300")
    for name, way in done.items():
        result.add(f"outcome_p50_ms_{name}", way.heard.quantile_ms(0.5), "ms")
        result.add(f"outcome_p99_ms_{name}", way.heard.quantile_ms(0.99), "ms", "≤ 300")
    result.add("kb_per_stream", direct.kb["student_node"], "kB", "≤ 40")
    result.add("gateway_kb_per_stream", gateway.kb["gateway"], "kB")
    for name, way in done.items():
        idle = way.idle.quantile_ms(0.99)
        result.add(f"call_p99_ms_{name}", way.beside.quantile_ms(0.99), "ms", floor=idle)
        result.add(f"call_p99_ms_{name}_busy", way.busy.quantile_ms(0.99), "ms", floor=idle)
    for name, way in done.items():
        costs = way.cost.per(options.tickets)
        result.cpu_us |= {f"{name}: {process}": cost for process, cost in costs.items()}
    result.audit = {
        "outcomes not heard": sum(way.late for way in done.values()),
        "streams lost": sum(way.heard.lost for way in done.values()),
        "not accepted": sum(
            len(way.sent.load.statuses) - way.sent.load.count(202) for way in done.values()
        ),
    }
    return result


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--streams", type=int, default=STREAMS)
    parser.add_argument("--tickets", type=int, default=TICKETS)


if __name__ == "__main__":
    run(__doc__, measure, options, sys.argv[1:])
