"""SQLite as a node's database: one connection owned by one thread.

Each transaction is one function run on that thread from beginning to end, so nobody reads what
another has not committed.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from backend.common.bulk import run_text
from backend.common.database_file import DatabaseInUseError, lock, require_whole, write_copy
from backend.common.secrets import PRIVATE_FILE, private_directory
from backend.common.settings import SettingsError
from backend.common.shared_commit import MOST_TOGETHER, Failed, Work, hand_out

T = TypeVar("T")

BUSY_TIMEOUT_MS = 8000  # a backup or an operator's shell may hold the file for a moment
CACHE_KIB = 65536
PAGE_BYTES = 2048  # of a new file: a batch touches hundreds of pages, each written whole
CHECKPOINT_PAGES = 32_768  # 64 MiB: pages that many batches touch are copied back once

DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
READ, WRITE = "BEGIN", "BEGIN IMMEDIATE"


class SqliteEngine:
    """A file that this process alone has open.

    Raises:
        SettingsError: the URL names no file.
    """

    def __init__(self, url: sa.URL, migrate: Work) -> None:
        if not url.database:
            raise SettingsError(
                f"{url.render_as_string()}: name a file, such as"
                " sqlite:////var/lib/course-selection/data.db"
            )
        self._url = url
        self._migrate = migrate
        self._path = Path(url.database)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"db-{self._path.stem}")
        self._lock = -1
        self._gathered: deque[tuple[Work, asyncio.Future[Any]]] = deque()
        self._connection: sa.Connection

    async def start(self) -> None:
        """Open the file (mode 0600), alone, and bring its schema up to date.

        Raises:
            DatabaseInUseError: another process has it open, or it is damaged.
        """
        await self._on_thread(self._open)

    async def stop(self) -> None:
        """Finish what is under way and close the file."""
        await self._on_thread(self._close)
        self._thread.shutdown()

    async def read(self, work: Callable[[sa.Connection], T]) -> T:
        """The result of `work` on one consistent state."""
        return await self._on_thread(lambda: self._transaction(READ, work))

    async def write(self, work: Callable[[sa.Connection], T]) -> T:
        """The result of `work`, on disk."""
        return await self._on_thread(lambda: self._transaction(WRITE, work))

    async def write_together(self, work: Callable[[sa.Connection], T]) -> T:
        """As `write`, in one commit with what others ask for meanwhile."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._gathered.append((work, future))
        self._thread.submit(self._write_gathered, loop)  # finds nothing where one before took it
        return await future

    @asynccontextmanager
    async def leading(self) -> AsyncIterator[asyncio.Event]:
        """This process is the only one, so it leads for as long as it runs."""
        yield asyncio.Event()

    async def copy_to(self, path: Path) -> None:
        """Write a copy of one consistent state to the new file `path`; other work waits meanwhile.

        Raises:
            OSError, sqlite3.Error: it cannot be written; then nothing is left of it.
        """
        await self._on_thread(lambda: write_copy(self._driver_connection(), path))

    def _driver_connection(self) -> sqlite3.Connection:
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - no other is opened here
        return driver

    async def _on_thread(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)

    def _transaction(self, begin: str, work: Callable[[sa.Connection], T]) -> T:
        self._connection.info["begin"] = begin
        with self._connection.begin():
            return work(self._connection)

    def _write_gathered(self, loop: asyncio.AbstractEventLoop) -> None:
        count = min(len(self._gathered), MOST_TOGETHER)
        if count == 0:
            return
        writes, futures = zip(*(self._gathered.popleft() for _ in range(count)), strict=True)
        try:
            run = _alone if count == 1 else self._each_apart
            outcomes = self._transaction(WRITE, lambda connection: run(connection, writes))
        except Exception as error:
            outcomes = [Failed(error)] * count
        loop.call_soon_threadsafe(hand_out, futures, outcomes)

    def _each_apart(self, connection: sa.Connection, writes: Sequence[Work]) -> list[Any]:
        return [self._apart(connection, write) for write in writes]

    def _apart(self, connection: sa.Connection, write: Work) -> object:
        driver = self._driver_connection()
        driver.execute("SAVEPOINT one")
        try:
            result = write(connection)
        except Exception as error:
            driver.execute("ROLLBACK TO one")
            result = Failed(error)
        driver.execute("RELEASE one")
        return result

    def _open(self) -> None:
        private_directory(self._path.parent)
        require_whole(self._path)
        self._lock = lock(self._path)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
        try:
            self._connection = _engine(self._url).connect()
            self._transaction(WRITE, self._migrate)
        except sa.exc.DatabaseError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) not in DAMAGED:
                raise
            os.close(self._lock)
            raise DatabaseInUseError(
                f"{self._path} is damaged ({error.orig}); bring it back: course-cli restore DIR"
            ) from None

    def _close(self) -> None:
        self._connection.close()
        self._connection.engine.dispose()
        os.close(self._lock)


def _alone(connection: sa.Connection, writes: Sequence[Work]) -> list[Any]:
    return [writes[0](connection)]


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
        run_text(connection, connection.info.get("begin", READ))

    return engine
