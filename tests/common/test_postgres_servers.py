"""Several PostgreSQL servers that follow each other are one address, silent ones among them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from backend.common import postgres_engine, postgres_servers, postgres_session
from backend.common.database import Database
from backend.common.database_url import places, read_url
from backend.common.postgres_servers import Servers
from backend.common.settings import SettingsError
from tests.empty_databases import MIGRATIONS, server
from tests.postgres import OWNER
from tests.system.installation import free_port

pytestmark = pytest.mark.sqlite  # it has its own server whatever the others run on
NAME = "several_servers"


class Between:
    """What stands between a client and the server, until its machine loses its power.

    Attributes:
        knocks: connections that were asked for.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.knocks = 0
        self._passing = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(self) -> asyncio.Server:
        return await asyncio.start_server(self._pass_on, "127.0.0.1", self.port)

    def speak(self) -> None:
        self._passing.set()

    def fall_silent(self) -> None:
        self._passing.clear()

    async def _pass_on(self, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        self.knocks += 1
        await self._passing.wait()
        far, ask = await asyncio.open_unix_connection(server().folder / ".s.PGSQL.5432")
        for read, write in ((near, ask), (far, answer)):
            task = asyncio.create_task(self._carry(read, write))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(self, read: asyncio.StreamReader, write: asyncio.StreamWriter) -> None:
        while data := await read.read(65536):
            await self._passing.wait()
            write.write(data)
        write.close()


@pytest.fixture
async def first() -> AsyncIterator[Between]:
    between = Between()
    serving = await between.serve()
    yield between
    between.speak()
    serving.close()


@pytest.fixture(scope="module")
def database() -> str:
    server().create(NAME)
    return NAME


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_servers, "EACH_WITHIN", 0.2)
    monkeypatch.setattr(postgres_engine, "ANSWERED_WITHIN", 0.1)
    for seconds in ("PING_EVERY", "UNREAD"):
        monkeypatch.setattr(postgres_session, seconds, 0.1)


def url(first: Between, database: str) -> str:
    """The silent one first, then the server itself at its socket."""
    there = server().folder
    return f"postgresql://{OWNER}@/{database}?host=127.0.0.1,{there}&port={first.port},5432"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("postgresql://u:p@one:5433,two/data", [("one", 5433), ("two", None)]),
        ("postgresql://one,[::1]:5434/data?sslmode=require", [("one", None), ("::1", 5434)]),
        ("postgresql:///data?host=/one,/two&port=1,2", [("/one", 1), ("/two", 2)]),
        ("postgresql:///data?host=one:1&host=two:2", [("one", 1), ("two", 2)]),
        ("postgresql://u@one:5433/data", []),
        ("postgresql:///data?host=/one", []),
        ("sqlite:////var/lib/data,1.db", []),
    ],
)
def test_hosts_stand_in_an_url_as_libpq_has_them(
    text: str, found: list[tuple[str, int | None]]
) -> None:
    assert places(read_url(text)) == found


def test_what_else_stands_in_it_is_kept() -> None:
    read = read_url("postgresql://u:p%40@one,two/data?sslmode=require")
    assert (read.username, read.password, read.database) == ("u", "p@", "data")
    assert read.query["sslmode"] == "require"


@pytest.mark.parametrize("text", ["one:x,two/d", "one,,two/d", "/d?host=one,two,three&port=1,2"])
def test_what_is_no_list_of_hosts_is_refused(text: str) -> None:
    with pytest.raises(sa.exc.ArgumentError):
        Servers(read_url(f"postgresql://{text}"))


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://one:x,two/d",
        "postgresql://one:x/d",
        "no url",
        "postgresql:///d?host=a,b&port=x",
    ],
)
def test_a_node_names_what_is_wrong_with_the_url_and_nothing_else_of_it(text: str) -> None:
    with pytest.raises(SettingsError, match="the URL of a database") as said:
        Database(text.replace("//", "//name:secret@", 1), MIGRATIONS["queue"])
    assert "secret" not in str(said.value)


async def test_a_silent_server_does_not_hide_the_next_and_is_asked_last_from_then_on(
    first: Between, database: str
) -> None:
    servers = Servers(read_url(url(first, database)))
    for _ in range(3):
        session = await servers.connect({})
        assert await session.fetchval("select 1") == 1
        await session.close()
    assert first.knocks == 1


@pytest.mark.parametrize("hosts", ["127.0.0.1:{},127.0.0.1", "127.0.0.1,127.0.0.1:{}"])
async def test_where_only_some_have_a_port_all_are_asked(
    hosts: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, usual = free_port(), free_port()
    monkeypatch.setenv("PGPORT", str(usual))
    servers = Servers(read_url(f"postgresql://u:p@{hosts.format(said)}/data"))
    with pytest.raises(ConnectionError) as refused:
        await servers.connect({})
    assert f"127.0.0.1:{said} " in str(refused.value)
    assert str(usual) in str(refused.value)


async def test_a_standby_is_not_written_to(database: str) -> None:
    servers = Servers(read_url(f"{server().url(database)}&target_session_attrs=standby"))
    with pytest.raises(ConnectionError, match="standby"):  # it is none, which is as bad here
        await servers.connect({})


@pytest.fixture
async def opened(first: Between, database: str) -> AsyncIterator[Database]:
    """A database of which reader, writer and listener are connected to the first."""
    first.speak()
    listening = asyncio.Event()
    made = Database(url(first, database), MIGRATIONS["queue"], lambda _words: listening.set())
    await made.start()
    await listening.wait()
    assert await made.read(_two) == 2
    yield made
    await made.stop()


async def test_a_server_that_falls_silent_is_left_for_the_next(
    first: Between, opened: Database
) -> None:
    first.fall_silent()
    assert await asyncio.wait_for(opened.write(_two), 5) == 2
    assert await opened.read(_two) == 2


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(postgres_engine, "end_of", never)


@pytest.mark.usefixtures("careless")
async def test_who_does_not_ask_whether_it_is_there_waits_on(
    first: Between, opened: Database
) -> None:
    first.fall_silent()
    writing = asyncio.create_task(opened.write(_two))
    assert not (await asyncio.wait({writing}, timeout=0.8))[0]
    first.speak()
    assert await writing == 2


def _two(connection: sa.Connection) -> int | None:
    return connection.scalar(sa.select(sa.literal(2)))
