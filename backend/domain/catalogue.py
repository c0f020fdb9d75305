"""A catalogue file read: bytes to sections, notes on what was made of them, errors by place.

One row is one meeting; rows with one `crn` are one section. A file with errors has no sections.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backend.domain.catalogue_notes import CatalogueError, Note, NoteBook, Remark
from backend.domain.catalogue_rows import (
    Entry,
    Header,
    RowReader,
    header_errors,
    header_of,
    note_columns,
)
from backend.domain.catalogue_sections import ListedSection, SectionMerger
from backend.domain.delimited import (
    NO_COLUMN,
    EncodingFault,
    Fault,
    Row,
    decode,
    read_rows,
)
from backend.domain.flaws import flaw

MOST_ERRORS = 200
MOST_ROWS = 100_000
NO_SECTIONS = flaw("no_sections", "there are no sections below the header")
NO_FILE = flaw("file_empty", "the file is empty")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says.

    Attributes:
        errors: by line; with any of them there are no sections.
        stopped: reading stopped before the end, so there may be more errors.
    """

    sections: tuple[ListedSection, ...] = ()
    notes: tuple[Note, ...] = ()
    errors: tuple[CatalogueError, ...] = ()
    stopped: bool = False


def read_catalogue(data: bytes) -> Reading:
    """Read a catalogue; never fails, whatever the bytes."""
    try:
        text = decode(data)
    except EncodingFault as error:
        header = header_of(next(read_rows(error.readable), None))
        return Reading(errors=(header.error(error.fault),), stopped=True)
    notes = NoteBook()
    if not text.endswith(("\n", "\r")):
        notes.add(Remark.NO_LINE_END, text.count("\n") + 1)
    return _read(read_rows(text), notes)


def _read(rows: Iterator[Row], notes: NoteBook) -> Reading:
    first = next(rows, None)
    header = header_of(first)
    errors = list(_first_errors(first, header))
    if errors:
        return Reading(errors=tuple(errors[:MOST_ERRORS]), stopped=first is not None)
    note_columns(header, notes)
    entries, stopped = _entries(rows, RowReader(header, errors, notes))
    sections = tuple(SectionMerger(header, errors, notes).sections(entries))
    if not (entries or errors):
        errors.append(CatalogueError(2, "", NO_SECTIONS))
    if errors:
        errors.sort(key=lambda error: error.line)
        stopped = stopped or len(errors) > MOST_ERRORS
        return Reading(errors=tuple(errors[:MOST_ERRORS]), stopped=stopped)
    return Reading(sections, notes.notes())


def _first_errors(first: Row | None, header: Header) -> Iterable[CatalogueError]:
    if first is None:
        return [CatalogueError(1, "", NO_FILE)]
    faults = [header.error(fault) for fault in first.faults]
    return faults or header_errors(header, first.line)


def _entries(rows: Iterator[Row], reader: RowReader) -> tuple[list[Entry], bool]:
    """The rows understood, and whether reading stopped before the end."""
    entries: list[Entry] = []
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            wrong = flaw("rows_most", "the file has more than {most:,} rows", most=MOST_ROWS)
            fault = Fault.of(row.line, NO_COLUMN, wrong)
            reader.errors.append(reader.header.error(fault))
            return entries, True
        entry = reader.entry(row)
        if entry is not None:
            entries.append(entry)
        if len(reader.errors) >= MOST_ERRORS or row.last:
            return entries, True
    return entries, False
