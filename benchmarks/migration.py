"""How long an installation takes from SQLite files to PostgreSQL, every row compared.

`python -m benchmarks.migration` makes files with 100,000 students in a temporary folder: their
records and accounts, a seat each, and three tickets each, decided by the real ledger in part.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from backend.auth_node.tables import accounts
from backend.common.bulk import insert_rows
from backend.common.database import Database
from backend.data_node import decisions
from backend.queue_node import storage
from backend.queue_node.storage import Entry
from benchmarks.ledger_data import Size, fill, orders
from benchmarks.results import Result, run
from tests.empty_databases import MIGRATIONS
from tests.postgres import Server

STUDENTS = 100_000
TICKETS_EACH = 3
DECIDED = 40_000  # decisions, each with its outcome and its place in the log
BATCH = 500
MOST_SECONDS = 120.0
NOW = 1_900_000_000.0


def measure(options: argparse.Namespace) -> Result:
    """Move once."""
    with tempfile.TemporaryDirectory(prefix="cs-move-") as folder:
        asyncio.run(_lay_out(Path(folder), options.students))
        size = sum(path.stat().st_size for path in Path(folder).glob("*.db")) / 1e6
        server = Server(())
        try:
            server.start()
            seconds, rows = _move(Path(folder), server)
        finally:
            server.close()
    result = Result(
        "migration",
        f"{options.students:,} students with accounts, seats and {TICKETS_EACH} tickets each,"
        f" {DECIDED:,} decisions with their log: {rows:,} rows, {size:.0f} MB of SQLite files, to a"
        " PostgreSQL server on the same machine, with the start of the command.",
    )
    result.add("migration_s", seconds, "s", f"≤ {MOST_SECONDS:.0f}")
    result.add("rows_per_s", rows / seconds, "/s")
    return result


def _move(folder: Path, server: Server) -> tuple[float, int]:
    environment = {**os.environ, "DATA_DIR": str(folder)}
    for name in MIGRATIONS:
        environment[f"{name.upper()}_DATABASE_URL"] = server.create(name)
    command = [sys.executable, "-m", "backend.cli.main", "migrate", "--output", "csv"]
    began = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began
    if done.returncode:
        raise RuntimeError(done.stderr)
    lines = done.stdout.splitlines()[1:]
    return seconds, sum(int(line.split(",")[2]) for line in lines)


async def _lay_out(folder: Path, students: int) -> None:
    size = Size(students, 2_000)
    for name, write in (("data", _data), ("auth", _auth), ("queue", _queue)):
        database = Database(f"sqlite:///{folder}/{name}.db", MIGRATIONS[name])
        await database.start()
        await database.write(write, size)
        await database.stop()


def _data(connection: sa.Connection, size: Size) -> None:
    fill(connection, size)
    wished = orders(size, DECIDED)
    for start in range(0, len(wished), BATCH):
        decisions.decide_batch(connection, wished[start : start + BATCH], NOW)


def _auth(connection: sa.Connection, size: Size) -> None:
    names = tuple(
        column.name
        for column in accounts.columns
        if not (column.nullable or column.server_default or column.primary_key)
    )
    values: dict[str, Any] = {
        "role": "student",
        "group": "CS-24",
        "state": "active",
        "password_hash": "$argon2id$v=19$m=19456,t=2,p=1$" + 65 * "a",
        "must_change_password": False,
        "totp_state": "none",
        "totp_last_step": 0,
        "created_at": NOW,
    }
    rows = []
    for number in range(size.students):
        values |= dict.fromkeys(("username", "username_key", "name", "email"), f"student{number}")
        values["search_text"] = f"student{number}\nstudent {number}"
        rows.append(tuple(values[name] for name in names))
    insert_rows(connection, accounts, names, rows)


def _queue(connection: sa.Connection, size: Size) -> None:
    for turn in range(TICKETS_EACH):
        asked = [
            Entry(student, None, f"key-{turn}", "select", 1 + (student + turn) % size.sections)
            for student in range(1, size.students + 1)
        ]
        for start in range(0, len(asked), BATCH):
            storage.accept(connection, asked[start : start + BATCH], NOW + turn)


def options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--students", type=int, default=STUDENTS)


if __name__ == "__main__":
    run(__doc__, measure, options, sys.argv[1:])
