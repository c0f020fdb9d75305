"""A file of people read: bytes to rows, every fault with its line and column. No I/O."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from backend.domain.delimited import COMMA, EncodingFault, Fault, Row, read_rows
from backend.domain.encodings import GB18030, UTF_8, decoded, recognise
from backend.domain.people import CHECKS, comparable, normal

REQUIRED = ("username", "name", "email")
PASSWORD = "password"  # noqa: S105 - the name of a column
COLUMNS = ("username", PASSWORD, "name", "email", "group")
MAY_BE_EMPTY = ("group",)
LONGEST_PASSWORD = 128  # characters
MOST_PEOPLE = 100_000
MOST_ERRORS = 200
SEPARATORS = (COMMA, ";", "\t")
ALIASES = {
    "用户名": "username",
    "账号": "username",
    "姓名": "name",
    "邮箱": "email",
    "电子邮箱": "email",
    "密码": PASSWORD,
    "班级": "group",
    "user name": "username",
    "e-mail": "email",
}
_SEP_LINE = re.compile(r"sep=([,;\t])(?:\r\n|\r|\n)", re.IGNORECASE)  # as Excel writes and reads it
_GENERATE_ADVICE = (
    "; without passwords in the file, give --generate-passwords or --activation-codes"
)


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
        notes: what was left out or guessed.
    """

    rows: list[PersonRow] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_people(
    source: Callable[[], Iterable[bytes]], *, passwords_optional: bool, encoding: str = ""
) -> People:
    """Read a file of people; never fails, whatever the bytes.

    Args:
        source: gives the file's bytes in pieces, from the beginning each time.
        passwords_optional: whether a password may be missing.
        encoding: the file's, by its Python name; "" has it recognised.
    """
    try:
        guess = recognise(source) if not encoding else None
        known = guess.name if guess else encoding
        people = _read_text(decoded(source, known), passwords_optional)
    except EncodingFault as error:
        names = _names(next(read_rows(error.readable), None))
        return People(errors=[_place(error.fault, names)])
    except LookupError:
        return People(errors=[f"{encoding} is no encoding; {UTF_8} and {GB18030} are two"])
    if guess and guess.guessed:
        people.notes.insert(0, "the file was read as GB18030; if names look odd, give --encoding")
    return people


def _read_text(pieces: Iterator[str], passwords_optional: bool) -> People:
    head = "".join(_until_line_end(pieces))
    first_line = 1
    if said := _SEP_LINE.match(head):
        head, first_line, separator = head[said.end() :], 2, said[1]
        head += "".join(_until_line_end(pieces))
    else:
        separator = _separator(head)
    rows = read_rows(chain([head], pieces), separator, first_line)
    return _Reader(passwords_optional).read(rows)


def _until_line_end(pieces: Iterator[str]) -> Iterator[str]:
    for piece in pieces:
        yield piece
        if "\n" in piece or "\r" in piece:
            return


def _separator(head: str) -> str:
    """The sign that gives the header the most columns that are known; a comma in doubt."""
    line = re.split(r"[\r\n]", head.lstrip("\r\n"), maxsplit=1)[0]

    def known(separator: str) -> int:
        return sum(name in COLUMNS for name in _names(next(read_rows(line, separator), None)))

    return max(SEPARATORS, key=known)


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
            if self._is_too_much(row):
                break
        if not people.rows and not people.errors:
            people.errors.append(f"line {header.line + 1}, column 1: no people below the header")
        self._note_left_out()
        return people

    def _is_too_much(self, row: Row) -> bool:
        """Whether reading should stop here, which then is said."""
        errors = self.people.errors
        if len(self.people.rows) > MOST_PEOPLE:
            errors.append(
                f"line {row.line}, column 1: the file has more than {MOST_PEOPLE:,} people;"
                " import it in parts"
            )
        elif len(errors) >= MOST_ERRORS:
            errors.append(f"line {row.line}, column 1: too many errors; reading stopped here")
        else:
            return False
        return True

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
                f" {', '.join(missing)}"
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
        return cell if name == PASSWORD else normal(cell)

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


def _names(header: Row | None) -> list[str]:
    return [_column(cell) for cell in header.cells] if header else []


def _column(cell: str) -> str:
    """The column that a cell of the header names, in English where it is known."""
    name = unicodedata.normalize("NFKC", cell).strip().casefold()
    return ALIASES.get(name, name)


def _place(fault: Fault, names: list[str]) -> str:
    """The place of a fault in words; a column without a name in the header by its number."""
    if fault.column < 0:
        return f"line {fault.line}, column 1: {fault.message}"
    named = fault.column < len(names) and names[fault.column]
    return f"line {fault.line}, column {named or fault.column + 1}: {fault.message}"


def _form_fault(name: str, value: str) -> str:
    """What is wrong with a value: control characters by their place, all else by the rule book."""
    for at, character in enumerate(value):
        if unicodedata.category(character) in ("Cc", "Cs"):
            return f"holds the control character U+{ord(character):04X} as character {at + 1}"
    if name != PASSWORD:
        wrong = CHECKS[name](value)
        return wrong.sentence if wrong else ""
    if len(value) > LONGEST_PASSWORD:
        return f"has {len(value):,} characters; {LONGEST_PASSWORD} are the most"
    return ""
