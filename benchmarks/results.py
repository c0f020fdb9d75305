"""One form for every benchmark's result: a table for people, one JSON object for programs."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    Attributes:
        floor: the same in the same run without what is measured; None where there is none.
        wanted: the target in words, "" for a figure that is only stated.
    """

    name: str
    value: float
    unit: str
    wanted: str = ""
    floor: float | None = None


@dataclass(slots=True)
class Result:
    """What one benchmark found out.

    Attributes:
        conditions: what was run, in one sentence.
        cpu_us: CPU microseconds per unit of work, by process.
    """

    benchmark: str
    conditions: str
    figures: list[Figure] = field(default_factory=list)
    cpu_us: dict[str, float] = field(default_factory=dict)
    audit: dict[str, int] = field(default_factory=dict)

    def add(
        self, name: str, value: float, unit: str, wanted: str = "", floor: float | None = None
    ) -> None:
        """Put a figure at the end."""
        self.figures.append(Figure(name, value, unit, wanted, floor))

    def as_json(self) -> str:
        """One object; `figures` maps names to numbers, `detail` has the floors and targets."""
        return json.dumps(
            {
                "benchmark": self.benchmark,
                "conditions": self.conditions,
                "cores": os.cpu_count(),
                "figures": {figure.name: figure.value for figure in self.figures},
                "detail": [asdict(figure) for figure in self.figures],
                "cpu_us": self.cpu_us,
                "audit": self.audit,
            }
        )

    def as_text(self) -> str:
        """A Markdown section."""
        lines = [f"## {self.benchmark}", "", self.conditions, ""]
        lines += ["| figure | value | floor of the same run | wanted |", "|---|---:|---:|---|"]
        lines += [
            f"| {f.name} | {number(f.value)} {f.unit} | {_or_dash(f.floor)} | {f.wanted} |"
            for f in self.figures
        ]
        lines += _per_process(self.cpu_us)
        if self.audit:
            lines += ["", "Audit: " + ", ".join(f"{k} {v}" for k, v in self.audit.items()) + "."]
        return "\n".join(lines)


def run(
    description: str | None,
    measure: Callable[[argparse.Namespace], Result],
    options: Callable[[argparse.ArgumentParser], object],
    arguments: Sequence[str] | None = None,
) -> Result:
    """The command line of a benchmark: its own `options` and `--json`; prints the result."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options(parser)
    chosen = parser.parse_args(arguments)
    result = measure(chosen)
    print(result.as_json() if chosen.json else result.as_text(), flush=True)
    return result


def number(value: float) -> str:
    """Three or more significant digits."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _or_dash(value: float | None) -> str:
    return "-" if value is None else number(value)


def _per_process(cpu_us: dict[str, float]) -> list[str]:
    if not cpu_us:
        return []
    rows = [f"| {process} | {number(cost)} |" for process, cost in cpu_us.items()]
    return ["", "| process | CPU µs each |", "|---|---:|", *rows]
