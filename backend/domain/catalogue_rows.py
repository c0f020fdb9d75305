"""The header and the rows of a catalogue file, each cell understood or blamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from backend.domain.catalogue_fields import (
    read_capacity,
    read_component,
    read_credits,
    read_days,
    read_tags,
    read_text,
    read_weeks,
)
from backend.domain.catalogue_notes import CatalogueError, NoteBook, Remark
from backend.domain.delimited import NO_COLUMN, Fault, Row
from backend.domain.flaws import EMPTY, Flaw, flaw, flaw_of
from backend.domain.timetable import Meeting, format_time, parse_time

REQUIRED = ("code", "title", "credits", "capacity", "crn")
TIME = ("days", "start", "end")
KEPT_WHEN_ABSENT = ("instructor", "location", *TIME)
COLUMNS = (*REQUIRED, *KEPT_WHEN_ABSENT, "type", "weeks", "tags", "component", "link", "enrolled")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file.

    Attributes:
        names: as the file spells them.
        places: name of a known column to its place from 0.
    """

    names: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self.places

    def error(self, fault: Fault) -> CatalogueError:
        """`fault` with the name of its column."""
        if fault.column == NO_COLUMN:
            return CatalogueError(fault.line, "", fault.flaw)
        name = self.names[fault.column] if fault.column < len(self.names) else ""
        return CatalogueError(fault.line, name[:40] or str(fault.column + 1), fault.flaw)


def header_of(row: Row | None) -> Header:
    """The columns that the first row of a file names."""
    cells = row.cells if row is not None else ()
    names = tuple("".join(filter(_can_be_shown, cell)).strip() for cell in cells)
    places = {cell.strip().casefold(): place for place, cell in enumerate(cells)}
    return Header(names, {name: place for name, place in places.items() if name in COLUMNS})


def _can_be_shown(character: str) -> bool:
    return character.isprintable() or character == "\t"


def header_errors(header: Header, line: int) -> Iterator[CatalogueError]:
    """What is wrong with a header."""
    known = [name.casefold() for name in header.names if name]
    for name in sorted({name for name in known if known.count(name) > 1}):
        yield CatalogueError(line, name[:40], flaw("column_twice", "the column is there twice"))
    timed = [column for column in TIME if header.has(column)]
    for column in (*REQUIRED, *(TIME if timed else ())):
        if not header.has(column):
            yield CatalogueError(line, column, _missing(header))


def _missing(header: Header) -> Flaw:
    missing = "the column is missing"
    only = header.names[0] if len(header.names) == 1 else ""
    if ";" in only:
        by_commas = f"{missing}; columns are separated by commas, not by semicolons"
        return flaw("column_missing_semicolons", by_commas)
    if "\t" in only:
        by_commas = f"{missing}; columns are separated by commas, not by tabs"
        return flaw("column_missing_tabs", by_commas)
    return flaw("column_missing", missing)


def note_columns(header: Header, notes: NoteBook) -> None:
    """Note the columns that are not used, and those that would have been."""
    unused = [name[:40] or "(no name)" for name in header.names if name.casefold() not in COLUMNS]
    notes.add_names(Remark.UNUSED_COLUMN, unused)
    absent = [column for column in KEPT_WHEN_ABSENT if not header.has(column)]
    notes.add_names(Remark.ABSENT_COLUMN, absent)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row understood; `credits` (lower, upper) and `capacity` (one value) may be blank."""

    line: int
    number: str
    course: str
    title: str
    credits: tuple[int, int] | None
    capacity: tuple[int | None] | None
    time: Meeting | None
    kind: str
    location: str
    instructor: str
    tags: tuple[str, ...] = ()
    component: str | None = None
    link: str | None = None

    @property
    def repeats(self) -> object:
        """Equal for rows of one section that say the same."""
        return self.time, self.kind, self.location, self.instructor


class RowReader:
    """Understands rows; what is wrong goes to `errors`, what was interpreted to `notes`."""

    def __init__(self, header: Header, errors: list[CatalogueError], notes: NoteBook) -> None:
        self.header = header
        self.errors = errors
        self.notes = notes
        self.row = Row(0)

    def entry(self, row: Row) -> Entry | None:
        """The row understood; None if something is wrong with it or nothing in it."""
        self.row = row
        if not self._has_form() or self._is_empty():
            return None
        if self._cell("enrolled"):
            self.notes.add(Remark.ENROLLED, row.line)
        faultless = len(self.errors)
        entry = Entry(
            line=row.line,
            number=self._text("crn", needed=True),
            course=self._text("code", needed=True),
            title=self._text("title"),
            credits=self._read("credits", read_credits, None),
            capacity=self._read("capacity", lambda text: (read_capacity(text),), None),
            time=self._time(),
            kind=self._text("type"),
            location=self._text("location"),
            instructor=self._text("instructor"),
            tags=self._read("tags", read_tags, ()),
            component=self._read("component", read_component, None),
            link=self._text("link") or None,
        )
        return entry if len(self.errors) == faultless else None

    def _has_form(self) -> bool:
        cells, columns = len(self.row.cells), len(self.header.names)
        self.errors.extend(self.header.error(fault) for fault in self.row.faults)
        if self.row.faults or cells == columns:
            return not self.row.faults
        count = {"cells": cells, "columns": columns}
        if cells < columns:
            wrong = flaw("row_short", "the row ends after {cells} of {columns} columns", **count)
        else:
            wrong = flaw("row_long", "the row has {cells} columns, the header {columns}", **count)
        fault = Fault.of(self.row.line, min(cells, columns), wrong)
        self.errors.append(self.header.error(fault))
        return False

    def _is_empty(self) -> bool:
        empty = not any(cell.strip() for cell in self.row.cells)
        if empty:
            self.notes.add(Remark.EMPTY_ROW, self.row.line)
        return empty

    def _cell(self, column: str) -> str:
        place = self.header.places.get(column)
        return "" if place is None else self.row.cells[place].strip()

    def _read(self, column: str, reader: Callable[[str], T], blank: T) -> T:
        text = self._cell(column)
        if not text:
            return blank
        try:
            return reader(text)
        except ValueError as error:
            self._blame(column, flaw_of(error))
            return blank

    def _text(self, column: str, *, needed: bool = False) -> str:
        if needed and not self._cell(column):
            self._blame(column, EMPTY)
        return self._read(column, lambda text: read_text(text, column), "")

    def _blame(self, column: str, wrong: Flaw) -> None:
        self.errors.append(CatalogueError(self.row.line, column, wrong))

    def _time(self) -> Meeting | None:
        days = self._read("days", read_days, "")
        start = self._read("start", parse_time, None)
        end = self._read("end", parse_time, None)
        weeks = self._read("weeks", read_weeks, 0)
        if self._has_no_time() or start is None or end is None or not days:
            return None
        if start >= end:
            times = {"start": format_time(start), "end": format_time(end)}
            self._blame("end", flaw("end_first", "{end} is not after the start, {start}", **times))
            return None
        return Meeting(days, start, end, weeks)

    def _has_no_time(self) -> bool:
        days, start, end = (bool(self._cell(column)) for column in TIME)
        if not self.header.has("days"):
            return True
        if start != end:
            wrong = flaw("time_half", "is empty, but the other time is there")
            self._blame("end" if start else "start", wrong)
        elif not start:
            self.notes.add(Remark.NO_TIME, self.row.line)
            if days:
                self.notes.add(Remark.DAYS_WITHOUT_TIME, self.row.line)
        elif not days:
            self.notes.add(Remark.TIME_WITHOUT_DAYS, self.row.line)
        return not (days and start and end)
