"""A OneRoster bundle on disk: a folder or a ZIP archive, opened without trusting it."""

from __future__ import annotations

import csv
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from backend.cli.files import LARGEST, PIECE, pieces_of
from backend.cli.oneroster import Source
from backend.cli.output import Failure, printable
from backend.common.secrets import PRIVATE_FILE
from backend.domain.refusals import Exit

MOST_ENTRIES = 200
MOST_BYTES = 4 * LARGEST  # of all files together, unpacked
HIGHEST_RATIO = 200  # unpacked to packed bytes; rosters reach 20
SMALL = 1024 * 1024  # bytes; below this a high ratio hurts nobody
SUFFIX = ".csv"
ENCRYPTED = 0x1  # flag of an entry


def open_bundle(path: Path) -> dict[str, Source]:
    """What gives the bytes of each CSV file of a bundle, by its name without `.csv`.

    Raises:
        Failure: it is no bundle, or one that could do harm.
        OSError: it cannot be read.
    """
    if path.is_dir():
        return _in_folder(path)
    try:
        return _in_archive(path)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error) as error:
        raise _refused(
            path, f"is no folder and no ZIP archive that can be read ({error})"
        ) from None


def _refused(path: Path, why: str) -> Failure:
    return Failure(f"{path} {why}", exit_code=Exit.REFUSED)


def _in_folder(folder: Path) -> dict[str, Source]:
    files = sorted(path for path in folder.iterdir() if path.suffix == SUFFIX)
    for file in files:
        if file.is_symlink() or not file.is_file():
            raise _refused(file, "is no plain file")
    return {file.stem: pieces_of(file) for file in files}


def _in_archive(path: Path) -> dict[str, Source]:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise _refused(path, f"has {len(entries):,} entries; {MOST_ENTRIES} are the most")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise _refused(path, f"unpacks to more than {MOST_BYTES:,} bytes")
    files: dict[str, Source] = {}
    for entry in entries:
        _check_entry(path, entry)
        name = entry.filename.removesuffix(SUFFIX)
        if entry.is_dir() or not entry.filename.endswith(SUFFIX) or "/" in name:
            continue
        if name in files:
            raise _refused(path, f"has {printable(entry.filename)} twice")
        files[name] = _unpacking(path, entry)
    return files


def _check_entry(path: Path, entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name:
        raise _refused(path, f"has an entry that points elsewhere: {printable(name)[:60]}")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _refused(path, f"has a link in it: {printable(name)[:60]}")
    if entry.flag_bits & ENCRYPTED:
        raise _refused(path, "is encrypted; unpack it first")
    packed = max(entry.compress_size, 1)
    if entry.file_size > LARGEST:
        raise _refused(path, f"has a file of more than {LARGEST:,} bytes: {printable(name)[:60]}")
    if entry.file_size > SMALL and entry.file_size > HIGHEST_RATIO * packed:
        raise _refused(path, f"unpacks to far more than it should: {printable(name)[:60]}")


def _unpacking(path: Path, entry: zipfile.ZipInfo) -> Source:
    def pieces() -> Iterator[bytes]:
        left = LARGEST  # whatever the archive says about its sizes
        with zipfile.ZipFile(path) as archive, archive.open(entry) as opened:
            while piece := opened.read(PIECE):
                left -= len(piece)
                if left < 0:
                    raise _refused(path, f"has a file of more than {LARGEST:,} bytes")
                yield piece

    def checked() -> Iterable[bytes]:
        try:
            yield from pieces()
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise _refused(path, f"is damaged ({error})") from None

    return checked


def write_bundle(
    path: Path, tables: Mapping[str, tuple[Sequence[str], Iterable[Sequence[str]]]]
) -> None:
    """Write an archive that its owner alone can read; `path` is whole or as it was.

    Args:
        tables: name to its header and rows.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, (header, rows) in tables.items():
                    archive.writestr(f"{name}{SUFFIX}", _as_csv(header, rows))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """As programs read it: UTF-8 without a mark, nothing put before any cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
