"""The floor of accepting: Starlette, msgspec and SQLite with natural group commit, and no more."""

from __future__ import annotations

import asyncio
import gc
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.common.tickets import Submissions
from benchmarks import load

START_WITHIN = 10.0  # seconds
TABLE = "CREATE TABLE tickets (number INTEGER PRIMARY KEY, key TEXT, section INTEGER)"
Waiting = list[tuple[tuple[str, int], asyncio.Future[int]]]


class Appender:
    """Appends rows; what gathered while the last commit ran goes into the next."""

    def __init__(self, path: str) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._path = path
        self._waiting: Waiting = []
        self._arrived = asyncio.Event()

    def append(self, key: str, section: int) -> asyncio.Future[int]:
        """Done when the row is on disk; its number."""
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append(((key, section), future))
        self._arrived.set()
        return future

    async def run(self) -> None:
        """Commit what gathers."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._open)
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            batch, self._waiting = self._waiting, []
            rows = [row for row, _ in batch]
            last = await loop.run_in_executor(self._thread, self._commit, rows)
            for number, (_, future) in enumerate(batch, last - len(batch) + 1):
                future.set_result(number)

    def _open(self) -> None:
        self._database = sqlite3.connect(self._path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute(TABLE)

    def _commit(self, rows: list[tuple[str, int]]) -> int:
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany("INSERT INTO tickets (key, section) VALUES (?, ?)", rows)
        self._database.execute("COMMIT")
        last = self._database.execute("SELECT max(number) FROM tickets").fetchone()[0]
        return int(last)


def create_app(database: str) -> Starlette:
    """One route: a submission in, its number out."""
    decoder = msgspec.json.Decoder(Submissions)

    async def submit(request: Request) -> Response:
        entry = decoder.decode(await request.body()).entries[0]
        number = await request.app.state.appender.append(entry.key, entry.section_id)
        return Response(b'{"number":%d}' % number, media_type="application/json")

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.appender = Appender(database)
        task = asyncio.create_task(app.state.appender.run())
        gc.freeze()
        yield
        task.cancel()

    return Starlette(routes=[Route("/tickets", submit, methods=["POST"])], lifespan=lifespan)


def measure(requests: Sequence[bytes], in_flight: int) -> load.Load:
    """The same requests to such a process."""
    with tempfile.TemporaryDirectory(prefix="bare-") as folder:
        path = Path(folder) / "s"
        command = [sys.executable, "-m", "benchmarks.bare_queue", str(path), f"{folder}/bare.db"]
        process = subprocess.Popen(command)
        try:
            _wait_for(path)
            return uvloop.run(load.send(path, requests, in_flight))
        finally:
            process.terminate()
            process.wait()


def _wait_for(path: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while True:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(path)) == 0:
                return
        if time.monotonic() > until:
            raise TimeoutError(f"nothing listens at {path}")
        time.sleep(0.05)


if __name__ == "__main__":
    uvicorn.run(
        create_app(sys.argv[2]),
        uds=sys.argv[1],
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
        date_header=False,
        server_header=False,
    )
