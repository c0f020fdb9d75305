"""Sessions of PostgreSQL that last: one hears what others write, one holds the leader's lock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import asyncpg

CONNECT_WITHIN = 5.0  # seconds
PING_EVERY = 1.0  # seconds; shows the server that who leads is alive
ALIVE = {"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3"}
SILENT_TOO_LONG = {"idle_session_timeout": "5s"}  # a copy that froze does not lead on
UNREACHABLE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


async def open_session(dsn: str, settings: dict[str, str]) -> asyncpg.Connection:
    """A connection of its own.

    Raises:
        OSError, asyncpg.PostgresError, asyncpg.InterfaceError: see `UNREACHABLE`.
    """
    wanted = {**ALIVE, **settings}
    return await asyncpg.connect(dsn, timeout=CONNECT_WITHIN, server_settings=wanted)


class Leading:
    """A session that holds the leader's lock.

    Args:
        lost: called when the session has ended.
    """

    def __init__(self, session: asyncpg.Connection, lost: Callable[[], None]) -> None:
        self._session = session
        session.add_termination_listener(lambda _session: lost())
        self._pinging = asyncio.create_task(self._ping())

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(PING_EVERY)
            try:
                await self._session.execute("select 1", timeout=2 * PING_EVERY)
            except UNREACHABLE:
                self._session.terminate()
                return

    async def close(self) -> None:
        """Give the lock up."""
        self._pinging.cancel()
        with suppress(*UNREACHABLE):
            await self._session.close(timeout=PING_EVERY)
