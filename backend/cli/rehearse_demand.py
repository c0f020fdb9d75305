"""Reading a demand file: per class the seats on offer and how many asked for them.

The columns are those of a registrar's report: `code`, `class`, `vacancy` and `demand` are needed,
`round` and `quota_exceeded` are used where they are there, all others are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.common.rehearsal import LONGEST_NAME, MOST_SEATS, MOST_STUDENTS
from backend.domain.delimited import NO_COLUMN, EncodingFault, Fault, Row, decode, read_rows

NEEDED = ("code", "class", "vacancy", "demand")
MOST_FAULTS = 20
LONGEST_NUMBER = 9  # digits


@dataclass(frozen=True, slots=True)
class DemandedSection:
    """One class of the report.

    Attributes:
        name: `CODE/CLASS`.
        capacity: seats on offer; None is unlimited.
        demand: how many asked for a seat.
        quota_exceeded: how many the report says were refused for want of seats, if it says.
    """

    name: str
    capacity: int | None
    demand: int
    quota_exceeded: int | None


@dataclass(frozen=True, slots=True)
class DemandReport:
    """The classes of one round; `round` is "" where the file has no such column."""

    round: str
    sections: list[DemandedSection]

    @property
    def requests(self) -> int:
        """How many requests there were in all."""
        return sum(section.demand for section in self.sections)

    @property
    def quota_exceeded(self) -> int | None:
        """How many were refused for want of seats; None where the file does not say."""
        figures = [section.quota_exceeded for section in self.sections]
        known = [figure for figure in figures if figure is not None]
        return sum(known) if known else None


class DemandFault(Exception):
    """The file cannot be used.

    Attributes:
        places: what is wrong, each with its line and column.
    """

    def __init__(self, places: Sequence[str]) -> None:
        self.places = list(places)
        super().__init__(self.places[0])


def read_demand(data: bytes, wanted_round: str | None = None) -> DemandReport:
    """The classes of round `wanted_round`, or of the file's first round.

    Raises:
        DemandFault: anything in the file is not as it should be, in whatever round.
    """
    try:
        rows = read_rows(decode(data))
    except EncodingFault as error:
        raise DemandFault([_place(error.fault, [])]) from None
    heading = next(rows, None)
    if heading is None:
        raise DemandFault(["line 1: the file is empty"])
    names = [cell.strip().lower() for cell in heading.cells]
    faults = heading.faults or list(_heading_faults(names))
    if faults:
        raise DemandFault([_place(fault, names) for fault in faults])
    return _Reader(names, wanted_round).read(rows)


def _heading_faults(names: Sequence[str]) -> Iterator[Fault]:
    for needed in NEEDED:
        if needed not in names:
            yield Fault(1, NO_COLUMN, f"the column {needed} is missing")
    for column, name in enumerate(names):
        if name and name in names[:column]:
            yield Fault(1, column, "this column is there twice")


class _Reader:
    def __init__(self, names: Sequence[str], wanted_round: str | None) -> None:
        self.names = names
        self.column = {name: at for at, name in enumerate(names)}
        self.round = wanted_round
        self.faults: list[Fault] = []
        self.lines: dict[str, int] = {}
        self.sections: list[DemandedSection] = []

    def read(self, rows: Iterator[Row]) -> DemandReport:
        last = 1
        for row in rows:
            last = row.line
            self._take(row)
        if not self.faults and not self.sections:
            which = "" if self.round is None else f" of round {self.round}"
            self.faults.append(Fault(last, NO_COLUMN, f"there is no class{which}"))
        if self.faults:
            shown = [_place(fault, self.names) for fault in self.faults[:MOST_FAULTS]]
            hidden = len(self.faults) - len(shown)
            raise DemandFault(shown + ([f"and {hidden} more"] if hidden else []))
        return DemandReport(self.round or "", self.sections)

    def _take(self, row: Row) -> None:
        faults_before = len(self.faults)
        self.faults += row.faults
        if not row.faults and len(row.cells) != len(self.names):
            text = f"has {len(row.cells)} fields, the heading has {len(self.names)}"
            self.faults.append(Fault(row.line, NO_COLUMN, text))
        if len(self.faults) > faults_before:
            return
        section = DemandedSection(
            name=self._name(row),
            capacity=self._number(row, "vacancy", MOST_SEATS),
            demand=self._number(row, "demand", MOST_STUDENTS, needed=True) or 0,
            quota_exceeded=self._number(row, "quota_exceeded", MOST_STUDENTS),
        )
        round_ = self._cell(row, "round")
        self.round = round_ if self.round is None else self.round
        if len(self.faults) == faults_before and round_ == self.round:
            self._add(row.line, section)

    def _add(self, line: int, section: DemandedSection) -> None:
        if section.name in self.lines:
            text = f"{section.name} is on line {self.lines[section.name]} already"
            self.faults.append(Fault(line, self.column["class"], text))
        self.lines.setdefault(section.name, line)
        self.sections.append(section)

    def _cell(self, row: Row, name: str) -> str:
        return row.cells[self.column[name]].strip() if name in self.column else ""

    def _name(self, row: Row) -> str:
        for part in ("code", "class"):
            if not self._cell(row, part):
                self.faults.append(Fault(row.line, self.column[part], "is empty"))
        name = f"{self._cell(row, 'code')}/{self._cell(row, 'class')}"
        if len(name) > LONGEST_NAME:
            text = f"code and class have more than {LONGEST_NAME - 1} characters"
            self.faults.append(Fault(row.line, self.column["code"], text))
        return name

    def _number(self, row: Row, name: str, most: int, *, needed: bool = False) -> int | None:
        text = self._cell(row, name)
        if not text and not needed:
            return None
        digits = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
        if digits and int(text) <= most:
            return int(text)
        expected = f"a whole number from 0 to {most:,} is expected, not {text[:20]!r}"
        self.faults.append(Fault(row.line, self.column[name], expected))
        return None


def _place(fault: Fault, names: Sequence[str]) -> str:
    if fault.column == NO_COLUMN:
        return f"line {fault.line}: {fault.message}"
    name = f" ({names[fault.column]})" if fault.column < len(names) else ""
    return f"line {fault.line}, column {fault.column + 1}{name}: {fault.message}"
