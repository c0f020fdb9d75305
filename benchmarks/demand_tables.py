"""What a registration in this system led to, beside what the registrar reported."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.demand_file import Row
from benchmarks.demand_run import Registration

ENROLLED = "enrolled"
REASONS: Mapping[str, str] = {
    "section_full": "quota",
    "time_clash": "clash",
    "credit_limit": "workload",
    "not_your_round": "others",
}
"""What the registrar calls a refusal; any other code counts as `unforeseen`."""
FIGURES = ("main", "reserve", "quota", "clash", "workload", "others", "unforeseen")
TOLD = ("round", "course", "section", "vacancy", "demand")


class Line(NamedTuple):
    """A class in a round, or a whole round: the registrar's counts and those of this system."""

    registrar: Counter[str]
    here: Counter[str]


def lines_of(rows: Sequence[Row], registration: Registration) -> list[tuple[Row, Line]]:
    """Every row with what became of its requests."""
    counts = registration.counts()
    return [(row, _line(row, counts.get((row.round, row.key), Counter()))) for row in rows]


def by_round(lines: Sequence[tuple[Row, Line]]) -> dict[str, Line]:
    """The sums of each round."""
    sums: dict[str, Line] = {}
    for row, line in lines:
        of_round = sums.setdefault(row.round, Line(Counter(), Counter()))
        of_round.registrar.update(line.registrar)
        of_round.here.update(line.here)
    return {name: sums[name] for name in sorted(sums)}


def markdown(sums: Mapping[str, Line], seconds: Mapping[str, float]) -> str:
    """A table for people: registrar / here."""
    heads = ["round", "requests", *FIGURES, "s", "decisions/s"]
    table = [f"| {' | '.join(heads)} |", f"|---|{'---:|' * (len(heads) - 1)}"]
    for name, line in sums.items():
        asked, took = sum(line.here.values()), seconds[name]
        cells = [f"{line.registrar[figure]:,} / {line.here[figure]:,}" for figure in FIGURES]
        table.append(
            f"| {name} | {asked:,} | {' | '.join(cells)} | {took:.1f} | {asked / took:,.0f} |"
        )
    return "\n".join(table)


def write_csv(path: Path, lines: Sequence[tuple[Row, Line]]) -> None:
    """One line a class and round, the registrar's counts first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        names = [f"{who}_{figure}" for who in ("registrar", "here") for figure in FIGURES]
        written.writerow([*TOLD, *names])
        for row, line in lines:
            counts = [counter[figure] for counter in line for figure in FIGURES]
            vacancy = "" if row.vacancy is None else row.vacancy
            written.writerow([row.round, row.course, row.section, vacancy, row.demand, *counts])


def _line(row: Row, counts: Counter[tuple[bool, str]]) -> Line:
    here: Counter[str] = Counter()
    for (of_demand, ending), count in counts.items():
        if ending == ENROLLED:
            here["main" if of_demand else "reserve"] += count
        elif of_demand or ending != "section_full":
            here[REASONS.get(ending, "unforeseen")] += count
        else:
            here["reserve_refused"] += count
    registrar = Counter({name: getattr(row, name) for name in FIGURES[:-1]})
    return Line(registrar, here)
