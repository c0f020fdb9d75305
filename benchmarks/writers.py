"""What the two writers make of the same batches on PostgreSQL and on SQLite, one process each.

The line's: write requests down, and how they ended. The ledger's: decide them. Transactions are one
after the other over all copies on either engine, so this is what limits an installation. Servers
are as they come: what they have committed is on disk.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import sqlalchemy as sa
import uvloop

from backend.common.database import Database
from backend.common.tickets import Order, Outcome
from backend.data_node.decisions import decide_batch
from backend.data_node.main import MIGRATIONS as LEDGER
from backend.queue_node.acceptor import write_down
from backend.queue_node.main import MIGRATIONS as LINE
from backend.queue_node.storage import Entry
from benchmarks import ledger_data
from benchmarks.installation import cpu_us_of
from benchmarks.ledger_data import Size
from benchmarks.results import Result, run
from tests.postgres import Server

BATCH = 500  # tickets
TICKETS = 20_000
SECTIONS = 2_000
STUDENTS = (1_000, 100_000)
NOW = 1.9e9
NODE, SERVER = "node", "server"


@dataclass(frozen=True, slots=True)
class Spent:
    """What a ticket costs a writer: seconds by the clock, and microseconds of processors."""

    seconds: float
    cpu_us: dict[str, float]


@dataclass(frozen=True, slots=True)
class Engine:
    """Where databases are made, and what their server has used of the processors."""

    name: str
    create: Callable[[str], str]
    server_us: Callable[[], float]


@contextmanager
def engines() -> Iterator[tuple[Engine, Engine]]:
    """PostgreSQL as it comes, and SQLite files in a folder."""
    server = Server(())
    with tempfile.TemporaryDirectory(prefix="writers-") as folder:
        server.start()
        try:
            yield (
                Engine("PostgreSQL", server.create, lambda: _server_us(server)),
                Engine("SQLite", lambda name: f"sqlite:///{folder}/{name}.db", lambda: 0.0),
            )
        finally:
            server.close()


def _server_us(server: Server) -> float:
    """Microseconds of all processes of the server."""
    parent = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return sum(cpu_us_of(pid) for pid in [parent, *map(int, children)])


async def written(engine: Engine, tickets: int) -> Spent:
    """A line that takes `tickets` in and hears how they ended."""
    database = Database(engine.create("line"), LINE)
    await database.start()
    entries = [Entry(n, None, f"k{n}", "select", n % SECTIONS + 1) for n in range(tickets)]

    async def work(at: int) -> None:
        accepted = await database.write(write_down, entries[at : at + BATCH], NOW)
        await database.write(write_down, [_outcome(order) for order in accepted.orders], NOW)

    spent = await _spent(engine, tickets, work)
    await database.stop()
    return spent


def _outcome(order: Order) -> Outcome:
    return Outcome(
        ticket_id=order.ticket_id,
        number=order.number,
        student_id=order.student_id,
        section_id=order.section_id,
        action=order.action,
        outcome="enrolled",
        decided_at=NOW,
    )


async def decided(engine: Engine, students: int, tickets: int) -> Spent:
    """A ledger of so many students that decides `tickets`."""
    database = Database(engine.create(f"ledger{students}"), LEDGER)
    await database.start()
    size = Size(students, SECTIONS)
    await database.write(ledger_data.fill, size)
    if database.shared:
        await database.write(_analyze)
    orders = ledger_data.orders(size, tickets)

    async def work(at: int) -> None:
        await database.write(decide_batch, orders[at : at + BATCH], NOW)

    spent = await _spent(engine, tickets, work)
    await database.stop()
    return spent


def _analyze(connection: sa.Connection) -> None:
    """What PostgreSQL does by itself a minute after so many rows have come."""
    connection.execute(sa.text("analyze"))


async def _spent(engine: Engine, tickets: int, work: Callable[[int], Awaitable[None]]) -> Spent:
    server, node, took = engine.server_us(), time.process_time(), []
    for at in range(0, tickets, BATCH):
        began = time.perf_counter()
        await work(at)
        took.append(time.perf_counter() - began)
    seconds = median(took) / BATCH
    cpu = (time.process_time() - node) / tickets * 1e6
    return Spent(seconds, {NODE: cpu, SERVER: max(0.0, engine.server_us() - server) / tickets})


def measure(options: argparse.Namespace) -> Result:
    """Each writer on both engines."""
    result = Result(
        "writers",
        f"{options.tickets:,} tickets in transactions of {BATCH}, written down and finished by a"
        f" line, and decided by ledgers of {SECTIONS:,} sections; PostgreSQL on the same machine"
        " over a socket, as it comes; as the floor SQLite with synchronous=FULL. Rates are those of"
        " the middle batch; costs are of all.",
    )
    found: dict[str, list[Spent]] = {}
    with engines() as both:
        for engine in both:
            spent = uvloop.run(written(engine, options.tickets))
            found.setdefault("written_per_s", []).append(spent)
            for students in STUDENTS:
                spent = uvloop.run(decided(engine, students, options.tickets))
                found.setdefault(f"decided_per_s_{students}", []).append(spent)
    for name, (postgres, sqlite) in found.items():
        result.add(name, 1 / postgres.seconds, "/s", floor=1 / sqlite.seconds)
        for part, cost in postgres.cpu_us.items():
            result.cpu_us[f"{name.replace('_per_s', '')}: {part}"] = cost
        result.cpu_us[f"{name.replace('_per_s', '')}: node on SQLite"] = sqlite.cpu_us[NODE]
    return result


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--tickets", type=int, default=TICKETS)


if __name__ == "__main__":
    run(__doc__, measure, options, sys.argv[1:])
