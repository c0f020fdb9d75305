"""How many decisions a second the seat transaction makes, and what bare SQLite makes of its rows.

`decide_batch` through `Database.write`, in batches of 500, all CHECKS on. Half of the orders
select, half drop what the first half took; every fifth section is full.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import uvloop

from backend.common.database import Database
from backend.common.tickets import Order, Outcome
from backend.data_node.decisions import decide_batch
from backend.data_node.main import MIGRATIONS
from benchmarks import ledger_data
from benchmarks.ledger_data import Size
from benchmarks.ledger_floor import write_bare
from benchmarks.results import Result, run

BATCH = 500  # tickets
DECISIONS = 100_000
USUAL = Size(students=100_000, sections=2_000)
SMALL = Size(students=1_000, sections=2_000)
GROWTH = (
    SMALL,
    Size(10_000, 2_000),
    USUAL,
    Size(100_000, 200),
    Size(100_000, 20_000),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds for all decisions, with the rules and without."""

    decisions: int
    seconds: float
    cpu: float
    floor_seconds: float
    refused: int

    @property
    def per_second(self) -> float:
        """Decisions a second."""
        return self.decisions / self.seconds

    @property
    def floor_per_second(self) -> float:
        """The same rows a second without rules."""
        return self.decisions / self.floor_seconds

    @property
    def cpu_us(self) -> float:
        """CPU microseconds a decision."""
        return self.cpu / self.decisions * 1e6


async def decide_all(size: Size, decisions: int) -> Measured:
    """Decide so many tickets in a fresh database of that size, and write their rows bare."""
    with tempfile.TemporaryDirectory(prefix="ledger-") as folder:
        database = Database(f"sqlite:///{folder}/data.db", MIGRATIONS)
        await database.start()
        await database.write(ledger_data.fill, size)
        bare = Path(folder) / "bare.db"
        await database.copy_to(bare)
        orders = ledger_data.orders(size, decisions)
        batches = [orders[at : at + BATCH] for at in range(0, len(orders), BATCH)]
        gc.collect()
        gc.freeze()
        seconds, cpu, outcomes = await _decide(database, batches)
        await database.stop()
        floor = write_bare(bare, outcomes)
    refused = sum(o.outcome == "refused" for batch in outcomes for o in batch)
    return Measured(len(orders), seconds, cpu, floor, refused)


async def _decide(
    database: Database, batches: list[list[Order]]
) -> tuple[float, float, list[list[Outcome]]]:
    started, cpu = time.perf_counter(), time.process_time()
    outcomes = [await database.write(decide_batch, batch, 1.9e9) for batch in batches]
    return time.perf_counter() - started, time.process_time() - cpu, outcomes


def measure(options: argparse.Namespace) -> Result:
    """The usual size and the smallest; with `--growth` all of them."""
    sizes = GROWTH if options.growth else (SMALL, USUAL)
    found = {size: uvloop.run(decide_all(size, options.decisions)) for size in sizes}
    usual, small = found[USUAL], found[SMALL]
    result = Result(
        "ledger",
        f"{usual.decisions:,} decisions in transactions of {BATCH}, {USUAL}, one enrolment a"
        f" student present, {usual.refused / usual.decisions:.0%} refused.",
    )
    result.add("decisions_per_s", usual.per_second, "/s", "≥ 50,000", usual.floor_per_second)
    ratio = usual.per_second / usual.floor_per_second
    result.add("floor_ratio", ratio, "of the floor", "≥ 0.25")
    growth = small.per_second / usual.per_second
    result.add("growth_ratio", growth, "× the cost at 1k students", "≤ 1.3")
    for size, one in found.items():
        name = f"decisions_per_s_{size.students}_{size.sections}"
        result.add(name, one.per_second, "/s", floor=one.floor_per_second)
    result.cpu_us = {str(size): one.cpu_us for size, one in found.items()}
    return result


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--decisions", type=int, default=DECISIONS)
    parser.add_argument("--growth", action="store_true", help="all sizes")


if __name__ == "__main__":
    run(__doc__, measure, options, sys.argv[1:])
