"""Files that people hand over."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from backend.cli.output import Failure
from backend.domain.refusals import Exit

LARGEST = 64 * 1024 * 1024  # bytes; the data node takes no larger catalogue
PIECE = 64 * 1024  # bytes read at once


def content(file: Path) -> bytes:
    """The bytes of `file`.

    Raises:
        Failure: it is too large.
        OSError: it cannot be read.
    """
    return b"".join(_pieces(file))


def pieces_of(file: Path) -> Callable[[], Iterable[bytes]]:
    """What gives the bytes of `file` from the beginning, each time it is called.

    A pipe, which cannot be read twice, is held whole.
    """
    if stat.S_ISREG(os.stat(file).st_mode):  # noqa: PTH116 - follows links, as opening does
        return lambda: _pieces(file)
    whole = content(file)
    return lambda: [whole]


def _pieces(file: Path) -> Iterator[bytes]:
    left = LARGEST
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise Failure(f"{file} is larger than {LARGEST:,} bytes", exit_code=Exit.USAGE)
            yield piece
