"""The data node's feed: numbers without a gap, pages, and what is no longer kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.parameters import LARGEST_ID
from backend.data_node import feed
from backend.data_node.main import MIGRATIONS, create_app
from tests.conftest import House
from tests.empty_databases import database_url
from tests.nodes import tokens


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(database_url(tmp_path / "data.db"), MIGRATIONS)
    await opened.start()
    yield opened
    await opened.stop()


async def numbers_after(database: Database, after: int) -> list[int]:
    return [event["number"] for event in await database.read(feed.changes_after, after)]


async def test_changes_told_together_are_numbered_one_after_the_other(database: Database) -> None:
    one = await database.write(feed.append, feed.SECTION, {"id": 7})
    together = [(feed.SEATS, [[7, 1, 30]]), (feed.OUTCOMES, [])]
    last = await database.write(feed.append_all, together)
    events = await database.read(feed.changes_after, one)
    assert [(event["number"], event["kind"]) for event in events] == [
        (one + 1, "seats"),
        (last, "outcomes"),
    ]
    assert await numbers_after(database, last) == []


async def test_copies_are_read_again_after_a_description_and_not_after_seats(
    database: Database,
) -> None:
    before = await database.read(feed.reference_number)
    await database.write(feed.append, feed.SEATS, [[7, 1, 30]])
    assert await database.read(feed.reference_number) == before
    await database.write(feed.append_all, [(feed.SEATS, []), (feed.SECTION, {"id": 7})])
    assert await database.read(feed.reference_number) == before + 1


async def test_a_reader_who_is_further_behind_than_is_kept_loads_everything_again(
    database: Database,
) -> None:
    many: list[feed.Change] = [(feed.SEATS, [])] * (feed.KEPT + feed.LONGEST_PAGE)
    last = await database.write(feed.append_all, many)
    oldest = last - feed.KEPT + 1
    page = await numbers_after(database, oldest - 1)
    assert page == list(range(oldest, oldest + feed.LONGEST_PAGE))
    for unknown in (0, oldest - 2, last + 1, LARGEST_ID):
        with pytest.raises(Refused, match="feed_gap"):
            await numbers_after(database, unknown)


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"after": "-1"}, "query.after"),
        ({"after": "one"}, "query.after"),
        ({"after": str(LARGEST_ID + 1)}, "query.after"),
        ({"after": "0", "wait": "61"}, "query.wait"),
        ({"after": "0", "wait": "nan"}, "query.wait"),
    ],
)
async def test_what_is_no_number_is_refused_with_its_place(
    house: House, asked: dict[str, str], where: str
) -> None:
    await house.start("auth_node", tokens.create_auth)
    await house.start("data_node", create_app)
    answer = await house.client.get("data_node", "/internal/feed", params=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_fields")
    assert [place["where"] for place in answer.json()["errors"]] == [where]
