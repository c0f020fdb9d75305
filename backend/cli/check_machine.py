"""What the system stands on: Python, folders, disk, databases, clock, limits."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from backend.cli.findings import Finding, Situation, open_to_others
from backend.common.database_file import unfinished_mark
from backend.common.dialects import POSTGRES
from backend.common.settings import Settings

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 35, 0)  # the first with RETURNING
DATABASES = ("data", "auth", "queue")
HEADER = b"SQLite format 3\0"
GIB = 1024**3
LEAST_SPACE = 1 * GIB
LITTLE_SPACE = 5 * GIB
FEWEST_FILES = 1024  # open files, for a node with its callers
MANY_FILES = 16_384  # each student who waits for news holds a stream
NO_CLOCK_IS_OLDER = 1_767_225_600  # 2026-01-01, before which this was not written
AHEAD = 60.0  # seconds a file may be younger than now
VANISHING = frozenset({"tmpfs", "ramfs", "overlay"})
SHARED = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"})
MOUNTS = Path("/proc/self/mounts")


def versions(_seen: Situation) -> Iterator[Finding]:
    """Python and SQLite."""
    if sys.version_info < OLDEST_PYTHON:
        words = f"is {sys.version.split()[0]}"
        yield Finding("error", "Python", words, "install 3.11 or newer")
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        words = f"is {sqlite3.sqlite_version}"
        yield Finding("error", "SQLite", words, "use a Python with 3.35 or newer")


def data_dir(seen: Situation) -> Iterator[Finding]:
    """DATA_DIR: there, ours, closed to others, on a disk that keeps what it is given."""
    folder = seen.settings.data_path
    standing = _nearest(folder)
    if not os.access(standing, os.W_OK | os.X_OK):
        yield Finding("error", "DATA_DIR", f"{standing} cannot be written", "change its owner")
    if folder.exists() and open_to_others(folder):
        yield Finding(seen.grave, "DATA_DIR", f"{folder} is open to others", f"chmod 700 {folder}")
    kind = filesystem(standing)
    if kind in SHARED:
        words = f"{folder} is on {kind}, where locks and SQLite cannot be trusted"
        yield Finding("error", "DATA_DIR", words, "use a local disk")
    if kind in VANISHING:
        words = f"{folder} is on {kind}; what is there may vanish"
        yield Finding(seen.grave, "DATA_DIR", words, "use a disk that stays")


def disk_space(seen: Situation) -> Iterator[Finding]:
    """Room for what is accepted."""
    free = shutil.disk_usage(_nearest(seen.settings.data_path)).free
    if free < LITTLE_SPACE:
        words = f"{free / GIB:.1f} GiB are free"
        severity = seen.grave if free < LEAST_SPACE else "warning"
        yield Finding(severity, "disk", words, "make room: without it nothing is accepted")


def databases(seen: Situation) -> Iterator[Finding]:
    """The files of the databases, which a node may have open: they are not opened here."""
    for name in DATABASES:
        variable = f"{name.upper()}_DATABASE_URL"
        try:
            if on_postgres(seen.settings, name):
                continue  # the node says on its start what is wrong with it
            path = database_file(seen.settings, name)
        except ValueError as error:
            yield Finding(
                "error",
                variable,
                str(error),
                "use sqlite:////path/to/file.db or postgresql://user@host/name",
            )
            continue
        yield from _database(path)


def _database(path: Path) -> Iterator[Finding]:
    if unfinished_mark(path).exists():
        cure = f"course-cli restore {unfinished_mark(path).read_text().strip()}"
        yield Finding("error", str(path), "a restore of it was cut off", cure)
    if not path.exists():
        return
    if not os.access(path, os.R_OK | os.W_OK):
        yield Finding("error", str(path), "cannot be read and written", "change its owner")
        return
    if open_to_others(path):
        yield Finding("error", str(path), "is open to others", f"chmod 600 {path}")
    with path.open("rb") as file:
        start = file.read(len(HEADER))
    if start not in (b"", HEADER):
        yield Finding("error", str(path), "is no SQLite database", "course-cli restore DIR")


def clock(seen: Situation) -> Iterator[Finding]:
    """The clock, by which codes of the second factor and sessions are judged."""
    if seen.now < NO_CLOCK_IS_OLDER:
        yield Finding("error", "clock", "is years behind", "set it; switch time synchronisation on")
    newest = max(
        (file.stat().st_mtime for file in seen.settings.data_path.glob("*.db*")), default=0.0
    )
    if newest > seen.now + AHEAD:
        words = f"is {newest - seen.now:,.0f} s behind the newest file in DATA_DIR"
        yield Finding("error", "clock", words, "set it; switch time synchronisation on")


def open_files(seen: Situation) -> Iterator[Finding]:
    """How many files a process may have open."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return
    if soft < FEWEST_FILES:
        words = f"are limited to {soft:,} a process"
        yield Finding("error", "open files", words, f"ulimit -n {MANY_FILES}")
    elif seen.deploy and soft < MANY_FILES:
        words = f"are limited to {soft:,} a process, and so are waiting students"
        cure = f"ulimit -n {MANY_FILES}, or LimitNOFILE= in the unit"
        yield Finding("warning", "open files", words, cure)


def on_postgres(settings: Settings, name: str) -> bool:
    """Whether the database `name` is on a PostgreSQL server."""
    return settings.database_url(name).startswith(POSTGRES)


def database_file(settings: Settings, name: str) -> Path:
    """The file of the database `name`.

    Raises:
        ValueError: the URL names none.
    """
    try:
        url = sa.make_url(settings.database_url(name))
    except sa.exc.ArgumentError:
        raise ValueError("is no URL of a database") from None
    if url.get_backend_name() != "sqlite" or not url.database:
        raise ValueError(f"{url.get_backend_name()} is not spoken by this version")
    return Path(url.database)


def filesystem(path: Path, mounts: Path = MOUNTS) -> str:
    """The kind of file system that `path` is on, "" where nobody knows."""
    real = path.resolve()
    found, length = "", -1
    try:
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        _, point, kind, *_ = line.split(" ")
        where = Path(point.encode().decode("unicode_escape"))
        if real.is_relative_to(where) and len(where.parts) >= length:
            found, length = kind, len(where.parts)
    return found


def _nearest(folder: Path) -> Path:
    """`folder`, or the nearest one above that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


CHECKS = (versions, data_dir, disk_space, databases, clock, open_files)
