"""PostgreSQL as a node's database: a pool of connections, and one writer at a time.

A transaction is one function, as on SQLite. It runs on a thread of its own with its own event
loop, so that deciding a batch does not hold up the node's requests. A write transaction first takes
the lock of the one writer, over all copies of the node: the numbers of tickets and of the feed come
from counter rows that every writer has to update anyway, and batches, not transactions side by
side, make decisions fast. Reads see one snapshot and wait for nobody.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import sqlalchemy as sa
import uvloop
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from backend.common.dialects import COPY, TOLD
from backend.common.errors import Refused
from backend.common.postgres_servers import UNREACHABLE, Servers
from backend.common.postgres_session import (
    ANSWERED_WITHIN,
    PAUSE,
    SILENT_TOO_LONG,
    Leading,
    end_of,
)
from backend.common.settings import SettingsError
from backend.common.shared_commit import MOST_TOGETHER, Failed, Work, hand_out
from backend.common.transfer import write_copy_of

T = TypeVar("T")

OLDEST = 150_000  # PostgreSQL 15
POOL = 8  # connections of one copy of a node, besides one that listens
LONGEST_STATEMENT = 120.0  # seconds

_WRITTEN = "written"
_WRITER = 7_001  # advisory locks are apart for each database, so the nodes may use the same
_LOOK = sa.text("select 1")
_BEGIN = sa.text(f"select pg_advisory_xact_lock({_WRITER}), pg_notify('{_WRITTEN}', :copy)")
# One that froze in the middle of what it was sending: the server waits for the rest, and no timeout
# of PostgreSQL before 17 counts that.
_END_FROZEN_WRITER = f"""
    select pg_terminate_backend(writer.pid)
    from pg_locks as held join pg_stat_activity as writer using (pid)
    where held.locktype = 'advisory' and held.objid = {_WRITER} and held.granted
    and held.database = (select oid from pg_database where datname = current_database())
    and writer.state = 'active' and writer.wait_event_type = 'Client'
    and writer.query_start < clock_timestamp() - interval '5 s'
