"""A file of people read: bytes to rows, every fault with its line and column. No I/O."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from backend.domain.delimited import EncodingFault, Fault, Row, decode, read_rows

REQUIRED = ("username", "name", "email")
PASSWORD = "password"  # noqa: S105 - the name of a column
COLUMNS = ("username", PASSWORD, "name", "email", "group")
MAY_BE_EMPTY = ("group",)
LONGEST = {"username": 64, PASSWORD: 128, "name": 200, "email": 254, "group": 100}  # characters
OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row; `password` is "" where one is to be generated."""

    line: int
    username: str
    name: str
    email: str
    group: str = ""
    password: str = ""


@dataclass(slots=True)
class People:
    """What a file says.

    Attributes:
        errors: `line 3, column email: …`; with any of them nobody should be created.
        notes: what was left out.
    """

    rows: list[PersonRow] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_people(data: bytes, *, passwords_optional: bool) -> People:
    """Read a file of people; never fails, whatever the bytes.

    Args:
        passwords_optional: whether a password may be missing.
    """
    try:
        text = decode(data)
    except EncodingFault as error:
        names = _names(next(read_rows(error.readable), None))
        return People(errors=[_place(error.fault, names)])
    return _Reader(passwords_optional).read(read_rows(text))


def comparable(text: str) -> str:
    """`text` in the form in which user names and addresses are the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


class _Reader:
    def __init__(self, passwords_optional: bool) -> None:
        self.passwords_optional = passwords_optional
        self.people = People()
        self.names: list[str] = []
        self.empty_rows = 0
        self.seen: dict[tuple[str, str], int] = {}

    def read(self, rows: Iterator[Row]) -> People:
        people = self.people
        header = next(rows, None)
        if header is None:
            people.errors.append("line 1, column 1: the file is empty")
            return people
        self.names = _names(header)
        people.errors += [_place(fault, self.names) for fault in header.faults]
        people.errors += [] if header.faults else self._header_errors(header)
        if people.errors:
            return people
        for row in rows:
            self._take(row)
        if not people.rows and not people.errors:
            people.errors.append(f"line {header.line + 1}, column 1: no people below the header")
        self._note_left_out()
        return people

    def _header_errors(self, header: Row) -> list[str]:
        names = self.names
        required = REQUIRED if self.passwords_optional else (*REQUIRED, PASSWORD)
        missing = [name for name in required if name not in names]
        errors = [
            f"line {header.line}, column {at + 1}: the header names {name} twice"
            for at, name in enumerate(names)
            if name in names[:at] and name in COLUMNS
        ]
        if missing:
            errors.append(
                f"line {header.line}, column {len(names) + 1}: the header lacks"
                f" {', '.join(missing)}{_separator_advice(header)}"
                + ("" if self.passwords_optional or missing != [PASSWORD] else _GENERATE_ADVICE)
            )
        return errors

    def _take(self, row: Row) -> None:
        faults = row.faults or self._width_fault(row)
        if faults:
            self.people.errors += [_place(fault, self.names) for fault in faults]
            return
        cells = dict(zip(self.names, row.cells, strict=True))
        if not any(cell.strip() for cell in cells.values()):
            self.empty_rows += 1
            return
        values = {name: self._value(name, cells.get(name, "")) for name in COLUMNS}
        errors = [
            f"line {row.line}, column {name}: {fault}"
            for name in COLUMNS
            if (fault := self._fault(name, values[name], row.line))
        ]
        self.people.errors += errors
        if not errors:
            self.people.rows.append(PersonRow(line=row.line, **values))

    def _width_fault(self, row: Row) -> list[Fault]:
        have, want = len(row.cells), len(self.names)
        if have == want:
            return []
        words = "the row ends here" if have < want else "the row goes on here"
        message = f"{words}: it has {have} cells, the header has {want}"
        return [Fault(row.line, min(have, want), message)]

    def _value(self, name: str, cell: str) -> str:
        return cell if name == PASSWORD else cell.strip()

    def _fault(self, name: str, value: str, line: int) -> str:
        if not value:
            optional = name in MAY_BE_EMPTY or (name == PASSWORD and self.passwords_optional)
            return "" if optional else "is empty"
        return _form_fault(name, value) or self._repetition(name, value, line)

    def _repetition(self, name: str, value: str, line: int) -> str:
        if name not in ("username", "email"):
            return ""
        first = self.seen.setdefault((name, comparable(value)), line)
        return "" if first == line else f"{value} is on line {first} already"

    def _note_left_out(self) -> None:
        unknown = [name for name in self.names if name not in COLUMNS]
        if unknown:
            self.people.notes.append(f"columns that are not used: {', '.join(unknown)}")
        if self.empty_rows:
            self.people.notes.append(f"rows with only empty cells, left out: {self.empty_rows}")


_GENERATE_ADVICE = "; with --generate-passwords it may"


def _names(header: Row | None) -> list[str]:
    return [cell.strip().lower() for cell in header.cells] if header else []


def _separator_advice(header: Row) -> str:
    if len(header.cells) == 1:
        for separator, words in OTHER_SEPARATORS.items():
            if separator in header.cells[0]:
                return f"; the columns seem to be separated by {words}, they need commas"
    return ""


def _place(fault: Fault, names: list[str]) -> str:
    """The place of a fault in words; a column without a name in the header by its number."""
    if fault.column < 0:
        return f"line {fault.line}, column 1: {fault.message}"
    named = fault.column < len(names) and names[fault.column]
    return f"line {fault.line}, column {named or fault.column + 1}: {fault.message}"


def _form_fault(name: str, value: str) -> str:
    if len(value) > LONGEST[name]:
        return f"has {len(value):,} characters; {LONGEST[name]} are the most"
    for at, character in enumerate(value):
        if unicodedata.category(character) in ("Cc", "Cs"):
            return f"holds the control character U+{ord(character):04X} as character {at + 1}"
    return _email_fault(value) if name == "email" else ""


def _email_fault(value: str) -> str:
    local, at, domain = value.rpartition("@")
    if not (local and at and domain) or "@" in local or any(c.isspace() for c in value):
        return f"{value} is no e-mail address"
    return ""
