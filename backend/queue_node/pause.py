"""Pausing the line: requests are still accepted and keep their order, none is decided.

A pause is a row on disk, so it outlives a restart; ended pauses stay as history.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import sqlalchemy as sa

from backend.common.database import Database
from backend.common.selection import Pause
from backend.queue_node.tables import pauses
from backend.queue_node.words import PauseChanged, say

STANDING = pauses.c.until.is_(None)


class Gate:
    """What the worker passes before each batch.

    Attributes:
        opened: set while the line moves.
        pause: the pause that stands, if there is one.
    """

    def __init__(self, database: Database) -> None:
        self.opened = asyncio.Event()
        self.opened.set()
        self.pause: Pause | None = None
        self._database = database
        self._one_at_a_time = asyncio.Lock()  # or what was read before a change could undo it

    async def load(self) -> None:
        """Take up the pause of an earlier run."""
        async with self._one_at_a_time:
            self._apply(await self._database.read(standing))

    async def close(self, by: str, reason: str, now: float) -> None:
        """Pause the line, after the batch that is under way; a pause that stands goes on."""
        async with self._one_at_a_time:
            self._apply(await self._database.write(begin, by, reason, now))

    async def open(self, now: float) -> None:
        """Let the line move again; without a pause nothing happens."""
        async with self._one_at_a_time:
            await self._database.write(end, now)
            self._apply(None)

    def trouble(self) -> str:
        """The pause in words, "" while the line moves."""
        if self.pause is None:
            return ""
        since = datetime.fromtimestamp(self.pause.since, UTC).strftime("%Y-%m-%d %H:%M UTC")
        reason = f": {self.pause.reason}" if self.pause.reason else ""
        return f"paused by {self.pause.by} since {since}{reason}"

    def _apply(self, pause: Pause | None) -> None:
        self.pause = pause
        if pause is None:
            self.opened.set()
        else:
            self.opened.clear()


def standing(connection: sa.Connection) -> Pause | None:
    """The pause that has not ended."""
    query = sa.select(pauses.c.since, pauses.c.by, pauses.c.reason).where(STANDING)
    row = connection.execute(query).first()
    return None if row is None else Pause(since=row.since, by=row.by, reason=row.reason)


def begin(connection: sa.Connection, by: str, reason: str, now: float) -> Pause:
    """Begin a pause unless one stands; the one that stands afterwards."""
    pause = standing(connection)
    if pause is None:
        pause = Pause(since=now, by=by, reason=reason)
        values = {"since": now, "by": by, "reason": reason}
        connection.execute(sa.insert(pauses).values(values))
        say(connection, PauseChanged())
    return pause


def end(connection: sa.Connection, now: float) -> None:
    """End the pause that stands."""
    connection.execute(sa.update(pauses).where(STANDING).values(until=now))
    say(connection, PauseChanged())
