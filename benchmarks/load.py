"""A load generator that costs little: prebuilt bytes over kept connections, one in flight on each.

It reads status and body of an answer and nothing else; latency is from writing a request to the
last byte of its answer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

END_OF_HEAD = b"\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"
PATIENCE = 300.0  # seconds for a whole load
Target = tuple[str, int] | Path
"""Host and port, or a Unix socket."""


@dataclass(slots=True)
class Load:
    """What became of requests, each by its place in the list.

    Attributes:
        bodies: as they came; of a chunked answer with the chunk marks.
        latencies: seconds.
        finished: Unix time of the last answer.
    """

    statuses: list[int]
    bodies: list[bytes]
    latencies: list[float]
    seconds: float = 0.0
    finished: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.statuses) / self.seconds

    def quantile_ms(self, share: float) -> float:
        """Latency in milliseconds that `share` of the requests keep within."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def count(self, *statuses: int) -> int:
        """How many answers had one of these statuses."""
        return sum(status in statuses for status in self.statuses)


def request(
    method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> bytes:
    """The bytes of one request over a kept connection."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + END_OF_HEAD + body


async def send(target: Target, requests: Sequence[bytes], in_flight: int) -> Load:
    """Send all `requests`, so many at once, and collect the answers."""
    count = len(requests)
    load = Load([0] * count, [b""] * count, [0.0] * count)
    work = iter(enumerate(requests))
    senders = [_Sender(load, work) for _ in range(min(in_flight, count))]
    started = time.perf_counter()
    for sender in senders:
        await connect(target, sender)
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(sender.done for sender in senders))
    load.seconds = time.perf_counter() - started
    load.finished = time.time()
    return load


async def connect(target: Target, protocol: asyncio.Protocol) -> None:
    """Connect `protocol` to `target`."""
    loop = asyncio.get_running_loop()
    if isinstance(target, Path):
        await loop.create_unix_connection(lambda: protocol, str(target))
    else:
        await loop.create_connection(lambda: protocol, *target)


@dataclass(eq=False, slots=True)
class _Sender(asyncio.Protocol):
    load: Load
    work: Iterator[tuple[int, bytes]]
    done: asyncio.Future[None] = field(init=False)
    transport: asyncio.Transport = field(init=False)
    place: int = 0
    sent: float = 0.0
    received: bytes = b""

    def __post_init__(self) -> None:
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance
        self._next()

    def data_received(self, data: bytes) -> None:
        self.received = received = self.received + data if self.received else data
        head = received.find(END_OF_HEAD)
        if head >= 0 and complete(received, head):
            load, place = self.load, self.place
            load.latencies[place] = time.perf_counter() - self.sent
            load.statuses[place] = int(received[9:12])
            load.bodies[place] = received[head + 4 :]
            self.received = b""
            self._next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("closed by the server"))

    def _next(self) -> None:
        place, content = next(self.work, (-1, b""))
        if place < 0:
            self.done.set_result(None)
            self.transport.close()
            return
        self.place, self.sent = place, time.perf_counter()
        self.transport.write(content)


def complete(received: bytes, head: int) -> bool:
    """Whether all of an answer has come whose head ends at `head`."""
    lowered = received[:head].lower()
    at = lowered.find(b"content-length:")
    if at >= 0:
        end = lowered.find(b"\r", at)
        length = int(lowered[at + 15 : end if end >= 0 else head])
        return len(received) >= head + 4 + length
    if b"transfer-encoding: chunked" in lowered:
        return received.endswith(LAST_CHUNK)
    return True  # 204 and 304 have no body
