"""The figures as an SVG picture: bars on a logarithmic scale, a group for each number in flight."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

WIDTH, LEFT, RIGHT, TOP = 760, 190, 90, 44  # pixels
BAR, GAP, GROUP_GAP = 16, 3, 34  # pixels
LOWEST = 10  # calls a second where the scale begins
COLOURS = {"socketclient": "#1f6feb", "httpx": "#8b949e", "floor": "#2da44e"}


class Bar(NamedTuple):
    """One measurement."""

    name: str
    in_flight: int
    calls_per_s: float


def plot(figures: Sequence[tuple[str, int, float]]) -> str:
    """An SVG document with one bar for each of `(name, in flight, calls a second)`."""
    bars = sorted((Bar(*figure) for figure in figures), key=lambda b: (b.in_flight, -b.calls_per_s))
    highest = max(bar.calls_per_s for bar in bars)
    parts: list[str] = []
    y, group = TOP, 0
    for bar in bars:
        if bar.in_flight != group:
            y, group = y + GROUP_GAP, bar.in_flight
            parts.append(_text(LEFT, y - 8, f"{group} in flight", bold=True))
        parts.append(_bar(bar, y, highest))
        y += BAR + GAP
    title = _text(LEFT, 24, "calls a second (logarithmic)", bold=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + GROUP_GAP // 2}"'
        ' font-family="sans-serif" font-size="12">\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n{title}\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _bar(bar: Bar, y: int, highest: float) -> str:
    room = WIDTH - LEFT - RIGHT
    share = math.log(max(bar.calls_per_s, LOWEST) / LOWEST) / math.log(highest / LOWEST)
    length = max(1.0, room * share)
    colour = COLOURS[bar.name.split("-", maxsplit=1)[0]]
    middle = y + BAR - 4
    return "\n".join(
        [
            f'<rect x="{LEFT}" y="{y}" width="{length:.0f}" height="{BAR}" fill="{colour}"/>',
            _text(LEFT - 8, middle, bar.name, anchor="end"),
            _text(LEFT + int(length) + 6, middle, f"{bar.calls_per_s:,.0f}"),
        ]
    )


def _text(x: int, y: int, text: str, *, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}"{weight} fill="#1f2328">{escape(text)}</text>'
    )
