"""An HTTP answer while it comes, and its header lines."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, ItemsView, Iterator, Mapping
from typing import Final

RawHeaders = list[tuple[bytes, bytes]]
LONGEST_SILENCE = 60.0  # seconds in which a streamed answer must bring something
HIGH_WATER = 256 * 1024  # bytes of a streamed answer that wait to be taken before no more is read

HEAD: Final = 1  # what one may wait for: the header lines,
PIECE: Final = 2  # more of the body,
END: Final = 3  # or all of it


class HeaderLines(Mapping[str, str]):
    """Header lines as they came; names are looked up whatever their case, decoded when asked for.

    `items()` gives a name twice that came twice.
    """

    __slots__ = ("raw",)

    def __init__(self, raw: RawHeaders) -> None:
        self.raw = raw

    def __getitem__(self, name: str) -> str:
        wanted = name.lower().encode("latin-1")
        for line_name, value in self.raw:
            if line_name.lower() == wanted:
                return value.decode("latin-1")
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name.decode("latin-1") for name, _ in self.raw)

    def __len__(self) -> int:
        return len(self.raw)

    def items(self) -> ItemsView[str, str]:
        """All lines in their order."""
        return _Lines(self)


def raw_lines(headers: Mapping[str, str]) -> RawHeaders:
    """The lines of `headers` as bytes, without a detour where they came so."""
    if isinstance(headers, HeaderLines):
        return headers.raw
    return [(k.encode("latin-1"), v.encode("latin-1", "replace")) for k, v in headers.items()]


class _Lines(ItemsView[str, str]):
    _mapping: HeaderLines

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for name, value in self._mapping.raw:
            yield name.decode("latin-1"), value.decode("latin-1")


class ComingAnswer:
    """One answer, filled by a connection and read by one caller.

    Attributes:
        whole: the caller wants all of it at once, so nothing is held back.
        complete: the end has come.
        resume: reads on after `pause`; the connection sets both.
    """

    __slots__ = (
        "_error",
        "_loop",
        "_pieces",
        "_stage",
        "_waiter",
        "_waiting_bytes",
        "complete",
        "pause",
        "raw_headers",
        "resume",
        "status",
        "whole",
    )

    def __init__(self, loop: asyncio.AbstractEventLoop, *, whole: bool) -> None:
        self.whole = whole
        self.status = 0
        self.raw_headers: RawHeaders = []
        self.complete = False
        self.pause: Callable[[], None] | None = None
        self.resume: Callable[[], None] | None = None
        self._loop = loop
        self._pieces: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._waiter: asyncio.Future[None] | None = None
        self._stage = END
        self._error: Exception | None = None

    @property
    def headers(self) -> HeaderLines:
        """The header lines."""
        return HeaderLines(self.raw_headers)

    @property
    def content(self) -> ComingAnswer:
        """The body, piece by piece."""
        return self

    @property
    def failed(self) -> bool:
        """Whether something went wrong with it."""
        return self._error is not None

    def begin(self, status: int) -> None:
        """The header lines are there."""
        self.status = status
        self._wake(HEAD)

    def add(self, piece: bytes) -> None:
        """More of the body is there."""
        self._pieces.append(piece)
        if self.whole:
            return
        self._waiting_bytes += len(piece)
        if self._waiting_bytes > HIGH_WATER and self.pause is not None:
            self.pause()
        self._wake(PIECE)

    def end(self) -> None:
        """All of it is there."""
        self.complete = True
        self._wake(END)

    def fail(self, error: Exception) -> None:
        """No more of it will come, because of `error`, which the reader gets."""
        if not self.complete and self._error is None:
            self._error = error
            self._wake(END)

    def time_is_up(self) -> None:
        """Its caller waits no longer."""
        self.fail(TimeoutError("no answer in time"))

    def until(self, stage: int) -> asyncio.Future[None] | None:
        """What to await until `stage` is reached (or it failed); None: it is already."""
        if self.complete or self._error is not None or (stage == HEAD and self.status):
            return None
        if stage == PIECE and self._pieces:
            return None
        self._stage = stage
        self._waiter = waiter = self._loop.create_future()
        return waiter

    def body(self) -> bytes:
        """What came of the body and was not taken yet.

        Raises:
            OSError, TimeoutError: what went wrong.
        """
        if self._error is not None:
            raise self._error
        pieces = self._pieces
        taken = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        pieces.clear()
        self._waiting_bytes = 0
        return taken

    def check(self) -> None:
        """Raise what went wrong, if anything did."""
        if self._error is not None:
            raise self._error

    async def read(self) -> bytes:
        """The body to its end, which must come within `LONGEST_SILENCE`; nothing is held back.

        Raises:
            OSError, TimeoutError: what went wrong.
        """
        self.whole = True
        if self.resume is not None:
            self.resume()
        await self._within_silence(END)
        return self.body()

    async def iter_any(self) -> AsyncIterator[bytes]:
        """The pieces of the body as they arrive.

        Raises:
            OSError, TimeoutError: what went wrong.
        """
        while True:
            await self._within_silence(PIECE)
            if self._pieces:
                yield self.body()
                if self.resume is not None:
                    self.resume()
            elif self.complete:
                return
            self.check()

    async def _within_silence(self, stage: int) -> None:
        waiter = self.until(stage)
        if waiter is None:
            return
        timer = self._loop.call_later(LONGEST_SILENCE, self.time_is_up)
        try:
            await waiter
        finally:
            timer.cancel()

    def _wake(self, stage: int) -> None:
        waiter = self._waiter
        if waiter is not None and stage >= self._stage:
            self._waiter = None
            if not waiter.done():
                waiter.set_result(None)
