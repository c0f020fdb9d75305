"""CSV and TSV that neither a spreadsheet nor a script can misread."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from backend.domain.spreadsheets import formula_safe


def separated(
    headings: Sequence[str], rows: Iterable[Sequence[object]], *, tabs: bool
) -> Iterator[str]:
    """The lines: headings, then `rows`.

    Args:
        tabs: TSV, in which tabs and line ends within values become spaces and nothing is quoted.
    """
    for row in chain([headings], rows):
        cells = [_cell(value) for value in row]
        yield "\t".join(_one_line(cell) for cell in cells) if tabs else _csv_line(cells)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple) and not any(isinstance(part, dict) for part in value):
        return formula_safe(";".join(_cell(part) for part in value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return formula_safe(str(value))


def _one_line(cell: str) -> str:
    return "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in cell
    )


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
