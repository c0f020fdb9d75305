"""Who follows the feed of ended sessions is woken by an ended session and by nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.auth_node import feed
from backend.auth_node.feed import EndedSessions
from backend.auth_node.main import MIGRATIONS
from backend.common.client import SocketClient
from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.inprocess import InProcessTransport
from backend.common.parameters import LARGEST_ID
from backend.common.tokens import TokenVerifier
from tests.empty_databases import database_url

NOW = 1_900_000_000.0


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(database_url(tmp_path / "auth.db"), MIGRATIONS)
    await opened.start()
    yield opened
    await opened.stop()


async def test_only_a_session_that_ended_wakes_who_follows(database: Database) -> None:
    client = SocketClient("", transport=InProcessTransport({}))
    ended = EndedSessions(database, TokenVerifier(client, lambda: NOW))
    news = ended._news.listen()
    await ended.announce()
    assert not news.is_set()
    page = asyncio.create_task(ended.page(0, 20))
    await database.write(feed.append, [("session", NOW + 60)], NOW)
    await ended.announce()
    assert news.is_set()
    events = (await asyncio.wait_for(page, 5))["events"]
    assert [event["session"] for event in events] == ["session"]


async def test_a_number_that_is_not_of_this_feed_is_refused(database: Database) -> None:
    await database.write(feed.append, [("one", NOW + 60), ("past", NOW - 1)], NOW)
    assert len(await database.read(feed.events_after, 0)) == 1
    assert await database.read(feed.events_after, 1) == []
    with pytest.raises(Refused, match="feed_gap"):
        await database.read(feed.events_after, LARGEST_ID)
