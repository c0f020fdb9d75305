"""The numbered feed of ended sessions, which every node follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from backend.auth_node.tables import counters, ended_sessions
from backend.common.bulk import fetch
from backend.common.database import Database, take_numbers
from backend.common.errors import Refused
from backend.common.feed_page import feed_page
from backend.common.pulse import Pulse
from backend.common.tokens import TokenVerifier

LONGEST_PAGE = 1000  # events an answer
SESSION_ENDED = "session_ended"

_LAST = sa.select(counters.c.value).where(counters.c.name == sa.literal_column("'feed'"))
_AFTER = (
    sa.select(ended_sessions.c.number, ended_sessions.c.session, ended_sessions.c.until)
    .where(ended_sessions.c.number > sa.bindparam("after"))
    .order_by(ended_sessions.c.number)
    .limit(sa.literal_column(str(LONGEST_PAGE)))
    .offset(sa.literal_column("0"))  # said, or it would be a parameter of its own
)

Event = dict[str, Any]


def append(connection: sa.Connection, ended: Sequence[tuple[str, float]], now: float) -> None:
    """Add sessions that ended, each with the Unix time at which its last token expires.

    What is past that time needs no keeping: such a token is refused anyway.
    """
    connection.execute(sa.delete(ended_sessions).where(ended_sessions.c.until <= now))
    counting = [(session, until) for session, until in ended if until > now]
    if not counting:
        return
    first = take_numbers(connection, counters, "feed", len(counting))
    rows = [
        {"number": first + place, "session": session, "until": until}
        for place, (session, until) in enumerate(counting)
    ]
    connection.execute(sa.insert(ended_sessions), rows)


def events_after(connection: sa.Connection, after: int) -> list[Event]:
    """Up to `LONGEST_PAGE` events after number `after`, oldest first.

    Raises:
        Refused: `feed_gap`, when `after` is not of this feed.
    """
    ((last,),) = fetch(connection, _LAST, ())
    if after > last:
        raise Refused("feed_gap", after=after)
    return [
        {"number": number, "kind": SESSION_ENDED, "session": session, "until": until}
        for number, session, until in fetch(connection, _AFTER, ("after",), (after,))
    ]


class EndedSessions:
    """Tells this node and the others which sessions have ended.

    Args:
        verifier: this node's own check of access tokens.
    """

    def __init__(self, database: Database, verifier: TokenVerifier) -> None:
        self._database = database
        self._verifier = verifier
        self._told = 0
        self._news = Pulse()

    async def announce(self) -> None:
        """Make what was committed to the feed count, here at once and elsewhere in a moment."""
        while events := await self._database.read(events_after, self._told):
            for event in events:
                self._verifier.end_session(event["session"], event["until"])
            self._told = max(self._told, events[-1]["number"])
            self._news.beat()

    async def page(self, after: int, wait: float) -> dict[str, Any]:
        """`{"events": […], "last": N}`, waiting up to `wait` seconds for an event.

        Raises:
            Refused: `feed_gap`.
        """
        return await feed_page(self._database, events_after, after, wait, self._news)