"""  # noqa: S608 - a number of this module
_SESSION = {
    "lock_timeout": "20s",
    # a copy that froze does not hold up the others
    "idle_in_transaction_session_timeout": "6s",
}
_SORTED_BY_BYTES = ("C", "POSIX", "C.UTF-8", "C.utf8")
# Classes and codes of errors after which the same may well work: connection lost, no resources,
# stopped by an operator, locks, serialization.
_PASSING = ("08", "53", "57", "58", "55P03", "25P03", "40001", "40P01")

_NO_TEXT = "22021"  # the character zero, above all

log = logging.getLogger(__name__)


class PostgresEngine:
    """A database on a server, which other copies of the node use as well.

    Args:
        beat: called after other copies have committed something.
        heard: called with what another copy has told.
    """

    def __init__(
        self,
        url: sa.URL,
        migrate: Work,
        beat: Callable[[], None],
        heard: Callable[[str], None],
    ) -> None:
        self._servers = Servers(url)
        self._migrate = migrate
        self._beat = beat
        self._heard = heard
        self._copy = secrets.token_hex(4)
        self._name = f"course selection {os.getpid()}"  # for whoever looks at pg_stat_activity
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="db", daemon=True)
        self._gathered: deque[tuple[Work, asyncio.Future[Any]]] = deque()
        self._ended = False
        self._home: asyncio.AbstractEventLoop
        self._listening: asyncio.Task[None]

    async def start(self) -> None:
        """Connect and bring the schema up to date.

        Raises:
            SettingsError: the database is not one that can be used.
            sa.exc.OperationalError: the server cannot be reached.
        """
        self._home = asyncio.get_running_loop()
        self._thread.start()
        try:
            await self._there(self._open())
        except BaseException:
            self._end_thread()
            raise

    async def stop(self) -> None:
        """Finish what is under way and disconnect; nothing new is begun."""
        self._ended = True
        await self._handed_over(self._close())
        self._end_thread()

    async def read(self, work: Callable[[sa.Connection], T]) -> T:
        """The result of `work` on one consistent state."""
        return await self._there(self._read(work))

    async def write(self, work: Callable[[sa.Connection], T]) -> T:
        """The result of `work`, on disk."""
        return await self._there(self._write(work))

    async def write_together(self, work: Callable[[sa.Connection], T]) -> T:
        """As `write`, in one commit with what others ask for meanwhile."""
        if self._ended:
            raise _stopped()
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._gathered.append((work, future))
        asyncio.run_coroutine_threadsafe(self._write_gathered(), self._loop)
        return await future

    async def copy_to(self, path: Path) -> None:
        """Write a copy of one consistent state to the new SQLite file `path`."""
        await self.read(partial(write_copy_of, path=path, migrate=self._migrate))

    @asynccontextmanager
    async def leading(self) -> AsyncIterator[asyncio.Event]:
        """Wait until no other copy leads, and lead; the event is set when that is lost."""
        lost = asyncio.Event()
        named = {**SILENT_TOO_LONG, "application_name": f"{self._name} leads"}
        leading = Leading(partial(self._session, named), partial(self._call_home, lost.set))
        try:
            await self._there(leading.begin())
            yield lost
        finally:  # whoever stops waiting may have become the leader in that moment
            await self._there(leading.close())

    async def _there(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work` on the thread; it goes on if nobody waits for it any more."""
        if self._ended:
            work.close()
            raise _stopped()
        return await self._handed_over(work)

    async def _handed_over(self, work: Coroutine[Any, Any, T]) -> T:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        return await asyncio.shield(asyncio.wrap_future(future))

    def _call_home(self, function: Callable[..., None], *args: object) -> None:
        with suppress(RuntimeError):  # the node's loop has ended
            self._home.call_soon_threadsafe(function, *args)

    def _end_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> None:
        self._writes = self._connections(1)  # what a writer remembers of earlier ones is in `info`
        self._reads = self._connections(POOL - 1).execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._writing = asyncio.Lock()
        self._gathering = asyncio.Lock()
        try:
            await self._read(_require_usable)
            await self._write(self._migrate)
        except BaseException:
            await self._disconnect()
            raise
        self._listening = asyncio.create_task(self._listen())

    async def _close(self) -> None:
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._disconnect()

    async def _disconnect(self) -> None:
        for engine in (self._writes, self._reads):
            await engine.dispose()

    def _connections(self, count: int) -> AsyncEngine:
        engine = create_async_engine(
            "postgresql+asyncpg://",
            pool_size=count,
            max_overflow=0,
            connect_args={
                "async_creator_fn": partial(self._session, _SESSION),
                "command_timeout": LONGEST_STATEMENT,
                "prepared_statement_cache_size": 500,
            },
        )
        sa.event.listen(engine.sync_engine, "connect", self._mark)
        return engine

    def _mark(self, _connection: object, record: sa.pool.ConnectionPoolEntry) -> None:
        record.info[COPY] = self._copy

    async def _read(self, work: Callable[[sa.Connection], T]) -> T:
        async with self._begun(self._reads, _LOOK) as connection:
            return await connection.run_sync(work)

    async def _write(self, work: Callable[[sa.Connection], T]) -> T:
        first = _BEGIN.bindparams(copy=self._copy)
        async with self._writing, self._begun(self._writes, first) as connection:
            result = await connection.run_sync(work)
            await connection.commit()
            return result

    @asynccontextmanager
    async def _begun(
        self, engine: AsyncEngine, first: sa.TextClause
    ) -> AsyncIterator[AsyncConnection]:
        """A connection in whose transaction `first` has run.

        Raises:
            sa.exc.OperationalError: the same may well work later.
        """
        connection = engine.connect()
        try:
            await connection.start()
        except (
            OSError,
            asyncpg.PostgresError,
            asyncpg.InterfaceError,
            sa.exc.SQLAlchemyError,
        ) as error:
            raise sa.exc.OperationalError("connect", None, error) from error
        try:
            await _run_first(connection, first)
            yield connection
        except sa.exc.DBAPIError as error:
            raise _judged(error) from error
        finally:
            await connection.close()

    async def _write_gathered(self) -> None:
        async with self._gathering:
            await self._write_those_gathered()

    async def _write_those_gathered(self) -> None:
        count = min(len(self._gathered), MOST_TOGETHER)
        if count == 0:
            return
        writes, futures = zip(*(self._gathered.popleft() for _ in range(count)), strict=True)
        outcomes: Sequence[Any]
        try:
            outcomes = await self._write(partial(_each_apart, writes=writes))
        except Exception as error:
            outcomes = [Failed(error)] * count
        self._call_home(hand_out, futures, outcomes)

    async def _listen(self) -> None:
        """Hear of others for as long as this runs; whatever was missed counts as a commit."""
        while True:
            try:
                session = await self._session({})
            except UNREACHABLE:
                await asyncio.sleep(PAUSE)
                continue
            try:
                await session.add_listener(_WRITTEN, self._on_written)
                await session.add_listener(TOLD, self._on_told)
                self._call_home(self._beat)
                self._call_home(self._heard, "")
                if await end_of(session, ANSWERED_WITHIN, _END_FROZEN_WRITER):
                    self._servers.abandon()
                log.warning("the database no longer tells what other copies write")
            except UNREACHABLE:
                await asyncio.sleep(PAUSE)
            finally:
                session.terminate()

    async def _session(
        self, settings: dict[str, str], command_timeout: float | None = None
    ) -> asyncpg.Connection:
        wanted = {"application_name": self._name, **settings}
        return await self._servers.connect(wanted, command_timeout=command_timeout)

    def _on_written(self, _session: object, _pid: int, _channel: str, copy: object) -> None:
        if copy != self._copy:
            self._call_home(self._beat)

    def _on_told(self, _session: object, _pid: int, _channel: str, words: object) -> None:
        copy, _, rest = str(words).partition(" ")
        if copy != self._copy:
            self._call_home(self._heard, rest)


