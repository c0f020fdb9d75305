"""Separated text to rows that know their lines, and faults that know their places.

Quoting is that of RFC 4180. Text may come in pieces, so that a large file is never held whole.
Python's own reader names neither the column of a fault nor where an open quote began, and its
limit on the length of a field is one for the whole process.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from backend.domain.flaws import Flaw, flaw, text_too_long

LONGEST_FIELD = 10_000  # characters
LONGEST_RECORD = 16_000_000  # characters held at once; a quote that nobody closes would take all
MOST_COLUMNS = 100
NO_COLUMN = -1
COMMA = ","

_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')
_EMPTY_LINES = re.compile(r"[\r\n]++")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ADVICE = "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)"
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be read, in cell number `column` from 0, or in the whole row."""

    line: int
    column: int
    message: str
    code: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)

    @classmethod
    def of(cls, line: int, column: int, wrong: Flaw) -> Fault:
        """The fault that something has this flaw."""
        return cls(line, column, wrong.sentence, wrong.code, wrong.values)

    @property
    def flaw(self) -> Flaw:
        """What is wrong, without its place."""
        return Flaw(self.code, self.message, dict(self.values))


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

    def blame(self, line: int, wrong: Flaw) -> None:
        """Note a fault of the cell that comes next."""
        self.faults.append(Fault.of(line, len(self.cells), wrong))


def decode(data: bytes) -> str:
    """The text of UTF-8 bytes, with or without a byte order mark.

    Raises:
        EncodingFault: they are something else.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mark = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        raise encoding_fault(data, error.start + mark) from None


def encoding_fault(data: bytes, position: int) -> EncodingFault:
    """The fault of byte `position` of `data`, which is no UTF-8."""
    if data.startswith(_WIDE_MARKS):
        wide = flaw("file_utf16", f"the file is UTF-16; {_ADVICE}")
        return EncodingFault(Fault.of(1, NO_COLUMN, wide), "")
    readable = data[:position].decode("utf-8-sig")
    begun = max(readable.rfind("\n"), readable.rfind("\r")) + 1
    cells = [cell for row in read_rows(readable[begun:]) for cell in row.cells]
    wrong = flaw(
        "no_utf8",
        "byte {number:,} ({byte}) is no UTF-8; " + _ADVICE,
        number=position + 1,
        byte=f"0x{data[position]:02X}",
    )
    line = len(_LINE_END.findall(readable)) + 1
    return EncodingFault(Fault.of(line, max(len(cells) - 1, 0), wrong), readable)


def read_rows(
    text: str | Iterable[str], separator: str = COMMA, first_line: int = 1
) -> Iterator[Row]:
    """All rows that are not empty lines.

    Args:
        text: whole, or in pieces cut anywhere.
        first_line: number of the line that `text` begins with.
    """
    pieces = [text] if isinstance(text, str) else text
    return _Reader(_uncut(pieces), separator, first_line).rows()


def _uncut(pieces: Iterable[str]) -> Iterator[str]:
    """`pieces`, none of which ends between CR and LF."""
    held = ""
    for piece in pieces:
        whole = held + piece
        held = "\r" if whole.endswith("\r") else ""
        yield whole.removesuffix("\r")
    yield held


@cache
def _plain(separator: str) -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(separator)}\\r\\n]*+")


class _Reader:
    """Goes through a text once; `position` is the next character, `line` the line it is on."""

    def __init__(self, pieces: Iterator[str], separator: str, line: int) -> None:
        self.pieces = pieces
        self.separator = separator
        self.plain = _plain(separator)
        self.text = ""
        self.position = 0
        self.line = line

    def rows(self) -> Iterator[Row]:
        while True:
            self._skip(_EMPTY_LINES)
            if self.position >= len(self.text):
                if self._go_on():
                    continue
                return
            row = self._whole_row()
            yield row
            if row.last:
                return

    def _whole_row(self) -> Row:
        """The next row; one that reaches the end of the text at hand is read again with more."""
        line, begins = self.line, self.position
        row = self._row_from(begins, line)
        while self.position >= len(self.text):
            if len(self.text) - begins > LONGEST_RECORD:
                row.last = True
                break
            self.text, begins = self.text[begins:], 0
            if not self._more():
                break
            row = self._row_from(begins, line)
        return row

    def _row_from(self, position: int, line: int) -> Row:
        self.position, self.line = position, line
        return self._row()

    def _go_on(self) -> bool:
        """Forget what was read and get more; whether there is any."""
        self.text, self.position = "", 0
        return self._more()

    def _more(self) -> bool:
        """Get at least as much again as there is, so that reading twice costs twice at most."""
        parts = [self.text]
        wanted, got = max(len(self.text), 1), 0
        for piece in self.pieces:
            parts.append(piece)
            got += len(piece)
            if got >= wanted:
                break
        self.text = "".join(parts)
        return got > 0

    def _row(self) -> Row:
        row = Row(self.line)
        while not row.last:
            row.cells.append(self._cell(row))
            if self.text[self.position : self.position + 1] != self.separator:
                break
            self.position += 1
            if len(row.cells) >= MOST_COLUMNS:
                row.blame(
                    self.line,
                    flaw("columns_most", "has more than {most} columns", most=MOST_COLUMNS),
                )
                row.last = True
        return row

    def _cell(self, row: Row) -> str:
        line = self.line
        if self.text.startswith('"', self.position):
            value = self._quoted(row)
        else:
            value = self._skip(self.plain)
        if len(value) > LONGEST_FIELD:
            row.blame(line, text_too_long(len(value), LONGEST_FIELD))
            return ""
        return value

    def _quoted(self, row: Row) -> str:
        line = self.line
        if (match := _QUOTED.match(self.text, self.position)) is None:
            wrong = flaw("quote_open", "begins with a quotation mark, and no other one ends it")
            row.blame(line, wrong)
            row.last = True
            self.position = len(self.text)
            return ""
        self._move(match)
        if rest := self._skip(self.plain):
            sentence = "goes on after its closing quotation mark: {rest}"
            row.blame(self.line, flaw("quote_rest", sentence, rest=repr(rest[:20])))
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
