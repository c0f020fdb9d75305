"""Bringing what staff did in the data node into the audit log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from backend.auth_node import audit
from backend.auth_node.source import source_of
from backend.auth_node.tables import counters
from backend.common.client import SocketClient
from backend.common.database import Database
from backend.common.deeds import PATH, Deed, Deeds
from backend.common.errors import Refused
from backend.common.services import DATA

PAUSE = 1.0  # seconds; the log is to be current within a moment
CONNECT_WITHIN = 0.5  # seconds

_COUNTED = counters.c.name == "deeds"

log = logging.getLogger(__name__)


class DeedCollector:
    """Reads what the data node has noted, and writes each entry once."""

    def __init__(self, database: Database, client: SocketClient) -> None:
        self._database = database
        self._client = client

    async def run(self) -> None:
        """Bring in what there is, again and again."""
        while True:
            try:
                more = await self.collect()
            except Refused as refused:
                log.info("the audit log waits for the data node: %s", refused)
                more = False
            if not more:
                await asyncio.sleep(PAUSE)

    async def collect(self) -> bool:
        """Bring in one part; whether there is more.

        Raises:
            Refused: `service_away`.
        """
        known = await self._database.read(_known)
        answer = await self._client.get(
            DATA.name, PATH, params={"after": known}, patience=CONNECT_WITHIN
        )
        found = msgspec.json.decode(answer.raise_for_status().content, type=Deeds)
        if found.last < known:  # an older copy of the data node was put back
            await self._database.write(_start_at, found.last)
            return False
        if found.items:
            await self._database.write(take, found.items)
        return bool(found.items) and found.items[-1].number < found.last


def take(connection: sa.Connection, deeds: Sequence[Deed]) -> None:
    """Write an entry for each deed that has none yet."""
    known = _known(connection)
    fresh = [deed for deed in deeds if deed.number > known]
    audit.take_over(
        connection,
        [
            audit.Foreign(
                deed.at,
                deed.action,
                deed.account,
                deed.actor,
                deed.role,
                source_of(deed.forwarded_for),
                audit.Target(deed.target_kind, None, deed.target),
                deed.before,
                deed.after,
            )
            for deed in fresh
        ],
    )
    if fresh:
        _start_at(connection, fresh[-1].number)


def _known(connection: sa.Connection) -> int:
    number: int = connection.execute(sa.select(counters.c.value).where(_COUNTED)).scalar_one()
    return number


def _start_at(connection: sa.Connection, number: int) -> None:
    connection.execute(sa.update(counters).where(_COUNTED).values(value=number))
