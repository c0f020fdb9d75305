"""What clients did and what they were told: operations with their beginning and their end.

An operation ends in one of three ways. `ok`: it was answered. `fail`: it certainly did nothing.
`info`: nobody knows; it may have happened, or happen yet. One that has not ended is like that too.
Times are seconds of one clock that never goes back, the same for all processes.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from backend.domain.selection import DROP, SWAP, Action

Asked = TypeVar("Asked")
Told = TypeVar("Told")

OK: Final = "ok"
FAIL: Final = "fail"
INFO: Final = "info"


@dataclass(slots=True)
class Operation(Generic[Asked, Told]):
    """One call of one process.

    Attributes:
        process: who called; a process calls one thing after the other.
        returned: infinite as long as nobody knows what became of it.
        told: the answer, if there was one.
    """

    process: int
    asked: Asked
    invoked: float
    returned: float = math.inf
    kind: str = INFO
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A request for a seat, or to give one back; the same key again is the same request."""

    key: str
    student: int
    section: int
    action: Action
    instead_of: int | None = None

    @property
    def takes(self) -> int | None:
        """The section in which it takes a seat, if it succeeds."""
        return None if self.action == DROP else self.section

    @property
    def gives_back(self) -> int | None:
        """The section whose seat it gives back, if it succeeds."""
        return {DROP: self.section, SWAP: self.instead_of}.get(self.action)


@dataclass(frozen=True, slots=True)
class Place:
    """What a client is told of a request that was accepted."""

    ticket: str
    number: int


@dataclass(frozen=True, slots=True)
class Answer:
    """How a request stands: an ending, or `pending`.

    Attributes:
        full: it was refused for want of a seat.
    """

    ticket: str
    number: int
    student: int
    section: int
    action: Action
    state: str
    full: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """A section at one moment.

    Attributes:
        taken: what its counter says.
        credits: hundredths of a credit that a seat counts.
    """

    section: int
    capacity: int
    taken: int
    students: tuple[int, ...]
    credits: int = 0


@dataclass(frozen=True, slots=True)
class Rosters:
    """All sections at one moment.

    Attributes:
        credits: of students, in hundredths, where they were asked for in that moment too.
    """

    sections: tuple[Roster, ...]
    credits: dict[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a client keeps as a proof of how a ticket ended.

    Attributes:
        proof: where the decision stands in the log, and the hash that seals it.
    """

    ticket: str
    number: int
    state: str
    proof: str


Ask = Operation[Wish, Place]
Look = Operation[int, tuple[Answer, ...]]
Read = Operation[None, Rosters]


@dataclass
class History:
    """Everything that happened, by kind of operation.

    Attributes:
        asks: requests; each repetition is one of its own.
        looks: students who looked how their requests stand.
        reads: of all rosters, each of one moment.
        answers: by copy of the system: the answers in the order in which it gave them.
        receipts: as often as they were got.
    """

    asks: list[Ask] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)

    def wishes(self) -> Iterator[tuple[Wish, list[Ask]]]:
        """Each request with all its tries, in the order of the first."""
        for key, tries in grouped(self.asks, lambda ask: (ask.asked.student, ask.asked.key)):
            assert len({ask.asked for ask in tries}) == 1, f"two requests have the key {key}"
            yield tries[0].asked, tries


class Recorder:
    """Writes a history down; any number of tasks and threads may."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.history = History()
        self._clock = clock
        self._lock = threading.Lock()

    def ask(self, process: int, wish: Wish) -> Ask:
        """A request begins."""
        return self._begin(self.history.asks, process, wish)

    def look(self, process: int, student: int) -> Look:
        """A student looks how the own requests stand."""
        return self._begin(self.history.looks, process, student)

    def read(self, process: int) -> Read:
        """Somebody reads all rosters."""
        return self._begin(self.history.reads, process, None)

    def ok(self, operation: Operation[Any, Told], told: Told) -> None:
        """It was answered."""
        operation.returned, operation.kind, operation.told = self._clock(), OK, told

    def fail(self, operation: Operation[Any, Any]) -> None:
        """It certainly did nothing, and never will."""
        operation.returned, operation.kind = self._clock(), FAIL

    def _begin(
        self, where: list[Operation[Asked, Told]], process: int, asked: Asked
    ) -> Operation[Asked, Told]:
        operation: Operation[Asked, Told] = Operation(process, asked, self._clock())
        with self._lock:
            where.append(operation)
        return operation


T = TypeVar("T")
K = TypeVar("K")


def grouped(items: Iterable[T], key: Callable[[T], K]) -> Iterator[tuple[K, list[T]]]:
    """Items by key, keys in the order of their first item."""
    found: dict[K, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    yield from found.items()
