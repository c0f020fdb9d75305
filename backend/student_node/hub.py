"""Event streams: one encoded change is handed to everybody it concerns.

An outcome goes out at once, to its student. Seats concern everybody and change all the time, so
they are gathered: the streams are divided into groups that take turns, and each group gets in one
event what changed since its last turn, and is told then if rounds have changed. So a rush costs
each stream one event of seats in `SEATS_EVERY`, and an outcome never waits behind writing to all
streams at once.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

import msgspec

from backend.common.pulse import happens_within, waiting_is_over

KEPT = 20_000  # outcomes, and changes of seats, for streams that come back
MOST_STREAMS = 20  # of one student; then the oldest ends, which may be of a device that is gone
LONGEST_BACKLOG = 2_000  # events a slow stream may be behind before it is closed
HEARTBEAT = 15.0  # seconds of silence after which a comment keeps the connection alive
HEARTBEAT_BYTES = b": still here\n\n"
RESYNC = b"event: resync\ndata: {}\n\n"
ROUNDS = b"event: rounds\ndata: {}\n\n"
GROUPS = 16
MOST_MERGED = 64  # encoded answers to "what changed since"
SEATS_EVERY = 0.8  # seconds; counts are to be less than a second old

Seats = tuple[int, int, int | None]
"""Section, seats taken, ceiling."""


@dataclass(frozen=True, slots=True)
class Event:
    """What one change means for one student.

    Attributes:
        frame: as it goes out, with the change's number.
        unnumbered: the same for a stream that has not heard of all changes before.
    """

    number: int
    student: int
    frame: bytes
    unnumbered: bytes


@dataclass(eq=False, slots=True)
class Stream:
    """One open stream.

    Attributes:
        group: which of the groups it takes its turn with.
        ends: seconds until it must end.
        fed: when it got something last, by the hub's clock.
    """

    student: int
    session: str
    group: int
    ends: Callable[[], float]
    fed: float
    waiting: deque[bytes] = field(default_factory=deque)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    def push(self, frame: bytes, now: float) -> None:
        """Put a frame at the end; a stream too far behind is closed and comes back by itself."""
        if len(self.waiting) >= LONGEST_BACKLOG:
            self.close()
        else:
            self.waiting.append(frame)
        self.fed = now
        self.woken.set()

    def close(self) -> None:
        """End the stream after what it holds."""
        self.closed = True
        self.woken.set()


class Hub:
    """All open streams and the latest events.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._streams: dict[int, dict[Stream, None]] = {}  # a student's in their order
        self._groups: list[set[Stream]] = [set() for _ in range(GROUPS)]
        self._turn = 0
        self._opened = 0
        self._told = [0] * GROUPS  # the newest change of seats that each group knows of
        self._outcomes: deque[Event] = deque(maxlen=KEPT)
        self._seats: deque[tuple[int, Sequence[Seats]]] = deque(maxlen=KEPT)
        self._merged: dict[int, bytes] = {}
        self._number = 0
        self._newest_seats = 0
        self._rounds_told = [0] * GROUPS  # the newest change of rounds that each group knows of
        self._newest_rounds = 0
        self._complete_after = 0

    def start_at(self, number: int) -> None:
        """Changes up to `number` are unknown here; those who are behind it must load again."""
        self._outcomes.clear()
        self._seats.clear()
        self._merged.clear()
        self._number = self._newest_seats = self._complete_after = number
        self._newest_rounds = number
        self._told, self._rounds_told = [number] * GROUPS, [number] * GROUPS
        now = self._clock()
        for stream in self._everybody():
            stream.push(RESYNC, now)

    def publish(self, event: Event) -> None:
        """Hand an outcome to its student at once."""
        if len(self._outcomes) == KEPT:
            self._complete_after = max(self._complete_after, self._outcomes[0].number)
        self._outcomes.append(event)
        self._number = event.number
        now = self._clock()
        for stream in self._streams.get(event.student, ()):
            knows_all = self._told[stream.group] >= self._newest_seats
            stream.push(event.frame if knows_all else event.unnumbered, now)

    def note_seats(self, number: int, seats: Sequence[Seats]) -> None:
        """Have every group told of `seats`, change `number`, at its next turn."""
        if len(self._seats) == KEPT:
            self._complete_after = max(self._complete_after, self._seats[0][0])
        self._seats.append((number, seats))
        self._merged.clear()
        self._number = self._newest_seats = number

    def note_rounds(self, number: int) -> None:
        """Have every group told at its next turn that rounds have changed, change `number`."""
        self._number = self._newest_rounds = number

    def advance(self, number: int) -> None:
        """Changes up to `number` are handed out, also those that no stream hears of.

        A browser may have read them with the catalogue, and is not ahead of this hub then.
        """
        self._number = max(self._number, number)

    async def run(self) -> None:
        """Give the groups their turns until the process stops."""
        never = asyncio.Event()
        while not waiting_is_over():
            await happens_within(never, SEATS_EVERY / GROUPS)
            self.tick()
        for stream in self._everybody():
            stream.close()

    def tick(self) -> None:
        """The next group's turn: seats that changed, signs of life, streams whose time is over."""
        self._turn = group = (self._turn + 1) % GROUPS
        seats = self._seats_since(self._told[group])
        self._told[group] = self._newest_seats
        rounds = self._rounds_told[group] < self._newest_rounds
        self._rounds_told[group] = self._newest_rounds
        now = self._clock()
        for stream in self._groups[group]:
            if rounds:
                stream.push(ROUNDS, now)
            if seats:
                stream.push(seats, now)
            elif now - stream.fed >= HEARTBEAT:
                stream.push(HEARTBEAT_BYTES, now)
            if stream.ends() <= 0:
                stream.close()

    def open(
        self, student: int, session: str, after: int | None, ends: Callable[[], float]
    ) -> Stream:
        """A stream of `student`; read its `frames`.

        Args:
            after: the last event the browser has seen; None for a new one.
            ends: seconds until the stream must end.
        """
        self._opened += 1
        group = self._opened % GROUPS
        stream = Stream(student, session, group, ends, self._clock())
        stream.waiting.append(HEARTBEAT_BYTES)
        stream.waiting.extend(self._missed(student, after))
        streams = self._streams.setdefault(student, {})
        streams[stream] = None
        going_on = [each for each in streams if not each.closed]
        for oldest in going_on[:-MOST_STREAMS]:
            oldest.close()
        self._groups[group].add(stream)
        return stream

    @staticmethod
    async def frames(stream: Stream) -> AsyncIterator[bytes]:
        """What `stream` gets, until it is closed; `forget` it then."""
        while True:
            while stream.waiting:
                yield _taken(stream.waiting)
            if stream.closed:
                return
            stream.woken.clear()
            await stream.woken.wait()

    @property
    def open_streams(self) -> int:
        """How many streams are open."""
        return sum(map(len, self._groups))

    def close_session(self, session: str) -> None:
        """End the streams of a session that has ended."""
        for stream in self._everybody():
            if stream.session == session:
                stream.close()

    def _missed(self, student: int, after: int | None) -> list[bytes]:
        if after is None:
            return []
        if after < self._complete_after or after > self._number:
            return [RESYNC]
        rounds = [ROUNDS] if after < self._newest_rounds else []
        outcomes = [
            event
            for event in takewhile(lambda event: event.number > after, reversed(self._outcomes))
            if event.student == student
        ]
        seats = self._seats_since(after)
        if not seats:
            return [*rounds, *(event.frame for event in reversed(outcomes))]
        return [*rounds, *(event.unnumbered for event in reversed(outcomes)), seats]

    def _seats_since(self, after: int) -> bytes:
        """One event with the seats that changed after change `after`, b"" if none did.

        Its number is that of the newest change of all: outcomes were handed out before.
        """
        if after >= self._newest_seats:
            return b""
        merged = self._merged.get(after)
        if merged is None:
            if len(self._merged) >= MOST_MERGED:
                self._merged.clear()
            merged = self._merged[after] = msgspec.json.encode(self._latest_seats(after))
        return encode_event("seats", merged, self._number)

    def _latest_seats(self, after: int) -> list[Seats]:
        latest: dict[int, Seats] = {}
        for number, seats in reversed(self._seats):
            if number <= after:
                break
            for counts in seats:
                latest.setdefault(counts[0], counts)
        return list(latest.values())

    def _everybody(self) -> list[Stream]:
        return [stream for streams in self._streams.values() for stream in streams]

    def forget(self, stream: Stream) -> None:
        """Take a stream out that nobody reads any more."""
        self._groups[stream.group].discard(stream)
        streams = self._streams.get(stream.student, {})
        streams.pop(stream, None)
        if not streams:
            self._streams.pop(stream.student, None)


def encode_event(kind: str, data: bytes, number: int | None) -> bytes:
    """One server-sent event; without a number it does not move the browser's last event id."""
    ident = b"" if number is None else b"id: %d\n" % number
    return b"%sevent: %s\ndata: %s\n\n" % (ident, kind.encode(), data)


def _taken(waiting: deque[bytes]) -> bytes:
    frames = waiting[0] if len(waiting) == 1 else b"".join(waiting)
    waiting.clear()
    return frames
