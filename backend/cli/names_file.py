"""A file that names people, one a line."""

from __future__ import annotations

from pathlib import Path

import click

from backend.cli.output import Failure
from backend.domain.exits import Exit
from backend.domain.people import comparable

SEPARATORS = ",;\t"


def names_in(file: Path) -> list[str]:
    """The user names or IDs in `file`, each once.

    Raises:
        Failure: it cannot be read.
    """
    try:
        text = click.open_file(str(file), encoding="utf-8-sig").read()
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"{file} cannot be read: {error}", exit_code=Exit.USAGE) from None
    cells = [_first_cell(line) for line in text.splitlines()]
    if cells and comparable(cells[0]) == "username":
        del cells[0]
    return list(dict.fromkeys(cell for cell in cells if cell))


def _first_cell(line: str) -> str:
    for separator in SEPARATORS:
        line = line.partition(separator)[0]
    return line.strip().strip('"').strip()
