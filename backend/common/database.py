"""A node's database: transactions that are functions of a plain SQLAlchemy connection.

The functions know no dialect. What is special about an engine is in `sqlite_engine` and
`postgres_engine`, and what their SQL writes differently in `bulk` and `dialects`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from time import perf_counter
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from backend.common.bulk import fetch
from backend.common.database_file import DatabaseInUseError
from backend.common.database_url import flaw_of, read_url
from backend.common.dialects import POSTGRES
from backend.common.postgres_engine import PostgresEngine
from backend.common.pulse import Pulse
from backend.common.settings import SettingsError
from backend.common.sqlite_engine import SqliteEngine

__all__ = ["Database", "DatabaseInUseError", "migrate", "take_numbers"]

P = ParamSpec("P")
T = TypeVar("T")


class Engine(Protocol):
    """What a `Database` stands on; the meaning of each is said there."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def read(self, work: Callable[[sa.Connection], T]) -> T: ...
    async def write(self, work: Callable[[sa.Connection], T]) -> T: ...
    async def write_together(self, work: Callable[[sa.Connection], T]) -> T: ...
    async def copy_to(self, path: Path) -> None: ...
    def leading(self) -> AbstractAsyncContextManager[asyncio.Event]: ...


@dataclass(slots=True)
class Spent:
    """Ended transactions of one kind, and the seconds that callers waited for them."""

    count: int = 0
    seconds: float = 0.0

    def note(self, began: float) -> None:
        """Count one that began at `began` by `perf_counter`."""
        self.count += 1
        self.seconds += perf_counter() - began


class Database:
    """One node's database, which only that node opens.

    One process alone opens a SQLite file, any number of copies of the node a PostgreSQL database.
    Write transactions are one after the other, over all copies: whoever writes has the database
    to itself from before the first read to the commit.

    Args:
        url: `sqlite:///path` or `postgresql://user:password@host/database`; several servers that
            follow each other are `host1:port,host2:port`.
        migrations: the node's folder of Alembic migrations.
        heard: told what another copy of the node has told with `dialects.tell`.

    Attributes:
        written: beats after every transaction that was committed, by other copies too.
        shared: whether other copies of the node may use it too.
        spent: read or write to its transactions.

    Raises:
        SettingsError: the URL is none, or names an engine this version does not speak.
    """

    def __init__(
        self,
        url: str,
        migrations: Path,
        heard: Callable[[str], None] = lambda _words: None,
    ) -> None:
        self.url = _read(url)
        self.written = Pulse()
        self.shared = self.url.get_backend_name() == POSTGRES
        self.spent = {"read": Spent(), "write": Spent()}
        self._engine = self._engine_for(partial(migrate, migrations), heard)

    def _engine_for(
        self, migrate: Callable[[sa.Connection], None], heard: Callable[[str], None]
    ) -> Engine:
        name = self.url.get_backend_name()
        if name == "sqlite":
            return SqliteEngine(self.url, migrate)
        if name == POSTGRES:
            if flaw := flaw_of(self.url):
                raise SettingsError(f"the URL of a database: {flaw}")
            return PostgresEngine(self.url, migrate, self.written.beat, heard)
        raise SettingsError(
            f"{name}: this version stores in SQLite files and in PostgreSQL; use a URL such as"
            " sqlite:////var/lib/course-selection/data.db or postgresql://user@host/data"
        )

    async def start(self) -> None:
        """Open the database and bring its schema up to date.

        Raises:
            DatabaseInUseError: another process has this SQLite file open.
        """
        await self._engine.start()

    async def stop(self) -> None:
        """Finish what is under way and close the database."""
        await self._engine.stop()

    async def read(
        self, function: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """The result of `function(connection, …)` on one consistent state."""
        began = perf_counter()
        result = await self._engine.read(lambda connection: function(connection, *args, **kw))
        self.spent["read"].note(began)
        return result

    async def write(
        self, function: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """The result of `function(connection, …)`, committed to disk; if it raises, nothing is."""
        began = perf_counter()
        result = await self._engine.write(lambda connection: function(connection, *args, **kw))
        self.spent["write"].note(began)
        self.written.beat()
        return result

    async def write_together(
        self, function: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """As `write`, in one commit with what others ask for while the commit before is under way.

        Each has its own result; one that raises leaves nothing behind and hurts no other.
        """
        began = perf_counter()
        result = await self._engine.write_together(
            lambda connection: function(connection, *args, **kw)
        )
        self.spent["write"].note(began)
        self.written.beat()
        return result

    def leading(self) -> AbstractAsyncContextManager[asyncio.Event]:
        """Wait until no other copy of the node leads, and lead inside.

        The event is set when leadership is lost, which only PostgreSQL can do: another copy may
        lead from that moment on.
        """
        return self._engine.leading()

    async def copy_to(self, path: Path) -> None:
        """Write a copy of one consistent state to the new SQLite file `path`.

        Raises:
            OSError, sqlite3.Error: it cannot be written; then nothing is left of it.
        """
        await self._engine.copy_to(path)


def _read(url: str) -> sa.URL:
    try:
        return read_url(url)
    except sa.exc.ArgumentError as error:
        raise SettingsError(f"the URL of a database: {error}") from None


def migrate(migrations: Path, connection: sa.Connection) -> None:
    """Bring the schema of `connection` up to date, in its transaction.

    Args:
        migrations: a node's folder of Alembic migrations.
    """
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def take_numbers(connection: sa.Connection, counters: sa.Table, name: str, count: int) -> int:
    """The first of `count` new numbers of the counter `name`.

    Numbers come from a row updated in the writing transaction and never from a sequence of the
    database, whose numbers can become visible out of order.

    Args:
        counters: a table with the columns `name` and `value`.
    """
    ((last,),) = fetch(connection, _counting(counters), ("count", "counter"), (count, name))
    return int(last) - count + 1


@lru_cache(maxsize=8)
def _counting(counters: sa.Table) -> sa.UpdateBase:
    return (
        sa.update(counters)
        .where(counters.c.name == sa.bindparam("counter"))
        .values(value=counters.c.value + sa.bindparam("count"))
        .returning(counters.c.value)
    )
