"""Thousands of event streams in one process: one small protocol each, and nothing that parses."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import msgspec

from benchmarks.load import END_OF_HEAD, Target, connect, request

OUTCOME = b"event: outcome\ndata: "
OK = b"HTTP/1.1 200 "
SEATS = b"event: seats\n"
OPENED_AT_ONCE = 100  # connections that wait for their first byte
OPEN_WITHIN = 60.0  # seconds


class Decided(msgspec.Struct):
    """What a stream says about one ticket."""

    ticket_id: str
    decided_at: float


@dataclass(slots=True)
class Heard:
    """What came on all streams.

    Attributes:
        outcomes: ticket to the seconds from the decision to the receipt.
        seats: how many events of seats.
        lost: how many streams were closed by the server.
        complete: set once as many outcomes came as were expected.
    """

    outcomes: dict[str, float] = field(default_factory=dict)
    seats: int = 0
    lost: int = 0
    complete: asyncio.Event = field(default_factory=asyncio.Event)
    expected: int = sys.maxsize

    def expect(self, outcomes: int) -> None:
        """Be `complete` when so many outcomes have come."""
        self.expected = outcomes
        self.look()

    def look(self) -> None:
        """See whether that is so."""
        if len(self.outcomes) >= self.expected:
            self.complete.set()

    def quantile_ms(self, share: float) -> float:
        """Milliseconds within which `share` of the outcomes were there."""
        ordered = sorted(self.outcomes.values())
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Listener(asyncio.Protocol):
    """One open stream, as a browser holds it."""

    __slots__ = ("_ask", "_heard", "_rest", "_transport", "begun", "closing")

    def __init__(self, ask: bytes, heard: Heard) -> None:
        self._ask = ask
        self._heard = heard
        self._rest = b""
        self.begun: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.closing = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._ask)

    def data_received(self, data: bytes) -> None:
        """Note what it says."""
        heard = self._heard
        if not self.begun.done():
            if END_OF_HEAD in data:
                self.begun.set_result(data)
            return
        heard.seats += data.count(SEATS)
        if OUTCOME in data or self._rest:
            self._note(self._rest + data, time.time())

    def connection_lost(self, _error: Exception | None) -> None:
        """Count it, unless it was we who hung up."""
        self._heard.lost += not self.closing
        if not self.begun.done():
            self.begun.set_result(b"nothing")

    def close(self) -> None:
        """Hang up."""
        self.closing = True
        self._transport.close()

    def _note(self, data: bytes, now: float) -> None:
        parts = data.split(OUTCOME)
        self._rest = b""
        for part in parts[1:]:
            text, end, _ = part.partition(b"\n")
            if not end:
                self._rest = OUTCOME + part
                return
            decided = msgspec.json.decode(text, type=Decided)
            self._heard.outcomes.setdefault(decided.ticket_id, now - decided.decided_at)
        self._heard.look()


async def open_streams(
    target: Target, path: str, tokens: Sequence[str], headers: dict[str, str], heard: Heard
) -> list[Listener]:
    """A stream for each of `tokens`, all of them begun.

    Raises:
        RuntimeError: one was refused.
    """
    listeners: list[Listener] = []
    async with asyncio.timeout(OPEN_WITHIN):
        for first in range(0, len(tokens), OPENED_AT_ONCE):
            some = [
                Listener(request("GET", path, headers | {"Authorization": f"Bearer {t}"}), heard)
                for t in tokens[first : first + OPENED_AT_ONCE]
            ]
            for listener in some:
                await connect(target, listener)
            for listener in some:
                if not (began := await listener.begun).startswith(OK):
                    raise RuntimeError(f"a stream was refused: {began.decode()}")
            listeners += some
    return listeners
