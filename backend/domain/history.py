"""A file of what students took before: bytes to entries, every fault with its line and column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from backend.domain.catalogue_fields import read_credits, read_text
from backend.domain.catalogue_notes import CatalogueError
from backend.domain.delimited import COMMA, NO_COLUMN, EncodingFault, Fault, Row, read_rows
from backend.domain.encodings import decoded, recognise
from backend.domain.flaws import EMPTY, Flaw, Flawed, flaw, flaw_of
from backend.domain.grades import read_grade
from backend.domain.people import LONGEST_USERNAME, normal

COLUMNS = ("username", "course", "term", "grade")
OPTIONAL = ("credits",)
MOST_ROWS = 200_000
MOST_ERRORS = 200
SEPARATORS = (COMMA, ";", "\t")
ALIASES = {
    "user name": "username",
    "用户名": "username",
    "账号": "username",
    "学号": "username",
    "course code": "course",
    "code": "course",
    "课程": "course",
    "课程代码": "course",
    "课程编号": "course",
    "学期": "term",
    "成绩": "grade",
    "分数": "grade",
    "credit": "credits",
    "学分": "credits",
}
_TERM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")


class Entry(NamedTuple):
    """One course that a student took, from line `line`; the course by its key.

    Attributes:
        credits: hundredths of a credit that it was worth; None where the file does not say.
    """

    line: int
    username: str
    course: str
    term: str
    grade: str
    credits: int | None = None


@dataclass(slots=True)
class Reading:
    """What a file says.

    Attributes:
        errors: by line; with any of them nothing should be changed.
        stopped: reading stopped before the end, so there may be more errors.
    """

    entries: list[Entry] = field(default_factory=list)
    errors: list[CatalogueError] = field(default_factory=list)
    stopped: bool = False


def course_key(code: str) -> str:
    """A course's code in the form in which codes of different terms are compared."""
    return " ".join(unicodedata.normalize("NFKC", code).split()).upper()


def read_course(text: str) -> str:
    """The key of a course that somebody named.

    Raises:
        ValueError: too long, or with characters nobody can read.
    """
    return read_text(course_key(text), "code")


def read_history(data: bytes) -> Reading:
    """Read a file; never fails, whatever the bytes."""

    def source() -> list[bytes]:
        return [data]

    try:
        pieces = decoded(source, recognise(source).name)
        return _Reader().read(_rows(pieces))
    except EncodingFault as error:
        return Reading(errors=[_error(error.fault, ())], stopped=True)


def _rows(pieces: Iterator[str]) -> Iterator[Row]:
    head = next(pieces, "")
    first = re.split(r"[\r\n]", head.lstrip("\r\n"), maxsplit=1)[0]

    def known(separator: str) -> int:
        row = next(read_rows(first, separator), None)
        return sum(name in COLUMNS for name in _names(row))

    return read_rows(chain([head], pieces), max(SEPARATORS, key=known))


def _names(header: Row | None) -> tuple[str, ...]:
    return tuple(_column(cell) for cell in header.cells) if header else ()


def _column(cell: str) -> str:
    name = unicodedata.normalize("NFKC", cell).strip().casefold()
    return ALIASES.get(name, name)


def _error(fault: Fault, names: tuple[str, ...]) -> CatalogueError:
    if fault.column == NO_COLUMN:
        return CatalogueError(fault.line, "", fault.flaw)
    name = names[fault.column] if fault.column < len(names) else ""
    return CatalogueError(fault.line, name[:40] or str(fault.column + 1), fault.flaw)


