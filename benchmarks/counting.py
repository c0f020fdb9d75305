"""What counting for `/metrics` and looking for overload add to a selection, in nanoseconds.

Each piece is run many times by itself, as it stands in the code, beside an empty loop; the quickest
of several rounds counts. A selection is counted at most once in each of three processes, in which
it is mostly one of many in a bundle, and its transactions are those of many.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from time import perf_counter

from backend.common.database import Spent
from backend.common.lateness import EVERY, Lateness
from backend.common.tallies import Tally
from backend.gateway.pressure import Pressure
from benchmarks.capacity import FIGURES
from benchmarks.results import Result, run

TIMES = 100_000
ROUNDS = 15
ANSWERS, TRANSACTIONS, CHECKS = 3, 2, 3  # of a selection, at most
SELECTION = ("gateway", "student_node", "queue_node", "data_node")


def nanoseconds(work: Callable[[int], None], times: int) -> float:
    """What one run of `work` takes, without the loop around it."""

    def took(what: Callable[[int], None]) -> float:
        began = time.perf_counter_ns()
        what(times)
        return (time.perf_counter_ns() - began) / times

    return min(took(work) for _ in range(ROUNDS)) - min(took(_nothing) for _ in range(ROUNDS))


def _nothing(times: int) -> None:
    for _ in range(times):
        pass


def _answers(times: int) -> None:
    tally = Tally()
    for _ in range(times):
        began = perf_counter()
        tally.note(202, perf_counter() - began)


def _transactions(times: int) -> None:
    spent = Spent()
    for _ in range(times):
        began = perf_counter()
        spent.note(began)


def _checks(times: int) -> None:
    pressure = Pressure(Lateness())
    for _ in range(times):
        if pressure.anywhere:
            raise AssertionError


def _looks(times: int) -> None:
    lateness = Lateness()
    for _ in range(times):
        lateness.note(0.0)


def measure(options: argparse.Namespace) -> Result:
    """The pieces, and their share of a selection as the benchmark `rush` has measured it."""
    cpu = json.loads(FIGURES.read_text())["results"]["rush"]["cpu_us"]
    selection = 1000 * sum(cpu[f"gateway: {process}"] for process in SELECTION)
    pieces = {
        "answer_ns": nanoseconds(_answers, options.times),
        "transaction_ns": nanoseconds(_transactions, options.times),
        "check_ns": nanoseconds(_checks, options.times),
        "look_ns": nanoseconds(_looks, options.times),
    }
    counted = ANSWERS * pieces["answer_ns"] + TRANSACTIONS * pieces["transaction_ns"]
    late = CHECKS * pieces["check_ns"]
    result = Result(
        "counting",
        f"Each {options.times:,} times, the quickest of {ROUNDS} rounds. A selection of"
        f" {selection / 1000:.0f} µs has at most {ANSWERS} counted answers, {TRANSACTIONS} counted"
        f" transactions and {CHECKS} checks whether it is late; a look is taken {1 / EVERY:.0f}"
        " times a second in each process.",
    )
    for name, value in pieces.items():
        result.add(name, value, "ns")
    result.add("metrics_share", counted / selection, "of a selection", "≤ 0.02")
    result.add("overload_share", late / selection, "of a selection", "≤ 0.01")
    return result


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--times", type=int, default=TIMES)


if __name__ == "__main__":
    run(__doc__, measure, options, sys.argv[1:])
