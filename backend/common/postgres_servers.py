"""Where a PostgreSQL database is: on one server, or on one of several, which follow each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakSet

import asyncpg
import sqlalchemy as sa

from backend.common.database_url import places

CONNECT_WITHIN = 5.0  # seconds
EACH_WITHIN = 2.0  # seconds for one of several servers, so that a silent one does not hide another
ALIVE = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "8s",  # a copy that froze with an answer half read
}
UNREACHABLE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

_WRITABLE = {"target_session_attrs": "read-write"}


class Servers:
    """The servers of a URL; whoever connects gets the one that takes writes.

    The others are standbys, or gone. One that was good is asked first the next time. When another
    one takes its place, sessions that lead to it are ended: it may be gone without a word.

    Raises:
        sa.exc.ArgumentError: hosts and ports do not go together.
    """

    def __init__(self, url: sa.URL) -> None:
        plain = url.set(drivername="postgresql")
        told = {**_WRITABLE, **plain.query}
        self._places = places(url)
        if self._places:  # named one by one
            told.pop("host", None)
            told.pop("port", None)
        self._dsn = plain.set(query=told).render_as_string(hide_password=False)
        self._sessions: WeakSet[asyncpg.Connection] = WeakSet()

    async def connect(
        self,
        settings: Mapping[str, str],
        **more: Any,  # noqa: ANN401 - as asyncpg has it
    ) -> asyncpg.Connection:
        """A session on the server that takes writes.

        Args:
            settings: of the session, besides those that let the server see a dead client.
            more: what else `asyncpg.connect` is told.

        Raises:
            OSError, asyncpg.PostgresError, asyncpg.InterfaceError: see `UNREACHABLE`.
        """
        told = {**more, "server_settings": {**ALIVE, **settings}}
        if not self._places:
            session = await _connect(self._dsn, timeout=CONNECT_WITHIN, **told)
        else:
            session = await self._connect_to_one(told)
        self._sessions.add(session)
        return session

    def abandon(self) -> None:
        """End all sessions without asking the server, and so all that waits for it."""
        for session in list(self._sessions):
            session.terminate()

    async def _connect_to_one(self, told: dict[str, Any]) -> asyncpg.Connection:
        reasons = []
        for place in list(self._places):
            host, port = place
            try:
                session = await _connect(
                    self._dsn, host=host, port=port, timeout=EACH_WITHIN, **told
                )
            except UNREACHABLE as error:
                reasons.append(f"{host}:{port or ''} {error or 'is silent'}")
            else:
                if place != self._places[0]:
                    self._places.sort(key=lambda other: other != place)
                    self.abandon()
                return session
        raise ConnectionError("; ".join(reasons))


async def _connect(dsn: str, **told: Any) -> asyncpg.Connection:  # noqa: ANN401
    try:
        return await asyncpg.connect(dsn, **told)
    except asyncpg.exceptions.TargetServerAttributeNotMatched:
        raise ConnectionError("takes no writes, it is a standby") from None
