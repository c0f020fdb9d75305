"""Sessions of PostgreSQL that last: one hears what others write, one holds the leader's lock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import asyncpg

from backend.common.postgres_servers import UNREACHABLE

PING_EVERY = 1.0  # seconds; shows the server that who leads is alive
LEADER_ANSWERED_WITHIN = 2.0  # seconds; sooner than the server thinks that who leads is silent
ANSWERED_WITHIN = 3.0  # seconds
UNREAD = 0.5  # seconds more: after a pause of this process an answer may be there unread
SILENT_TOO_LONG = {"idle_session_timeout": "5s"}  # a copy that froze does not lead on


class Leading:
    """A session that holds the leader's lock.

    Args:
        lost: called when the session has ended.
    """

    def __init__(self, session: asyncpg.Connection, lost: Callable[[], None]) -> None:
        self._session = session
        session.add_termination_listener(lambda _session: lost())
        self._watching = asyncio.create_task(end_of(session, LEADER_ANSWERED_WITHIN))

    async def close(self) -> None:
        """Give the lock up."""
        self._watching.cancel()
        with suppress(*UNREACHABLE):
            await self._session.close(timeout=PING_EVERY)


async def end_of(session: asyncpg.Connection, within: float, asked: str = "select 1") -> bool:
    """Ask again and again, and return when nothing more can come: whether the server fell silent.

    A server whose machine has lost its power ends no session; it only says nothing any more.
    """
    ended = asyncio.Event()
    session.add_termination_listener(lambda _session: ended.set())
    while not session.is_closed():
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), PING_EVERY)
            return False
        asking = asyncio.ensure_future(session.execute(asked))
        try:
            if not await _done(asking, within):
                return True
        finally:
            if not asking.done():
                session.terminate()
            await asyncio.gather(asking, return_exceptions=True)
    return False


async def _done(asking: asyncio.Future[str], within: float) -> bool:
    await asyncio.wait({asking}, timeout=within)
    await asyncio.wait({asking}, timeout=UNREAD)
    return asking.done()
