"""Tables in box lines, aligned by what characters take up on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from backend.cli.output import printable


def draw_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """The lines of a table, as wide as its content.

    A column that holds only numbers is set to the right.
    """
    texts = [[_text(value) for value in row] for row in rows]
    columns = range(len(headings))
    to_right = [bool(rows) and all(_is_number(row[at]) for row in rows) for at in columns]
    to_right = [right or headings[at] == "ID" for at, right in enumerate(to_right)]
    widths = [max(cell_len(line[at]) for line in (headings, *texts)) for at in columns]
    return [
        _rule("┌┬┐", widths),
        _row(headings, widths, to_right),
        _rule("├┼┤", widths),
        *(_row(line, widths, to_right) for line in texts),
        _rule("└┴┘", widths),
    ]


def _text(value: object) -> str:
    return "" if value is None else printable(value)


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _rule(corners: str, widths: Sequence[int]) -> str:
    return corners[0] + corners[1].join("─" * (width + 2) for width in widths) + corners[2]


def _row(texts: Sequence[str], widths: Sequence[int], to_right: Sequence[bool]) -> str:
    cells = (
        f" {' ' * (width - cell_len(text))}{text} "
        if right
        else f" {text}{' ' * (width - cell_len(text))} "
        for text, width, right in zip(texts, widths, to_right, strict=True)
    )
    return "│" + "│".join(cells) + "│"