def _stopped() -> Exception:
    return sa.exc.OperationalError("connect", None, ConnectionError("it has been stopped"))


async def _run_first(connection: AsyncConnection, first: sa.TextClause) -> None:
    """Run the first statement of a transaction; again for each connection that was dead."""
    for left in reversed(range(POOL + 1)):
        try:
            await connection.execute(first)
        except sa.exc.DBAPIError as error:
            if not (left and error.connection_invalidated):
                raise
            await connection.rollback()
        else:
            return


def _require_usable(connection: sa.Connection) -> None:
    version, collation = connection.execute(
        sa.text(
            "select current_setting('server_version_num')::int,"
            " datcollate from pg_database where datname = current_database()"
        )
    ).one()
    if version < OLDEST:
        raise SettingsError(
            f"the PostgreSQL server is older than {OLDEST // 10_000}: {version // 10_000}"
        )
    if collation not in _SORTED_BY_BYTES:
        raise SettingsError(
            f"the database sorts text as {collation}, and this system by bytes; make it anew:"
            " createdb --template=template0 --encoding=UTF8 --locale=C NAME"
        )


def _each_apart(connection: sa.Connection, writes: Sequence[Work]) -> list[Any]:
    if len(writes) == 1:
        return [writes[0](connection)]
    return [_apart(connection, write) for write in writes]


def _apart(connection: sa.Connection, write: Work) -> object:
    try:
        with connection.begin_nested():
            return write(connection)
    except sa.exc.DBAPIError as error:
        if error.connection_invalidated:
            raise
        return Failed(error)
    except Exception as error:
        return Failed(error)


def _judged(error: sa.exc.DBAPIError) -> Exception:
    """What passes by as an `OperationalError`, as SQLite would have it, and all else as it is."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state == _NO_TEXT:
        place = {"where": "text", "message": "it has a character that no text has"}
        return Refused("invalid_fields", errors=[place])
    if error.connection_invalidated or state.startswith(_PASSING):
        return sa.exc.OperationalError(
            error.statement, None, error.orig or error, hide_parameters=True
        )
    return error
