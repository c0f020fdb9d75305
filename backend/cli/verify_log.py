"""Decision logs as `course-cli verify` gets them: from the system page by page, or from a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from backend.cli.calls import Calls
from backend.cli.output import Failure
from backend.cli.pages import by_place
from backend.domain.exits import Exit
from backend.domain.proof_chain import Entry

STAFF = "teacher_node"
ENTRIES = 50  # asked for at once
FIELDS = ("term", "sequence", "at", "previous", "hash", "body")
Row = dict[str, Any]


class Ledger(NamedTuple):
    """What the database holds of a term now.

    Attributes:
        taken: seats taken, by section.
        held: student and section, and since when in Unix seconds.
        sequence: the entry that the log ended with before this was read.
    """

    taken: dict[int, int]
    held: dict[tuple[int, int], float]
    sequence: int


def path_of(term: str) -> str:
    """Where the log of a term is."""
    return f"/terms/{quote(term, safe='')}/log"


def fetched(calls: Calls, term: str) -> Iterator[Row]:
    """The entries of the log of a term, in their order."""
    after: int | None = 0
    while after is not None:
        page = calls.get(STAFF, path_of(term), {"after": after, "limit": ENTRIES})
        yield from page["items"]
        after = page["after"]


def ledger(calls: Calls, term: str) -> Ledger | None:
    """What is held of a term now; None if the term was removed."""
    terms = calls.get(STAFF, "/terms")
    if term not in {each["code"] for each in terms["items"]}:
        return None
    sequence: int = calls.get(STAFF, f"{path_of(term)}/head")["sequence"]
    rows = by_place(calls, STAFF, "/enrolments", {"term": term})
    held = {(row["student_id"], row["section_id"]): row["enrolled_at"] for row in rows}
    sections = calls.every(STAFF, "/sections", {"term": term})
    return Ledger({each["id"]: each["taken"] for each in sections}, held, sequence)


def read_file(path: Path) -> Iterator[Row]:
    """The entries of an exported log, one a line.

    Raises:
        Failure: it cannot be read, or is no such file; the line is named.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                yield _entry(line, f"{path}, line {number}")
    except (OSError, UnicodeError) as error:
        raise Failure(f"{path} cannot be read: {error}", exit_code=Exit.USAGE) from None


def _entry(line: str, place: str) -> Row:
    try:
        row = json.loads(line)
        return {name: row[name] for name in FIELDS}
    except (ValueError, TypeError, KeyError):
        raise Failure(
            f"{place}: no entry of a decision log",
            exit_code=Exit.USAGE,
            hint="course-cli verify TERM --export FILE",
        ) from None


def entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """The same as the rules have them."""
    for row in rows:
        yield Entry(*(row[name] for name in ("term", "sequence", "previous", "hash", "body")))
