"""The line in memory: who is waiting, at which place, and how fast it moves."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from backend.common.tickets import Order

MEMORY = 0.8  # what a batch's weight shrinks to with each one after it


class Line:
    """Pending tickets by number."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._orders: dict[int, Order] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def join(self, orders: Sequence[Order]) -> None:
        """Add tickets at their place, mostly the end. One that waits already is ignored."""
        fresh = self.without_known(orders)
        if not fresh:
            return
        late = self._numbers and fresh[0].number < self._numbers[-1]
        self._orders.update((order.number, order) for order in fresh)
        self._numbers.extend(order.number for order in fresh)
        if late:  # they come back from a draw
            self._numbers.sort()

    def numbers(self) -> list[int]:
        """The numbers of all tickets, in order."""
        return list(self._numbers)

    def known(self, numbers: Collection[int]) -> list[Order]:
        """The tickets among `numbers` that wait here, in order."""
        return [self._orders[number] for number in sorted(numbers) if number in self._orders]

    def without_known(self, orders: Sequence[Order]) -> list[Order]:
        """Those that do not wait here yet."""
        return [order for order in orders if order.number not in self._orders]

    def head(self, count: int, up_to: int | None = None) -> list[Order]:
        """The first `count` tickets, in order; they stay in the line.

        Args:
            up_to: the number up to which nobody can be missing; None where nobody ever is.
        """
        first = self._numbers[:count]
        if up_to is not None:
            del first[bisect_right(first, up_to) :]
        return [self._orders[number] for number in first]

    def leave(self, numbers: Collection[int]) -> None:
        """Take tickets out; those that are not there are ignored."""
        gone = {number for number in numbers if self._orders.pop(number, None) is not None}
        if not gone:
            return
        ahead = len(gone)
        if gone == set(self._numbers[:ahead]):
            del self._numbers[:ahead]
        else:
            self._numbers = [number for number in self._numbers if number not in gone]

    def position(self, number: int) -> int:
        """How many tickets end up to and including this one; 0 if it does not wait."""
        return bisect_left(self._numbers, number) + 1 if number in self._orders else 0


class DrainRate:
    """Tickets decided a second of work, over the latest batches; old ones count less and less."""

    def __init__(self) -> None:
        self._tickets = 0.0
        self._seconds = 0.0

    def decided(self, count: int, seconds: float) -> None:
        """A batch of `count` tickets took `seconds` from the line to its end."""
        self._tickets = self._tickets * MEMORY + count
        self._seconds = self._seconds * MEMORY + seconds

    @property
    def per_second(self) -> float:
        """Tickets a second; 0 before the first batch."""
        return self._tickets / self._seconds if self._seconds else 0.0

    def seconds_for(self, position: int) -> float | None:
        """Estimated seconds until the ticket at `position` is decided; None before the first."""
        rate = self.per_second
        return round(position / rate, 2) if rate else None
