"""Tables in box lines, aligned by what characters take up on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from backend.cli.output import printable

BORDER = 3  # cells that a column takes beside its text; the table takes one more
NARROWEST = 6  # cells that a column keeps on a narrow terminal
CUT = "…"


def draw_table(
    headings: Sequence[str], rows: Sequence[Sequence[object]], room: int | None = None
) -> list[str]:
    """The lines of a table.

    A column that holds only numbers is set to the right.

    Args:
        room: cells that a line may take; long texts are cut to fit. None is whole, whatever it
            takes.
    """
    texts = [[_text(value) for value in row] for row in rows]
    columns = range(len(headings))
    to_right = [bool(rows) and all(_is_number(row[at]) for row in rows) for at in columns]
    to_right = [right or headings[at] == "ID" for at, right in enumerate(to_right)]
    widths = [max(cell_len(line[at]) for line in (headings, *texts)) for at in columns]
    if room is not None:
        widths = _fitting(widths, to_right, room - 1)
    return [
        _rule("┌┬┐", widths),
        _row(headings, widths, to_right),
        _rule("├┼┤", widths),
        *(_row(line, widths, to_right) for line in texts),
        _rule("└┴┘", widths),
    ]


def _fitting(widths: Sequence[int], whole: Sequence[bool], room: int) -> list[int]:
    """`widths`, the widest made narrower until all fit into `room` or none can give any more.

    Args:
        whole: columns that are not cut, since half a number is another number.
    """
    fitted = list(widths)
    givers = [at for at, kept in enumerate(whole) if not kept]
    while givers and sum(fitted) + BORDER * len(fitted) > room:
        widest = max(givers, key=lambda at: fitted[at])
        if fitted[widest] <= NARROWEST:
            break
        fitted[widest] -= 1
    return fitted


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_text(part) for part in value)
    return "" if value is None else printable(value)


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _rule(corners: str, widths: Sequence[int]) -> str:
    return corners[0] + corners[1].join("─" * (width + 2) for width in widths) + corners[2]


def _row(texts: Sequence[str], widths: Sequence[int], to_right: Sequence[bool]) -> str:
    cells = (
        f" {_cell(text, width, right)} "
        for text, width, right in zip(texts, widths, to_right, strict=True)
    )
    return "│" + "│".join(cells) + "│"


def _cell(text: str, width: int, right: bool) -> str:
    taken = cell_len(text)
    if taken > width:
        return set_cell_size(text, width - 1) + CUT
    padding = " " * (width - taken)
    return padding + text if right else text + padding
