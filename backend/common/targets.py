"""Which address of a service to use now: its socket first, then its URLs in turn.

An address that refuses a connection is left out until one probe, shared by all callers, gets
through again; so is a copy that lets a call wait in vain, until it answers. Nobody looks at the
file system or tries a dead address for every call.
"""

from __future__ import annotations

import asyncio
import os
import random
import ssl
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import cache
from urllib.parse import urlsplit

from backend.common.address import Target, split_address
from backend.common.pulse import Pulse

LOOK_EVERY = 0.25  # seconds between looks whether a socket file is there
PROBE_FIRST = 0.02  # seconds before the first probe of a dead address; doubles
PROBE_SLOWEST = 0.25  # seconds
PROBE_TIMEOUT = 1.0  # seconds for a connection, or for an answer
PROBE = b"GET /livez HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n"


class Targets:
    """The addresses of one service.

    Args:
        socket_path: where its socket stands when it is served; "" for none.
        urls: its other addresses; several are copies of the service and take turns.
        clock: seconds, monotonic.
    """

    def __init__(
        self, socket_path: str, urls: Sequence[str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._socket = f"unix://{socket_path}" if socket_path else ""
        self._path = socket_path
        self._urls = list(urls)
        self._clock = clock
        self._turn = 0
        self._looked = -LOOK_EVERY
        self._there = False
        self._down: dict[str, asyncio.Task[None]] = {}
        self._came_back = Pulse()

    def choose(self) -> str:
        """The address to call now; the preferred one where none is known to answer."""
        if self._socket_is_there() and self._socket not in self._down:
            return self._socket
        for _ in self._urls:
            self._turn = (self._turn + 1) % len(self._urls)
            if self._urls[self._turn] not in self._down:
                return self._urls[self._turn]
        return self._socket if self._there else self._urls[self._turn]

    def all(self) -> list[str]:
        """Every address that is in use: the socket alone while it is there, else each copy."""
        return [self._socket] if self._socket_is_there() else list(self._urls)

    async def reachable(self, address: str, seconds: float) -> bool:
        """Whether some address takes connections within `seconds`, now that `address` did not."""
        self._leave_out(address, takes_connections)
        until = self._clock() + seconds
        while True:
            came_back = self._came_back.listen()
            if self.choose() not in self._down:
                return True
            left = until - self._clock()
            if left <= 0:
                return False
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, LOOK_EVERY)):
                    await came_back.wait()

    def suspect(self, address: str) -> None:
        """Leave out `address`, where a call has waited for long, until it answers something.

        A frozen process takes connections and says nothing. Where there is no other address, this
        one is as good as any.
        """
        if len(self.all()) > 1:
            self._leave_out(address, answers)

    async def aclose(self) -> None:
        """Stop probing."""
        probes = list(self._down.values())
        for probe in probes:
            probe.cancel()
        await asyncio.gather(*probes, return_exceptions=True)
        self._down.clear()

    def _socket_is_there(self) -> bool:
        now = self._clock()
        if self._socket and now - self._looked >= LOOK_EVERY:
            self._looked = now
            self._there = os.path.exists(self._path)  # noqa: PTH110 - cheaper than a Path
        return self._there

    def _leave_out(self, address: str, back: Callable[[str], Awaitable[bool]]) -> None:
        if address not in self._down:
            self._down[address] = asyncio.create_task(self._probe(address, back))

    async def _probe(self, address: str, back: Callable[[str], Awaitable[bool]]) -> None:
        pause = PROBE_FIRST
        while not await back(address):
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
            pause = min(2 * pause, PROBE_SLOWEST)
        self._down.pop(address, None)
        self._looked = -LOOK_EVERY
        self._came_back.beat()


async def takes_connections(address: str) -> bool:
    """Whether somebody accepts at `address`."""
    target, _ = split_address(address)
    try:
        async with asyncio.timeout(PROBE_TIMEOUT):
            _, writer = await _connect(target)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True


async def answers(address: str) -> bool:
    """Whether a process at `address` says anything, whoever it is: it is told no secret."""
    target, _ = split_address(address)
    secured = _with_anybody() if target.origin.startswith("https:") else None
    try:
        async with asyncio.timeout(PROBE_TIMEOUT):
            reader, writer = await _connect(target, secured)
            try:
                writer.write(PROBE)
                return bool(await reader.read(1))
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False


async def _connect(
    target: Target, secured: ssl.SSLContext | None = None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if target.socket_path:
        return await asyncio.open_unix_connection(target.socket_path)
    parts = urlsplit(target.origin)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return await asyncio.open_connection(parts.hostname, port, ssl=secured)


@cache
def _with_anybody() -> ssl.SSLContext:
    """To see whether somebody answers at all; nothing is said and nothing is believed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # nosemgrep: certificates-not-checked
    context.verify_mode = ssl.CERT_NONE  # nosemgrep: certificates-not-checked
    return context


class RetryBudget:
    """How many repeats one may add to the calls: a share of them, so that repeats never pile up.

    Attributes:
        SHARE: repeats a call earns.
        RESERVE: repeats in hand at first and at most: what may be under way on the connections to
            one server when it is killed.
    """

    SHARE = 0.1
    RESERVE = 100.0

    def __init__(self) -> None:
        self._left = self.RESERVE

    def call(self) -> None:
        """Count a call."""
        self._left = min(self.RESERVE, self._left + self.SHARE)

    def take(self) -> bool:
        """Whether one more repeat is within the budget; then it is counted."""
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def give_back(self) -> None:
        """Take back one that was counted and not made."""
        self._left = min(self.RESERVE, self._left + 1)
