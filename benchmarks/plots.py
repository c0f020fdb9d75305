"""Small SVG pictures that anything shows and that can be read on light and dark ground."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 760, 210, 90, 48, 16  # pixels
ROW, GAP = 20, 6  # pixels
HEIGHT = 300  # pixels of a picture with lines
LETTER = 7  # pixels, about
STYLE = """
svg { font: 12px sans-serif; } .ground { fill: #ffffff; }
text { fill: #1f2328; } .faint { fill: #59636e; } .axis { stroke: #d1d9e0; }
.c0 { fill: #1f6feb; stroke: #1f6feb; } .c1 { fill: #8b949e; stroke: #8b949e; }
.c2 { fill: #2da44e; stroke: #2da44e; } .c3 { fill: #bf8700; stroke: #bf8700; }
.c4 { fill: #8250df; stroke: #8250df; } .c5 { fill: #cf222e; stroke: #cf222e; }
.c6 { fill: #1b7c83; stroke: #1b7c83; } .c7 { fill: #bc4c00; stroke: #bc4c00; }
.line { fill: none; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
  .ground { fill: #0d1117; } text { fill: #f0f6fc; } .faint { fill: #9198a1; }
  .axis { stroke: #3d444d; }
}
"""
COLOURS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: parts one after the other, each with its name and length."""

    label: str
    parts: Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Line:
    """Points with x on a logarithmic scale."""

    name: str
    points: Sequence[tuple[float, float]]


def bars(title: str, rows: Sequence[Bar], unit: str) -> str:
    """Horizontal bars on one scale; the same part has the same colour in every row."""
    names = list(dict.fromkeys(name for bar in rows for name, _ in bar.parts))
    longest = max(sum(length for _, length in bar.parts) for bar in rows) or 1.0
    scale = (WIDTH - LEFT - RIGHT) / longest
    y = TOP + (ROW if len(names) > 1 else 0)
    drawn = [_legend(names)] if len(names) > 1 else []
    for bar in rows:
        drawn += _row(bar, names, y, scale, unit)
        y += ROW + GAP
    return _svg(title, drawn, y + BOTTOM)


def _row(bar: Bar, names: Sequence[str], y: int, scale: float, unit: str) -> list[str]:
    x = float(LEFT)
    drawn = [_text(LEFT - 8, y + 14, bar.label, "end")]
    for name, length in bar.parts:
        colour = names.index(name) % COLOURS
        drawn.append(
            f'<rect class="c{colour}" x="{x:.1f}" y="{y}" width="{length * scale:.1f}"'
            f' height="{ROW}"><title>{escape(name)}: {short(length)} {unit}</title></rect>'
        )
        x += length * scale
    total = sum(length for _, length in bar.parts)
    drawn.append(_text(int(x) + 6, y + 14, f"{short(total)} {unit}"))
    return drawn


def lines(title: str, series: Sequence[Line], unit: str) -> str:
    """Lines over a logarithmic x and a y that begins at 0."""
    xs = sorted({x for line in series for x, _ in line.points})
    most = max(y for line in series for _, y in line.points) or 1.0
    low, high = math.log10(xs[0]), math.log10(xs[-1])
    width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - 60

    def place(x: float, y: float) -> tuple[float, float]:
        along = (math.log10(x) - low) / (high - low or 1.0)
        return LEFT + along * width, TOP + 30 + height * (1 - y / most)

    drawn = [_legend([line.name for line in series])]
    for part in (0.0, 0.5, 1.0):
        _, y = place(xs[0], part * most)
        drawn.append(f'<path class="axis" d="M{LEFT} {y:.0f}H{WIDTH - RIGHT}"/>')
        drawn.append(_text(LEFT - 8, int(y) + 4, f"{short(part * most)} {unit}", "end"))
    drawn += [_text(int(place(x, 0)[0]), HEIGHT - 12, f"{x:,.0f}", "middle") for x in xs]
    for colour, line in enumerate(series):
        places = [place(*point) for point in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        drawn.append(f'<polyline class="line c{colour % COLOURS}" points="{path}" fill="none"/>')
        drawn += [
            f'<circle class="c{colour % COLOURS}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
            for x, y in places
        ]
    return _svg(title, drawn, HEIGHT)


def short(value: float) -> str:
    """About three digits."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == 0 else f"{value:.2g}"


def _legend(names: Sequence[str]) -> str:
    x, drawn = 16, []
    for colour, name in enumerate(names):
        drawn.append(
            f'<rect class="c{colour % COLOURS}" x="{x}" y="36" width="10" height="10"/>'
            + _text(x + 14, 45, name)
        )
        x += 14 + LETTER * len(name) + 12
    return "".join(drawn)


def _text(x: int, y: int, text: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(title: str, drawn: Sequence[str], height: int) -> str:
    heading = f'<text x="16" y="24" font-weight="bold">{escape(title)}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
        f' height="{height}" role="img" aria-label="{escape(title)}"><style>{STYLE}</style>\n'
        '<rect width="100%" height="100%" class="ground"/>\n'
        + "\n".join([heading, *drawn])
        + "\n</svg>\n"
    )
