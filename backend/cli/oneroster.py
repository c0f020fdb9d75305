"""OneRoster 1.2 as CSV: which files and columns there are, and a bundle read and checked. No I/O.

After 1EdTech's OneRoster CSV Binding 1.2. What the binding needs a value for is needed here;
columns and files that are not known are passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from backend.domain.delimited import EncodingFault, Fault, Row, read_rows
from backend.domain.encodings import UTF_8, decoded

VERSION = "1.2"
MANIFEST = "manifest"
MOST_ERRORS = 200
TO_BE_DELETED = "tobedeleted"
ABSENT, BULK, DELTA = "absent", "bulk", "delta"

Source = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Table:
    """One file of a bundle.

    Attributes:
        columns: in the order of the binding.
        required: those that need a value.
        references: column to the table whose `sourcedId` it holds; several are separated by commas.
    """

    columns: tuple[str, ...]
    required: tuple[str, ...]
    references: Mapping[str, str] = field(default_factory=dict)


def _table(columns: str, required: str, **references: str) -> Table:
    common = ("sourcedId", "status", "dateLastModified")
    return Table((*common, *columns.split()), ("sourcedId", *required.split()), references)


TABLES = {
    "orgs": _table("name type identifier parentSourcedId", "name type"),
    "users": _table(
        "enabledUser username userIds givenName familyName middleName identifier email sms phone"
        " agentSourcedIds grades password userMasterIdentifier preferredGivenName"
        " preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns",
        "enabledUser username givenName familyName",
    ),
    "roles": _table(
        "userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId",
        "userSourcedId roleType role orgSourcedId",
        userSourcedId="users",
        orgSourcedId="orgs",
    ),
    "academicSessions": _table(
        "title type startDate endDate parentSourcedId schoolYear",
        "title type startDate endDate schoolYear",
    ),
    "courses": _table(
        "schoolYearSourcedId title courseCode grades orgSourcedId subjects subjectCodes",
        "title orgSourcedId",
        orgSourcedId="orgs",
    ),
    "classes": _table(
        "title grades courseSourcedId classCode classType location schoolSourcedId termSourcedIds"
        " subjects subjectCodes periods",
        "title courseSourcedId classType schoolSourcedId termSourcedIds",
        courseSourcedId="courses",
        schoolSourcedId="orgs",
        termSourcedIds="academicSessions",
    ),
    "enrollments": _table(
        "classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate",
        "classSourcedId schoolSourcedId userSourcedId role",
        classSourcedId="classes",
        schoolSourcedId="orgs",
        userSourcedId="users",
    ),
}
"""The files that are read and written, each after those that it refers to."""

NOT_READ = (
    *("categories", "classResources", "courseResources", "demographics", "lineItems"),
    *("lineItemLearningObjectiveIds", "lineItemScoreScales", "resources", "results"),
    *("resultLearningObjectiveIds", "resultScoreScales", "scoreScales", "userProfiles"),
    "userResources",
)
"""The other files that a manifest names."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table; a column that the file has not is empty."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Bundle:
    """What a bundle says.

    Attributes:
        tables: name to its rows by `sourcedId`, without those that are to be deleted.
        errors: `users.csv line 3, column email: …`; with any of them nothing should be done.
        notes: what was passed over.
    """

    tables: dict[str, dict[str, Record]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def blame(self, table: str, line: int, column: str, message: str) -> None:
        """Note what is wrong with a cell."""
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(f"{table}.csv line {line}, column {column}: {message}")


def read_bundle(files: Mapping[str, Source]) -> Bundle:
    """Read a bundle; never fails, whatever the bytes.

    Args:
        files: name without `.csv` to what gives its bytes.
    """
    bundle = Bundle(tables={name: {} for name in TABLES})
    if MANIFEST not in files:
        bundle.errors.append("manifest.csv is missing; it says which files the bundle has")
        return bundle
    present = _read_manifest(bundle, files)
    for name, table in TABLES.items():
        if name in present and not bundle.errors:
            bundle.tables[name] = _read_table(bundle, name, table, files[name])
    if not bundle.errors:
        for name, table in TABLES.items():
            _check_references(bundle, name, table)
    return bundle


def _read_manifest(bundle: Bundle, files: Mapping[str, Source]) -> set[str]:
    """The tables to be read."""
    said: dict[str, str] = {}
    for record in _records(bundle, MANIFEST, ("propertyName", "value"), files[MANIFEST]):
        said[record["propertyName"]] = record["value"]
    if bundle.errors:
        return set()
    version = said.get("oneroster.version", "")
    if said.get("manifest.version") != "1.0" or not version.startswith(VERSION):
        shown = version or "none"
        bundle.errors.append(f"manifest.csv: version {shown} is not read, only OneRoster {VERSION}")
    present = {
        name: mode
        for name in TABLES
        if (mode := said.get(f"file.{name}", ABSENT).casefold()) != ABSENT
    }
    for name, mode in present.items():
        if mode not in (BULK, DELTA):
            bundle.errors.append(f"manifest.csv: file.{name} is {mode!r}; use absent, bulk, delta")
        if name not in files:
            bundle.errors.append(f"{name}.csv is missing, though the manifest names it")
    ignored = sorted(set(files) - set(present) - {MANIFEST})
    if ignored:
        bundle.notes.append(f"files that are not used: {', '.join(ignored[:20])}")
    return set(present)


def _records(
    bundle: Bundle, name: str, required: tuple[str, ...], source: Source
) -> Iterator[Record]:
    try:
        yield from _rows(bundle, name, required, read_rows(decoded(source, UTF_8)))
    except EncodingFault as error:
        bundle.errors.append(f"{name}.csv: {error.fault.message}; OneRoster files are UTF-8")


def _rows(
    bundle: Bundle, name: str, required: tuple[str, ...], rows: Iterator[Row]
) -> Iterator[Record]:
    header = next(rows, None)
    if header is None:
        bundle.errors.append(f"{name}.csv is empty; even without rows it has a header")
        return
    columns = [cell.strip() for cell in header.cells]
    _check_header(bundle, name, required, columns, header)
    for row in rows if not bundle.errors else ():
        faults = row.faults
        if not faults and len(row.cells) != len(columns):
            message = f"has {len(row.cells)} cells, the header has {len(columns)}"
            faults = [Fault(row.line, 0, message)]
        for fault in faults:
            column = columns[fault.column] if 0 <= fault.column < len(columns) else "1"
            bundle.blame(name, fault.line, column, fault.message)
        if not faults:
            cells = (cell.strip() for cell in row.cells)
            yield Record(row.line, dict(zip(columns, cells, strict=True)))


def _check_header(
    bundle: Bundle, name: str, required: tuple[str, ...], columns: list[str], header: Row
) -> None:
    for fault in header.faults:
        bundle.blame(name, fault.line, str(fault.column + 1), fault.message)
    for column in required:
        if column not in columns:
            bundle.blame(name, header.line, column, "the header lacks it")
    for column, count in Counter(columns).items():
        if column and count > 1:
            bundle.blame(name, header.line, column, "the header has it twice")


def _read_table(bundle: Bundle, name: str, table: Table, source: Source) -> dict[str, Record]:
    records: dict[str, Record] = {}
    deleted = 0
    for record in _records(bundle, name, table.required, source):
        if record["status"].casefold() == TO_BE_DELETED:
            deleted += 1
            continue
        for column in table.required:
            if not record[column]:
                bundle.blame(name, record.line, column, "is empty")
        first = records.setdefault(record["sourcedId"], record)
        if first is not record:
            bundle.blame(name, record.line, "sourcedId", f"is on line {first.line} already")
    if deleted:
        bundle.notes.append(f"{name}.csv: {deleted} rows to be deleted were left out")
    return records


def _check_references(bundle: Bundle, name: str, table: Table) -> None:
    for record in bundle.tables[name].values():
        for column, target in table.references.items():
            for source_id in listed(record[column]):
                if source_id not in bundle.tables[target]:
                    message = f"{source_id[:40]} is not in {target}.csv"
                    bundle.blame(name, record.line, column, message)


def listed(cell: str) -> list[str]:
    """The parts of a cell that holds several values."""
    return [part for part in (part.strip() for part in cell.split(",")) if part]
