"""A registrar's report of a registration: what was asked for, class by class and round by round."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

COUNTS = (
    "demand",
    "successful_main",
    "successful_reserve",
    "quota_exceeded",
    "timetable_clashes",
    "workload_exceeded",
    "others",
)
COLUMNS = ("round", "code", "title", "class", "vacancy", *COUNTS)


@dataclass(frozen=True, slots=True)
class Row:
    """One class in one round.

    Attributes:
        vacancy: seats on offer; None where the report says nothing, which is taken for no limit.
        demand: requests, those for a reserve place not among them.
        main, reserve: requests that got a seat, of the demand and of those besides it.
        quota, clash, workload, others: requests refused, by reason.
    """

    round: str
    course: str
    title: str
    section: str
    vacancy: int | None
    demand: int
    main: int
    reserve: int
    quota: int
    clash: int
    workload: int
    others: int

    @property
    def key(self) -> str:
        """The section's number in the term."""
        return f"{self.course}/{self.section}"

    @property
    def eligible(self) -> int:
        """Requests of the demand that only the want of a seat could refuse."""
        return self.main + self.quota

    @property
    def may_be_full(self) -> bool:
        """Whether not all who are eligible need get a seat."""
        return self.vacancy is not None and self.eligible + self.reserve > self.vacancy


def read(path: Path) -> list[Row]:
    """The rows of the file, which has at least `COLUMNS`.

    Raises:
        ValueError: a column is missing, a count is none, or the counts of a line do not add up;
            it names the line.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = set(COLUMNS) - set(reader.fieldnames or ())
        if missing:
            raise ValueError(f"{path.name} has no column {', '.join(sorted(missing))}")
        return [_row(line, fields) for line, fields in enumerate(reader, 2)]


def rounds_of(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows by round, in the order of their names."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.round, []).append(row)
    return {name: found[name] for name in sorted(found)}


def _row(line: int, fields: dict[str, str]) -> Row:
    try:
        vacancy = int(fields["vacancy"]) if fields["vacancy"] else None
        row = Row(
            fields["round"],
            fields["code"],
            fields["title"],
            fields["class"],
            vacancy,
            *(int(fields[name]) for name in COUNTS),
        )
    except (ValueError, TypeError) as error:
        raise ValueError(f"line {line}: {error}") from None
    if row.demand != row.eligible + row.clash + row.workload + row.others:
        raise ValueError(f"line {line}: the demand is not the sum of how it ended")
    return row
