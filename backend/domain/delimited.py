"""Comma-separated text to rows that know their lines, and faults that know their places.

Quoting is that of RFC 4180. Python's own reader names neither the column of a fault nor where an
open quote began, and its limit on the length of a field is one for the whole process.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST_FIELD = 10_000  # characters
MOST_COLUMNS = 100
NO_COLUMN = -1

_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')
_PLAIN = re.compile(r"[^,\r\n]*+")
_EMPTY_LINES = re.compile(r"[\r\n]++")
_LINE_END = re.compile(r"\r\n|\r|\n")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be read, in cell number `column` from 0, or in the whole row."""

    line: int
    column: int
    message: str


class EncodingFault(Exception):
    """The bytes are no UTF-8.

    Attributes:
        fault: where and how.
        readable: the text before that place.
    """

    def __init__(self, fault: Fault, readable: str) -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.readable = readable


@dataclass(slots=True)
class Row:
    """One record.

    Attributes:
        line: where it begins, from 1.
        faults: what is wrong with its form; then its cells are not to be trusted.
        last: reading ended here, because what follows cannot be told apart.
    """

    line: int
    cells: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    last: bool = False

    def blame(self, line: int, message: str) -> None:
        """Note a fault of the cell that comes next."""
        self.faults.append(Fault(line, len(self.cells), message))


def decode(data: bytes) -> str:
    """The text of UTF-8 bytes, with or without a byte order mark.

    Raises:
        EncodingFault: they are something else.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mark = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        raise _encoding_fault(data, error.start + mark) from None


def _encoding_fault(data: bytes, position: int) -> EncodingFault:
    advice = "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)"
    if data.startswith(_WIDE_MARKS):
        return EncodingFault(Fault(1, NO_COLUMN, f"the file is UTF-16; {advice}"), "")
    readable = data[:position].decode("utf-8-sig")
    begun = max(readable.rfind("\n"), readable.rfind("\r")) + 1
    cells = [cell for row in read_rows(readable[begun:]) for cell in row.cells]
    fault = Fault(
        len(_LINE_END.findall(readable)) + 1,
        max(len(cells) - 1, 0),
        f"byte {position + 1:,} (0x{data[position]:02X}) is no UTF-8; {advice}",
    )
    return EncodingFault(fault, readable)


def read_rows(text: str) -> Iterator[Row]:
    """All rows that are not empty lines."""
    return _Reader(text).rows()


class _Reader:
    """Goes through a text once; `position` is the next character, `line` the line it is on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.line = 1

    def rows(self) -> Iterator[Row]:
        while True:
            self._skip(_EMPTY_LINES)
            if self.position >= len(self.text):
                return
            row = self._row()
            yield row
            if row.last:
                return

    def _row(self) -> Row:
        row = Row(self.line)
        while not row.last:
            row.cells.append(self._cell(row))
            if self.text[self.position : self.position + 1] != ",":
                break
            self.position += 1
            if len(row.cells) >= MOST_COLUMNS:
                row.blame(self.line, f"has more than {MOST_COLUMNS} columns")
                row.last = True
        return row

    def _cell(self, row: Row) -> str:
        line = self.line
        if self.text.startswith('"', self.position):
            value = self._quoted(row)
        else:
            value = self._skip(_PLAIN)
        if len(value) > LONGEST_FIELD:
            row.blame(line, f"is {len(value):,} characters long; {LONGEST_FIELD:,} are the most")
            return ""
        return value

    def _quoted(self, row: Row) -> str:
        line = self.line
        if (match := _QUOTED.match(self.text, self.position)) is None:
            row.blame(line, "begins with a quotation mark, and no other one ends it")
            row.last = True
            self.position = len(self.text)
            return ""
        self._move(match)
        if rest := self._skip(_PLAIN):
            row.blame(self.line, f"goes on after its closing quotation mark: {rest[:20]!r}")
        return match[1].replace('""', '"')

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.position)
        return self._move(match) if match is not None else ""

    def _move(self, match: re.Match[str]) -> str:
        passed = match[0]
        self.position = match.end()
        if "\n" in passed or "\r" in passed:
            self.line += len(_LINE_END.findall(passed))
        return passed
