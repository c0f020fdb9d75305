"""Files that people hand over."""

from __future__ import annotations

from pathlib import Path

from backend.cli.output import Failure
from backend.domain.refusals import Exit

LARGEST = 64 * 1024 * 1024  # bytes; the data node takes no larger catalogue


def content(file: Path) -> bytes:
    """The bytes of `file`.

    Raises:
        Failure: it is too large.
        OSError: it cannot be read.
    """
    with file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Failure(f"{file} is larger than {LARGEST:,} bytes", exit_code=Exit.USAGE)
    return data
