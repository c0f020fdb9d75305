"""Cells of files for spreadsheets, none of which may act as a formula."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the wide ones too
LINE_STARTS = ("\t", "\r", "\n")  # which some programs pass over, and some take as a new cell
MARK = "'"  # spreadsheets read what follows as text


def formula_safe(text: str) -> str:
    """`text` so that no spreadsheet runs it as a formula."""
    return f"{MARK}{text}" if _is_formula(text) else text


def as_written(cell: str) -> str:
    """The text that `formula_safe` made `cell` of."""
    bare = cell.removeprefix(MARK)
    return bare if _is_formula(bare) else cell


def _is_formula(text: str) -> bool:
    return text.startswith(LINE_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
