"""Sessions of PostgreSQL that last: one hears what others write, one holds the leader's lock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import asyncpg

from backend.common.postgres_servers import UNREACHABLE

LEADER = 7_002  # an advisory lock; the writer's is another
PAUSE = 0.25  # seconds before another attempt to listen or to lead
PING_EVERY = 1.0  # seconds; shows the server that who leads is alive
LEADER_ANSWERED_WITHIN = 2.0  # seconds; sooner than the server thinks that who leads is silent
ANSWERED_WITHIN = 3.0  # seconds
UNREAD = 0.5  # seconds more: after a pause of this process an answer may be there unread
SILENT_TOO_LONG = {"idle_session_timeout": "5s"}  # a copy that froze does not lead on


class Leading:
    """The lock of the one leader; who has it is asked nothing and told nothing.

    Args:
        connect: gives a session.
        lost: called when the session that holds the lock has ended.
    """

    def __init__(
        self, connect: Callable[[], Awaitable[asyncpg.Connection]], lost: Callable[[], None]
    ) -> None:
        self._connect = connect
        self._lost = lost
        self._session: asyncpg.Connection | None = None
        self._under_way: asyncio.Task[Any] | None = None

    async def begin(self) -> None:
        """Wait for the lock, and watch over it from then on."""
        self._under_way = asyncio.current_task()
        while self._session is None:
            try:
                session = await self._connect()
            except UNREACHABLE:
                await asyncio.sleep(PAUSE)
                continue
            try:
                await session.execute("select pg_advisory_lock($1)", LEADER)
            except UNREACHABLE:
                session.terminate()
                await asyncio.sleep(PAUSE)
            except BaseException:
                session.terminate()
                raise
            else:
                self._session = session
        self._session.add_termination_listener(lambda _session: self._lost())
        self._under_way = asyncio.create_task(end_of(self._session, LEADER_ANSWERED_WITHIN))

    async def close(self) -> None:
        """Give the lock up, or the wait for it, whichever it is by now."""
        if self._under_way:
            self._under_way.cancel()
            await asyncio.wait({self._under_way})
        if self._session:
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
