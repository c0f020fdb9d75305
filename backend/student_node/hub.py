"""Event streams: one encoded change is handed to everybody it concerns."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from backend.common.pulse import happens_within, waiting_is_over

KEPT = 20_000  # events for streams that come back
LONGEST_BACKLOG = 2_000  # events a slow stream may be behind before it is closed
HEARTBEAT = 15.0  # seconds of silence after which a comment keeps the connection alive
HEARTBEAT_BYTES = b": still here\n\n"
RESYNC = b"event: resync\ndata: {}\n\n"


@dataclass(frozen=True, slots=True)
class Event:
    """One change as it goes out; `student` is None for everybody."""

    number: int
    student: int | None
    frame: bytes


@dataclass(eq=False, slots=True)
class Stream:
    """One open stream."""

    student: int
    session: str
    waiting: deque[bytes] = field(default_factory=deque)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    def push(self, frame: bytes) -> None:
        """Put a frame at the end; a stream too far behind is closed and comes back by itself."""
        if len(self.waiting) >= LONGEST_BACKLOG:
            self.close()
        else:
            self.waiting.append(frame)
        self.woken.set()

    def close(self) -> None:
        """End the stream after what it holds."""
        self.closed = True
        self.woken.set()


class Hub:
    """All open streams and the latest events."""

    def __init__(self) -> None:
        self._streams: dict[int, set[Stream]] = {}
        self._latest: deque[Event] = deque(maxlen=KEPT)
        self._complete_after = 0

    def start_at(self, number: int) -> None:
        """Events up to `number` are unknown here; those who are behind it must load again."""
        self._latest.clear()
        self._complete_after = number
        for stream in self._everybody():
            stream.push(RESYNC)

    def publish(self, event: Event) -> None:
        """Hand `event` to whom it concerns."""
        if len(self._latest) == KEPT:
            self._complete_after = self._latest[0].number
        self._latest.append(event)
        if event.student is None:
            for stream in self._everybody():
                stream.push(event.frame)
        else:
            for stream in self._streams.get(event.student, ()):
                stream.push(event.frame)

    async def listen(
        self, student: int, session: str, after: int | None, ends: Callable[[], float]
    ) -> AsyncIterator[bytes]:
        """Frames for one stream of `student`, until it is closed or its time is over.

        Args:
            after: the last event the browser has seen; None for a new one.
            ends: seconds until the stream must end.
        """
        stream = Stream(student, session)
        for frame in self._missed(student, after):
            stream.waiting.append(frame)
        self._streams.setdefault(student, set()).add(stream)
        try:
            yield HEARTBEAT_BYTES
            while (left := ends()) > 0 and not waiting_is_over():
                while stream.waiting:
                    yield b"".join(_taken(stream.waiting))
                if stream.closed:
                    return
                stream.woken.clear()
                if not await happens_within(stream.woken, min(HEARTBEAT, left)):
                    yield HEARTBEAT_BYTES
        finally:
            self._forget(stream)

    def close_session(self, session: str) -> None:
        """End the streams of a session that has ended."""
        for stream in list(self._everybody()):
            if stream.session == session:
                stream.close()

    def _missed(self, student: int, after: int | None) -> list[bytes]:
        if after is None:
            return []
        if after < self._complete_after:
            return [RESYNC]
        return [
            event.frame
            for event in self._latest
            if event.number > after and event.student in (None, student)
        ]

    def _everybody(self) -> list[Stream]:
        return [stream for streams in self._streams.values() for stream in streams]

    def _forget(self, stream: Stream) -> None:
        streams = self._streams.get(stream.student, set())
        streams.discard(stream)
        if not streams:
            self._streams.pop(stream.student, None)


def encode_event(kind: str, data: bytes, number: int | None) -> bytes:
    """One server-sent event; without a number it does not move the browser's last event id."""
    ident = b"" if number is None else b"id: %d\n" % number
    return b"%sevent: %s\ndata: %s\n\n" % (ident, kind.encode(), data)


def _taken(waiting: deque[bytes]) -> list[bytes]:
    frames = list(waiting)
    waiting.clear()
    return frames
