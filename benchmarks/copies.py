"""Three copies of everything on one PostgreSQL beside one of each on SQLite, in one run.

`python -m benchmarks.copies` rehearses the same registration day on both. With the load generator
and the database server more than twenty processes share this machine: what is compared is what the
second engine costs, not what more machines bring.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.results import Result, run
from tests.faults.copies import COPIES, Copies
from tests.faults.supervised import Supervised, passed
from tests.system.command_line import CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

STUDENTS, EACH = 3_000, 5


def measure(options: argparse.Namespace) -> Result:
    """A rehearsal on each."""
    alone = Supervised(sockets=True)
    try:
        alone.start_all()
        single = _rehearse(alone, options.students)
    finally:
        alone.close()
    many = Copies()
    try:
        many.start_all()
        several = _rehearse(many, options.students)
    finally:
        many.close()
    result = Result(
        "copies",
        f"{options.students:,} students ask for {EACH} sections each at once: {COPIES} copies of"
        " every node on one PostgreSQL, nginx in front; as the floor one of each on SQLite.",
    )
    for name in ("decided_per_s", "accepted_per_s"):
        result.add(name, several[name], "/s", floor=single[name])
    result.add("accept_p99_ms", several["accept_ms"]["p99"], "ms", floor=single["accept_ms"]["p99"])
    return result


def _rehearse(installation: Installation, students: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        line = CommandLine(installation.environment, Path(home))
        login = line.process("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
        if login.returncode:
            raise RuntimeError(login.stderr)
        size = ("--students", str(students), "--requests-per-student", str(EACH))
        done = line.process("rehearse", "--json", *size)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        passed(done.stdout)
        figures: dict[str, Any] = json.loads(done.stdout)
        return figures


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--students", type=int, default=STUDENTS)


if __name__ == "__main__":
    run(__doc__, measure, options, sys.argv[1:])
