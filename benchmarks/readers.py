"""Readers that remember: each sends the tag or the number that the answer before gave it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

from benchmarks.load import END_OF_HEAD, Load, Target, connect

TAG = b"\r\netag: "
LENGTH = b"\r\ncontent-length: "
NUMBER = b'{"number":'
PATIENCE = 10.0  # seconds for the last answer of each


@dataclass(slots=True)
class Read:
    """What many readers of one kind got.

    Attributes:
        numbers: Unix time and newest change of each answer that told one.
    """

    statuses: list[int] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    numbers: list[tuple[float, int]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def load(self) -> Load:
        """The same as a load without bodies."""
        return Load(self.statuses, [], self.latencies, self.seconds)


class Reader(asyncio.Protocol):
    """Asks again as soon as it is answered.

    Args:
        ask: the request that follows an answer's tag or number, b"" at first.
    """

    def __init__(self, ask: Callable[[bytes], bytes], read: Read, until: float) -> None:
        self._ask = ask
        self._read = read
        self._until = until
        self._known = b""
        self._head = b""
        self._begin = b""
        self._left = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self._transport = cast(asyncio.Transport, transport)
        self._next()

    def data_received(self, data: bytes) -> None:
        """Take a piece of an answer."""
        if self._left:
            self._left -= len(data)
        else:
            self._head += data
            head, end, body = self._head.partition(END_OF_HEAD)
            if not end:
                return
            self._head = head
            self._begin = body
            self._left = _length(head) - len(body)
        if self._left <= 0:
            self._answered()

    def connection_lost(self, error: Exception | None) -> None:
        """Fail, unless this is the end."""
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("closed by the server"))

    def _answered(self) -> None:
        read, head, now = self._read, self._head, time.perf_counter()
        read.latencies.append(now - self._sent)
        read.statuses.append(int(head[9:12]))
        if TAG in head:
            self._known = _after(head, TAG)
        elif self._begin.startswith(NUMBER):
            self._known = self._begin[len(NUMBER) :].split(b",", 1)[0]
            read.numbers.append((time.time(), int(self._known)))
        self._head, self._left = b"", 0
        if now < self._until:
            self._next()
        else:
            self.done.set_result(None)
            self._transport.close()

    def _next(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(self._ask(self._known))


async def read_on(
    target: Target, kinds: Sequence[tuple[Sequence[Callable[[bytes], bytes]], Read]], seconds: float
) -> None:
    """Have readers of all `kinds` ask for so many seconds; what they get is put into their `Read`.

    Args:
        kinds: for each kind, what each of its readers asks.
    """
    until = time.perf_counter() + seconds
    readers = [Reader(ask, read, until) for asks, read in kinds for ask in asks]
    began = time.perf_counter()
    for reader in readers:
        await connect(target, reader)
    async with asyncio.timeout(seconds + PATIENCE):
        await asyncio.gather(*(reader.done for reader in readers))
    for _, read in kinds:
        read.seconds = time.perf_counter() - began


def _length(head: bytes) -> int:
    return int(_after(head, LENGTH)) if LENGTH in head else 0


def _after(head: bytes, name: bytes) -> bytes:
    return head.partition(name)[2].split(b"\r\n", 1)[0]
