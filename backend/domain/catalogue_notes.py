"""What a reader of catalogues tells people: errors by place, notes on what it made of a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from backend.domain.flaws import Flaw

LINES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CatalogueError:
    """One thing that has to be put right.

    Attributes:
        line: of the file, from 1.
        column: its name in the header, or `7` for the seventh; "" is the whole row.
    """

    line: int
    column: str
    flaw: Flaw

    @property
    def message(self) -> str:
        """What is wrong, in a sentence."""
        return self.flaw.sentence

    @property
    def place(self) -> dict[str, Any]:
        """The same as one of the places that a refusal names."""
        return {**self.flaw.at(self.where), "line": self.line, "column": self.column}

    @property
    def where(self) -> str:
        """The place in words: `line 12, column capacity`."""
        return f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"


class Remark(Enum):
    """What can be noted: how it reads for one, and for several."""

    NO_TIME = (
        "1 row has no time: its section meets at no fixed time",
        "{count} rows have no time: their sections meet at no fixed time",
    )
    DAYS_WITHOUT_TIME = (
        "1 row has days but no time: the days are left out",
        "{count} rows have days but no time: the days are left out",
    )
    TIME_WITHOUT_DAYS = (
        "1 row has a time but no days: the time is left out",
        "{count} rows have a time but no days: the time is left out",
    )
    REPEATED = (
        "1 row repeats another one of its section: left out",
        "{count} rows repeat another one of their section: left out",
    )
    SEVERAL_ROWS = (
        "1 section has several rows: each is a meeting of it",
        "{count} sections have several rows: each is a meeting of its section",
    )
    CREDIT_RANGE = (
        "1 section has a range of credits: the lower end counts, the upper one is kept",
        "{count} sections have a range of credits: the lower end counts, the upper one is kept",
    )
    NO_SEATS = (
        "1 section has 0 seats: kept as it is, nobody can enrol",
        "{count} sections have 0 seats: kept as they are, nobody can enrol",
    )
    BLANK_CAPACITY = (
        "1 section has no capacity: taken as 0 seats (write unlimited for no limit)",
        "{count} sections have no capacity: taken as 0 seats (write unlimited for no limit)",
    )
    SECTION_TITLES = (
        "1 section has rows with other titles: the first one stands",
        "{count} sections have rows with other titles: the first one stands",
    )
    COURSE_TITLES = (
        "1 course has sections with other titles: they keep theirs, it has the first",
        "{count} courses have sections with other titles: they keep theirs, a course has the first",
    )
    ENROLLED = (
        "1 row says how many are enrolled: not taken over, seats come by selection alone",
        "{count} rows say how many are enrolled: not taken over, seats come by selection alone",
    )
    EMPTY_ROW = (
        "1 row has only empty cells: left out",
        "{count} rows have only empty cells: left out",
    )
    NO_LINE_END = (
        "the last row does not end its line: please check that the file is complete",
        "",
    )
    UNUSED_COLUMN = (
        "1 column is not used: {names}",
        "{count} columns are not used: {names}",
    )
    DISTURBED = (
        "1 section with students has other times or credits now: please look for clashes",
        "{count} sections with students have other times or credits now: please look for clashes",
    )
    ABSENT_COLUMN = (
        "1 column is not in the file: {names}; sections that exist keep what they have",
        "{count} columns are not in the file: {names}; sections that exist keep what they have",
    )


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was interpreted or left out, how often, and on which lines first.

    Attributes:
        code: the remark's name in small letters, for sentences in other languages.
        names: of columns, where it is about columns.
    """

    code: str
    message: str
    count: int
    lines: tuple[int, ...] = ()
    names: str = ""


@dataclass(slots=True)
class NoteBook:
    """Collects remarks while a file is read."""

    lines: dict[Remark, list[int]] = field(default_factory=dict)
    names: dict[Remark, list[str]] = field(default_factory=dict)

    def add(self, remark: Remark, line: int) -> None:
        """Note `remark` for a line."""
        self.lines.setdefault(remark, []).append(line)

    def add_names(self, remark: Remark, names: Iterable[str]) -> None:
        """Note `remark` for columns."""
        if listed := list(names):
            self.names[remark] = listed

    def notes(self) -> tuple[Note, ...]:
        """One note a remark, in the order of `Remark`."""
        return tuple(self._note(remark) for remark in Remark if self._count(remark))

    def _count(self, remark: Remark) -> int:
        return len(self.lines.get(remark, ())) + len(self.names.get(remark, ()))

    def _note(self, remark: Remark) -> Note:
        count = self._count(remark)
        sentence = remark.value[0 if count == 1 else 1]
        names = ", ".join(self.names.get(remark, ()))
        first = sorted(self.lines.get(remark, ()))[:LINES_SHOWN]
        message = sentence.format(count=f"{count:,}", names=names)
        return Note(remark.name.lower(), message, count, tuple(first), names)