class _Reader:
    """Understands rows one after the other."""

    def __init__(self) -> None:
        self.reading = Reading()
        self.names: tuple[str, ...] = ()
        self.seen: dict[tuple[str, str, str], Entry] = {}

    def read(self, rows: Iterator[Row]) -> Reading:
        found, header = self.reading, next(rows, None)
        self.names = _names(header)
        found.errors += self._header_errors(header)
        if found.errors:
            found.stopped = header is not None
            return found
        for row in rows:
            self._take(row)
            if row.last or self._is_too_much(row):
                found.stopped = True
                break
        if not (self.seen or found.errors):
            nothing = flaw("no_rows", "there is nothing below the header")
            found.errors.append(CatalogueError(2, "", nothing))
        found.entries = list(self.seen.values())
        return found

    def _header_errors(self, header: Row | None) -> list[CatalogueError]:
        if header is None:
            return [CatalogueError(1, "", flaw("file_empty", "the file is empty"))]
        if header.faults:
            return [_error(fault, self.names) for fault in header.faults]
        twice = [name for name in (*COLUMNS, *OPTIONAL) if self.names.count(name) > 1]
        missing = [name for name in COLUMNS if name not in self.names]
        wrong: list[tuple[str, Flaw]] = [
            *((name, flaw("column_twice", "the column is there twice")) for name in twice),
            *((name, flaw("column_missing", "the column is missing")) for name in missing),
        ]
        return [CatalogueError(header.line, name, what) for name, what in wrong]

    def _is_too_much(self, row: Row) -> bool:
        errors = self.reading.errors
        if len(self.seen) > MOST_ROWS:
            much = flaw("rows_most", "the file has more than {most:,} rows", most=MOST_ROWS)
            errors.append(CatalogueError(row.line, "", much))
            return True
        return len(errors) >= MOST_ERRORS

    def _take(self, row: Row) -> None:
        faults = row.faults or _width_fault(row, len(self.names))
        if faults:
            self.reading.errors += [_error(fault, self.names) for fault in faults]
            return
        cells = dict(zip(self.names, row.cells, strict=True))
        if not any(cell.strip() for cell in cells.values()):
            return
        values = {name: self._value(row.line, name, cells[name]) for name in COLUMNS}
        if any(value is None for value in values.values()):
            return
        worth = cells.get("credits", "").strip()
        credits_ = self._value(row.line, "credits", worth) if worth else None
        if worth and credits_ is None:
            return
        known = {name: value or "" for name, value in values.items()}
        entry = Entry(row.line, **known, credits=None if credits_ is None else int(credits_))
        first = self.seen.setdefault((entry.username, entry.course, entry.term), entry)
        if first.credits is None:
            self.seen[entry.username, entry.course, entry.term] = first._replace(
                credits=entry.credits
            )
        if first.grade != entry.grade:
            again = flaw(
                "history_twice",
                "line {line} gives the same student, course and term the grade {grade}",
                line=first.line,
                grade=first.grade,
            )
            self.reading.errors.append(CatalogueError(row.line, "grade", again))

    def _value(self, line: int, name: str, cell: str) -> str | None:
        """What a cell says; None where it is blamed."""
        try:
            if not cell.strip():
                raise Flawed(EMPTY)
            return _READERS[name](cell)
        except ValueError as error:
            self.reading.errors.append(CatalogueError(line, name, flaw_of(error)))
            return None


def _width_fault(row: Row, want: int) -> list[Fault]:
    have = len(row.cells)
    if have == want:
        return []
    count = {"cells": have, "columns": want}
    if have < want:
        wrong = flaw("row_short", "the row ends after {cells} of {columns} columns", **count)
    else:
        wrong = flaw("row_long", "the row has {cells} columns, the header {columns}", **count)
    return [Fault.of(row.line, min(have, want), wrong)]


def _username(cell: str) -> str:
    name = normal(cell)
    if len(name) > LONGEST_USERNAME:
        raise Flawed(
            flaw(
                "username_length",
                "A user name has {least} to {most} characters.",
                least=2,
                most=LONGEST_USERNAME,
            )
        )
    return name


def _term(cell: str) -> str:
    code = cell.strip()
    if _TERM.fullmatch(code) is None:
        raise Flawed(
            flaw("term_form", "a term's code is up to 32 letters, digits, dots and dashes")
        )
    return code


def _credits(cell: str) -> str:
    """Hundredths of a credit."""
    least, most = read_credits(cell.strip())
    if least != most:
        raise Flawed(flaw("history_credits", "credits taken are one number such as 3 or 1.5"))
    return str(least)


_READERS: dict[str, Callable[[str], str]] = {
    "username": _username,
    "course": read_course,
    "term": _term,
    "grade": read_grade,
    "credits": _credits,
}
