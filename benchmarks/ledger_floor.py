"""The floor of the ledger: the rows of its decisions in the same transactions, with no rules."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from backend.common.sqlite_engine import CACHE_KIB
from backend.common.tickets import Outcome

Statement = tuple[str, list[tuple[object, ...]]]

ENROL = (
    "INSERT INTO enrolments (student_id, course_id, section_id, ticket_id, enrolled_at)"
    " SELECT ?1, course_id, ?2, ?3, ?4 FROM sections WHERE id = ?2"
)
LEAVE = "DELETE FROM enrolments WHERE student_id = ?1 AND section_id = ?2"
TAKE = "UPDATE sections SET taken = taken + ? WHERE id = ?"
COLUMNS = tuple(name for name in Outcome.__struct_fields__ if name not in ("values", "parts"))
ANSWER = f"INSERT INTO outcomes ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
TELL = "INSERT INTO feed VALUES (?, ?, ?)"
COUNT = "UPDATE counters SET value = ? WHERE name = 'feed'"


def write_bare(path: Path, batches: Sequence[Sequence[Outcome]]) -> float:
    """Seconds that plain sqlite3 takes for the rows of `batches`, a transaction each."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", f"cache_size = -{CACHE_KIB}"):
        connection.execute(f"PRAGMA {pragma}")
    prepared = [_statements(batch, 2 * place) for place, batch in enumerate(batches, 1)]
    started = time.perf_counter()
    for statements in prepared:
        connection.execute("BEGIN IMMEDIATE")
        for text, rows in statements:
            connection.executemany(text, rows)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def _statements(batch: Sequence[Outcome], number: int) -> list[Statement]:
    taken = [o for o in batch if o.outcome == "enrolled"]
    left = [o for o in batch if o.outcome == "dropped"]
    steps = Counter(o.section_id for o in taken)
    steps.subtract(o.section_id for o in left)
    counts = msgspec.json.encode([(section, step, step) for section, step in steps.items()])
    return [
        (LEAVE, [(o.student_id, o.section_id) for o in left]),
        (ENROL, [(o.student_id, o.section_id, o.ticket_id, o.decided_at) for o in taken]),
        (TAKE, [(step, section) for section, step in steps.items()]),
        (ANSWER, [tuple(getattr(o, name) for name in COLUMNS) for o in batch]),
        (TELL, [(number, "seats", counts.decode())]),
        (TELL, [(number + 1, "outcomes", msgspec.json.encode(batch).decode())]),
        (COUNT, [(number + 1,)]),
    ]
