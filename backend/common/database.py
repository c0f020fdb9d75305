"""A node's database: one SQLite connection owned by one thread.

Each transaction is one function run on that thread from beginning to end, so nobody reads what
another has not committed. The functions get a plain SQLAlchemy connection and know no dialect;
this module is the only place that does.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from backend.common.bulk import fetch, run_text
from backend.common.database_file import DatabaseInUseError, lock, require_whole, write_copy
from backend.common.pulse import Pulse
from backend.common.secrets import PRIVATE_FILE, private_directory
from backend.common.settings import SettingsError

__all__ = ["Database", "DatabaseInUseError", "take_numbers"]

P = ParamSpec("P")
T = TypeVar("T")

BUSY_TIMEOUT_MS = 8000  # a backup or an operator's shell may hold the file for a moment
CACHE_KIB = 65536
PAGE_BYTES = 2048  # of a new file: a batch touches hundreds of pages, each written whole
MOST_TOGETHER = 64  # writes that share a commit; nobody waits for more than these
CHECKPOINT_PAGES = 32_768  # 64 MiB: pages that many batches touch are copied back once

_Write = Callable[[sa.Connection], Any]

log = logging.getLogger(__name__)


class Database:
    """One node's database; only that node opens it.

    Args:
        url: `sqlite:///path`.
        migrations: the node's folder of Alembic migrations.

    Attributes:
        written: beats after every transaction that was committed.

    Raises:
        SettingsError: the URL names an engine this version does not speak.
    """

    def __init__(self, url: str, migrations: Path) -> None:
        self.url = sa.make_url(url)
        self._migrations = migrations
        if self.url.get_backend_name() != "sqlite" or not self.url.database:
            raise SettingsError(
                f"{self.url.get_backend_name()}: this version stores in SQLite files;"
                " use a URL such as sqlite:////var/lib/course-selection/data.db"
            )
        self.path = Path(self.url.database)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"db-{self.path.stem}")
        self._lock = -1
        self.written = Pulse()
        self._gathered: deque[tuple[_Write, asyncio.Future[Any]]] = deque()
        self._connection: sa.Connection

    async def start(self) -> None:
        """Open the file (mode 0600), alone, and bring its schema up to date.

        Raises:
            DatabaseInUseError: another process has it open.
        """
        await self._run(self._open)

    async def stop(self) -> None:
        """Finish what is under way and close the file."""
        await self._run(self._close)
        self._thread.shutdown()

    async def read(
        self, function: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """The result of `function(connection, …)` on one consistent state."""
        return await self._run(lambda: self._transaction("BEGIN", function, *args, **kw))

    async def write(
        self, function: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """The result of `function(connection, …)`, committed to disk; if it raises, nothing is."""
        result = await self._run(
            lambda: self._transaction("BEGIN IMMEDIATE", function, *args, **kw)
        )
        self.written.beat()
        return result

    async def write_together(
        self, function: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """As `write`, in one commit with what others ask for while the commit before is under way.

        Each has its own result; one that raises leaves nothing behind and hurts no other.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._gathered.append((lambda connection: function(connection, *args, **kw), future))
        self._thread.submit(self._write_gathered, loop)  # finds nothing where one before took it
        result = await future
        self.written.beat()
        return result

    async def copy_to(self, path: Path) -> None:
        """Write a copy of one consistent state to the new file `path`; other work waits meanwhile.

        Raises:
            OSError, sqlite3.Error: it cannot be written; then nothing is left of it.
        """
        await self._run(lambda: write_copy(self._driver_connection(), path))

    def _driver_connection(self) -> sqlite3.Connection:
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - the only engine there is
        return driver

    async def _run(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)

    def _transaction(
        self,
        begin: str,
        function: Callable[Concatenate[sa.Connection, P], T],
        *args: P.args,
        **kw: P.kwargs,
    ) -> T:
        self._connection.info["begin"] = begin
        with self._connection.begin():
            return function(self._connection, *args, **kw)

    def _write_gathered(self, loop: asyncio.AbstractEventLoop) -> None:
        count = min(len(self._gathered), MOST_TOGETHER)
        if count == 0:
            return
        writes, futures = zip(*(self._gathered.popleft() for _ in range(count)), strict=True)
        try:
            run = self._alone if count == 1 else self._each_apart
            outcomes = self._transaction("BEGIN IMMEDIATE", run, writes)
        except Exception as error:
            outcomes = [_Failed(error)] * count
        loop.call_soon_threadsafe(_hand_out, futures, outcomes)

    def _alone(self, connection: sa.Connection, writes: Sequence[_Write]) -> list[Any]:
        return [writes[0](connection)]

    def _each_apart(self, connection: sa.Connection, writes: Sequence[_Write]) -> list[Any]:
        return [self._apart(connection, write) for write in writes]

    def _apart(self, connection: sa.Connection, write: _Write) -> object:
        driver = self._driver_connection()
        driver.execute("SAVEPOINT one")
        try:
            result = write(connection)
        except Exception as error:
            driver.execute("ROLLBACK TO one")
            result = _Failed(error)
        driver.execute("RELEASE one")
        return result

    def _open(self) -> None:
        private_directory(self.path.parent)
        require_whole(self.path)
        self._lock = lock(self.path)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
        self._connection = _engine(self.url).connect()
        self._transaction("BEGIN IMMEDIATE", self._migrate)

    def _migrate(self, connection: sa.Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(self._migrations).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    def _close(self) -> None:
        self._connection.close()
        self._connection.engine.dispose()
        os.close(self._lock)


class _Failed:
    """What a write raised in place of a result."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def _hand_out(futures: Sequence[asyncio.Future[Any]], outcomes: Sequence[Any]) -> None:
    for future, outcome in zip(futures, outcomes, strict=True):
        if future.done():  # nobody waits for it any more
            continue
        if isinstance(outcome, _Failed):
            future.set_exception(outcome.error)
        else:
            future.set_result(outcome)


def _engine(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, poolclass=sa.pool.StaticPool)

    @sa.event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # this module begins its transactions itself
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            f"page_size = {PAGE_BYTES}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"cache_size = -{CACHE_KIB}",
            f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        run_text(connection, connection.info.get("begin", "BEGIN"))

    return engine


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
