"""An open load: requests leave at a stated rate, however slowly they are answered.

Latency counts from the moment at which a request was due, so that a server that stalls cannot hide
it by keeping its callers from asking.
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import cast

import uvloop

from benchmarks.load import END_OF_HEAD, Load, Target, complete, connect

TICK = 0.001  # seconds between two looks at the clock
PATIENCE = 60.0  # seconds after the last request was due
CONNECTIONS = 64


@dataclass(slots=True)
class Paced:
    """What an open load found out.

    Attributes:
        cpu: seconds that sending it took.
        came: Unix time of each answer.
    """

    load: Load
    cpu: float
    came: list[float]


async def send(
    target: Target, requests: Sequence[bytes], rate: float, connections: int = CONNECTIONS
) -> Paced:
    """Send `requests` at `rate` a second and collect the answers.

    Raises:
        TimeoutError: some were not answered.
    """
    cpu = time.process_time()
    pacer = _Pacer(requests, rate)
    for _ in range(connections):
        await connect(target, _Caller(pacer))
    async with asyncio.timeout(len(requests) / rate + PATIENCE):
        await pacer.run()
    return Paced(pacer.load, time.process_time() - cpu, pacer.came)


def send_apart(
    pool: ProcessPoolExecutor,
    target: Target,
    requests: Sequence[bytes],
    rate: float,
    connections: int = CONNECTIONS,
) -> Future[Paced]:
    """The same from a process of `pool`, so that two loads do not slow each other down."""
    return pool.submit(_send, target, requests, rate, connections)


def _send(target: Target, requests: Sequence[bytes], rate: float, connections: int) -> Paced:
    return uvloop.run(send(target, requests, rate, connections))


def processes(count: int) -> ProcessPoolExecutor:
    """So many processes for loads, started at once."""
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"))
    for waiting in [pool.submit(time.sleep, 0.1) for _ in range(count)]:
        waiting.result()
    return pool


class _Pacer:
    def __init__(self, requests: Sequence[bytes], rate: float) -> None:
        count = len(requests)
        self.load = Load([0] * count, [b""] * count, [0.0] * count)
        self.came = [0.0] * count
        self.idle: deque[_Caller] = deque()
        self.due: deque[int] = deque()
        self.requests = requests
        self.left = count
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._between = 1 / rate
        self.began = 0.0

    async def run(self) -> None:
        """Send everything, and wait for the last answer."""
        self.began = time.perf_counter()
        for place in range(len(self.requests)):
            early = self.due_at(place) - time.perf_counter()
            if early > 0:
                await asyncio.sleep(max(early, TICK))
            self.due.append(place)
            self.give_out()
        await self.done
        self.load.seconds = time.perf_counter() - self.began
        self.load.finished = time.time()

    def due_at(self, place: int) -> float:
        """When request `place` is due, by `time.perf_counter`."""
        return self.began + place * self._between

    def give_out(self) -> None:
        """Have idle connections send what is due."""
        while self.idle and self.due:
            self.idle.pop().send(self.due.popleft())

    def answered(self, place: int, received: bytes, head: int) -> None:
        """Note the answer to request `place`."""
        self.load.latencies[place] = time.perf_counter() - self.due_at(place)
        self.load.statuses[place] = int(received[9:12])
        self.load.bodies[place] = received[head + 4 :]
        self.came[place] = time.time()
        self.left -= 1
        if not self.left and not self.done.done():
            self.done.set_result(None)


@dataclass(eq=False, slots=True)
class _Caller(asyncio.Protocol):
    pacer: _Pacer
    transport: asyncio.Transport = field(init=False)
    place: int = -1
    received: bytes = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.pacer.idle.append(self)

    def data_received(self, data: bytes) -> None:
        self.received = received = self.received + data if self.received else data
        head = received.find(END_OF_HEAD)
        if head >= 0 and complete(received, head):
            self.pacer.answered(self.place, received, head)
            self.place, self.received = -1, b""
            self.pacer.idle.append(self)
            self.pacer.give_out()

    def connection_lost(self, error: Exception | None) -> None:
        done = self.pacer.done
        if self.place >= 0 and not done.done():
            done.set_exception(error or ConnectionError("closed by the server"))
        elif self in self.pacer.idle:
            self.pacer.idle.remove(self)

    def send(self, place: int) -> None:
        """Send request `place`."""
        self.place = place
        self.transport.write(self.pacer.requests[place])


def repeated(requests: Sequence[bytes], count: int) -> list[bytes]:
    """The first `count` of `requests` repeated without end."""
    return list(itertools.islice(itertools.cycle(requests), count))
