"""A database as a file: who has it open, a copy of it, what a copy holds, what a restore changes.

Like `database`, this knows the dialect. A file that a node has open is read through that node's
own connection and never by another one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from backend.common.secrets import PRIVATE_FILE

COMPANIONS = ("-wal", "-shm")  # what SQLite keeps beside a file that is or was open
UNFINISHED = ".restore-unfinished"  # beside each database while a restore puts files in place


class DatabaseInUseError(Exception):
    """Another process has this database open, it is damaged, or a restore of it was cut off."""


class Facts(NamedTuple):
    """What a copy holds.

    Attributes:
        sha256: of the file, in hexadecimal.
        revision: of the schema.
        numbers: the counters by name.
        decided: the highest ticket number with an outcome; 0 where there are none.
    """

    sha256: str
    size: int
    revision: str
    numbers: dict[str, int]
    decided: int


def lock(path: Path) -> int:
    """The lock of the database `path`, as a descriptor; closing it gives it up.

    Raises:
        DatabaseInUseError: another process has it.
    """
    beside = path.with_name(f"{path.name}.lock")
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise DatabaseInUseError(f"another process has {path.name} open ({beside})") from None
    return descriptor


def require_whole(path: Path) -> None:
    """Let pass a database that no restore has left half done.

    Raises:
        DatabaseInUseError: one has; the text says how to go on.
    """
    mark = unfinished_mark(path)
    if mark.exists():
        raise DatabaseInUseError(
            f"a restore of {path} was cut off; run it again:"
            f" course-cli restore {mark.read_text().strip()}"
        )


def unfinished_mark(path: Path) -> Path:
    """The file that says a restore of the database `path` is not finished."""
    return path.with_name(f"{path.name}{UNFINISHED}")


def write_copy(source: sqlite3.Connection, path: Path) -> None:
    """Write what `source` holds at this moment to the new file `path` (mode 0600), on disk.

    Raises:
        OSError: it cannot be written, or is there already; then nothing is left of it.
        sqlite3.Error: as above.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        sync(path)
    except BaseException:
        path.unlink()
        raise


def read_facts(path: Path) -> Facts:
    """What the copy `path` holds.

    Raises:
        OSError, sqlite3.Error: it cannot be read, or is damaged.
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        (verdict,) = copy.execute("PRAGMA quick_check").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"{path.name} is damaged: {verdict}")
        (revision,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        numbers = dict(copy.execute("SELECT name, value FROM counters ORDER BY name"))
        decided = 0
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'outcomes'").fetchone():
            (decided,) = copy.execute("SELECT coalesce(max(number), 0) FROM outcomes").fetchone()
    return Facts(sha256(path), path.stat().st_size, revision, numbers, decided)


def alter(path: Path, statements: Iterable[tuple[str, dict[str, int]]]) -> None:
    """Run `statements` on the closed file `path` in one transaction, and have it on disk."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for statement, values in statements:
            connection.execute(statement, values)
        connection.execute("COMMIT")
    sync(path)


def sha256(path: Path) -> str:
    """The digest of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Have a file or a folder on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
