"""Group commit without a timer: whoever came while the last commit ran shares the next one."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.tickets import Order, Outcome, Ticket
from backend.common.together import Together
from backend.queue_node import storage
from backend.queue_node.storage import Accepted, Entry
from backend.queue_node.words import say_accepted, say_ended

LARGEST_COMMIT = 2000  # requests and outcomes

log = logging.getLogger(__name__)

Answer = Ticket | Refused


class Acceptor:
    """Writes requests down, and how they ended; both share the commits.

    Args:
        accepted: told of new orders, in their order, right after their commit.
        clock: the time in Unix seconds.

    Attributes:
        taken: tickets written down by this process.
        ended: ending and code to how many of those written down here ended so.
    """

    def __init__(
        self,
        database: Database,
        accepted: Callable[[list[Order]], None],
        clock: Callable[[], float],
    ) -> None:
        self._database = database
        self._accepted = accepted
        self._clock = clock
        self.taken = 0
        self.ended: Counter[tuple[str, str]] = Counter()
        self._together: Together[Entry | Outcome, Answer | None] = Together(
            self._commit, LARGEST_COMMIT
        )

    async def accept(self, entries: Sequence[Entry]) -> list[Answer]:
        """The tickets of `entries`, on disk, numbered in the order in which they came here.

        One that could not be written is refused with `service_away`; it does not count.
        """
        answers = await self._together.add(entries)
        return [answer for answer in answers if answer is not None]

    async def finish(self, outcomes: Sequence[Outcome]) -> None:
        """Write down how tickets ended.

        Raises:
            Refused: `service_away`, when that was not possible.
        """
        for trouble in await self._together.add(outcomes):
            if isinstance(trouble, Refused):
                raise trouble
        self.ended.update((outcome.outcome, outcome.code or "") for outcome in outcomes)

    async def run(self) -> None:
        """Commit what gathers, for as long as this runs."""
        await self._together.run()

    async def _commit(self, items: list[Entry | Outcome]) -> list[Answer | None]:
        try:
            written = await self._database.write(write_down, items, self._clock())
        except Exception:
            log.exception("%d requests or outcomes could not be written down", len(items))
            return [Refused("service_away", service="The Queue Node")] * len(items)
        self.taken += len(written.orders)
        self._accepted(written.orders)
        answers = iter(written.answers)
        return [next(answers) if isinstance(item, Entry) else None for item in items]


def write_down(connection: sa.Connection, items: Sequence[Entry | Outcome], now: float) -> Accepted:
    """Write requests down, and how others ended, and tell other copies of both."""
    outcomes = [item for item in items if isinstance(item, Outcome)]
    storage.finish(connection, outcomes)
    say_ended(connection, [outcome.number for outcome in outcomes])
    entries = [item for item in items if isinstance(item, Entry)]
    written = storage.accept(connection, entries, now)
    say_accepted(connection, [entry.student_id for entry in entries])
    return written
