"""Sections as a catalogue lists them: the rows of each put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from backend.domain.catalogue_fields import check_tags, shown
from backend.domain.catalogue_notes import CatalogueError, NoteBook, Remark
from backend.domain.catalogue_rows import Entry, Header
from backend.domain.flaws import EMPTY, flaw, flaw_of
from backend.domain.timetable import Meeting

JOINED = ", "

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListedMeeting:
    """A meeting as a catalogue lists it."""

    time: Meeting
    kind: str = ""
    location: str = ""
    instructor: str = ""


@dataclass(frozen=True, slots=True)
class ListedSection:
    """A section as a catalogue lists it.

    Attributes:
        line: where it is first listed.
        credits: hundredths; of a range the lower end.
        credits_max: hundredths; of a range the upper end.
        capacity: seats; None is unlimited.
        instructors: None where the file has no such column, as with `location`, `meetings`,
            `tags`, `component` and `link_label`.
    """

    line: int
    number: str
    course: str
    title: str
    credits: int
    credits_max: int
    capacity: int | None
    instructors: tuple[str, ...] | None = None
    location: str | None = None
    meetings: tuple[ListedMeeting, ...] | None = None
    tags: tuple[str, ...] | None = None
    component: str | None = None
    link_label: str | None = None


class SectionMerger:
    """Puts rows together; disagreements go to `errors`, what was interpreted to `notes`."""

    def __init__(self, header: Header, errors: list[CatalogueError], notes: NoteBook) -> None:
        self.header = header
        self.errors = errors
        self.notes = notes

    def sections(self, entries: Iterable[Entry]) -> list[ListedSection]:
        """The sections in the order in which they are first listed."""
        by_number: dict[str, list[Entry]] = {}
        for entry in entries:
            by_number.setdefault(entry.number, []).append(entry)
        merged = [self._section(rows) for rows in by_number.values()]
        self._note_course_titles(merged)
        return merged

    def _section(self, rows: Sequence[Entry]) -> ListedSection:
        first = rows[0]
        self._agreed(rows, "code", lambda row: row.course)
        low, high = self._credits(rows)
        distinct = self._distinct(rows)
        return ListedSection(
            line=first.line,
            number=first.number,
            course=first.course,
            title=self._title(rows),
            credits=low,
            credits_max=high,
            capacity=self._capacity(rows),
            instructors=self._instructors(distinct),
            location=self._location(distinct),
            meetings=self._meetings(distinct),
            tags=self._tags(rows),
            component=self._word(rows, "component", lambda row: row.component),
            link_label=self._word(rows, "link", lambda row: row.link),
        )

    def _credits(self, rows: Sequence[Entry]) -> tuple[int, int]:
        found = self._agreed(rows, "credits", lambda row: row.credits)
        if found is None:
            self.errors.append(CatalogueError(rows[0].line, "credits", EMPTY))
            return 0, 0
        if found[0] != found[1]:
            self.notes.add(Remark.CREDIT_RANGE, rows[0].line)
        return found

    def _capacity(self, rows: Sequence[Entry]) -> int | None:
        found = self._agreed(rows, "capacity", lambda row: row.capacity)
        if found is None:
            self.notes.add(Remark.BLANK_CAPACITY, rows[0].line)
            return 0
        if found[0] == 0:
            self.notes.add(Remark.NO_SEATS, rows[0].line)
        return found[0]

    def _title(self, rows: Sequence[Entry]) -> str:
        titles = _in_order(row.title for row in rows)
        if not titles:
            self.errors.append(CatalogueError(rows[0].line, "title", EMPTY))
            return ""
        if len(titles) > 1:
            self.notes.add(Remark.SECTION_TITLES, rows[0].line)
        return titles[0]

    def _distinct(self, rows: Sequence[Entry]) -> list[Entry]:
        kept: dict[object, Entry] = {}
        for row in rows:
            if kept.setdefault(row.repeats, row) is not row:
                self.notes.add(Remark.REPEATED, row.line)
        if len(kept) > 1:
            self.notes.add(Remark.SEVERAL_ROWS, rows[0].line)
        return list(kept.values())

    def _instructors(self, rows: Sequence[Entry]) -> tuple[str, ...] | None:
        if not self.header.has("instructor"):
            return None
        return tuple(_in_order(row.instructor for row in rows))

    def _location(self, rows: Sequence[Entry]) -> str | None:
        if not self.header.has("location"):
            return None
        return JOINED.join(_in_order(row.location for row in rows))

    def _meetings(self, rows: Sequence[Entry]) -> tuple[ListedMeeting, ...] | None:
        if not self.header.has("days"):
            return None
        return tuple(
            ListedMeeting(row.time, row.kind, row.location, row.instructor)
            for row in rows
            if row.time is not None
        )

    def _tags(self, rows: Sequence[Entry]) -> tuple[str, ...] | None:
        if not self.header.has("tags"):
            return None
        try:
            return check_tags(tag for row in rows for tag in row.tags)
        except ValueError as error:
            self.errors.append(CatalogueError(rows[-1].line, "tags", flaw_of(error)))
            return ()

    def _word(
        self, rows: Sequence[Entry], column: str, word_of: Callable[[Entry], str | None]
    ) -> str | None:
        """What the rows say in a column that the file may lack; nothing is ""."""
        if not self.header.has(column):
            return None
        return self._agreed(rows, column, word_of) or ""

    def _note_course_titles(self, sections: Iterable[ListedSection]) -> None:
        first: dict[str, str] = {}
        noted: set[str] = set()
        for section in sections:
            title = first.setdefault(section.course, section.title)
            if title != section.title and section.course not in noted:
                noted.add(section.course)
                self.notes.add(Remark.COURSE_TITLES, section.line)

    def _agreed(
        self, rows: Sequence[Entry], column: str, value_of: Callable[[Entry], T | None]
    ) -> T | None:
        """The one value all rows have that are not blank; others are errors."""
        known: tuple[int, T] | None = None
        for row in rows:
            value = value_of(row)
            if value is None:
                continue
            if known is None:
                known = (row.line, value)
            elif value != known[1]:
                wrong = flaw(
                    "differs",
                    "differs from line {other}, which has the same crn {number}",
                    other=known[0],
                    number=shown(row.number),
                )
                self.errors.append(CatalogueError(row.line, column, wrong))
        return known[1] if known is not None else None


def _in_order(texts: Iterable[str]) -> list[str]:
    """Each text once, blank ones left out."""
    return list(dict.fromkeys(filter(None, texts)))
