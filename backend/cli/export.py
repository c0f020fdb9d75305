"""`course-cli export …`: long lists in files, for spreadsheets and other systems."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from backend.cli.calls import connect
from backend.cli.oneroster_export import export_oneroster
from backend.cli.output import Failure, emit, examples, say
from backend.cli.pages import Row, by_offset, by_place
from backend.cli.progress import Progress
from backend.cli.separated import separated
from backend.domain.refusals import Exit

FORMS = ("csv", "tsv", "json")
ROLES = ("student", "teacher", "admin")
STAFF = "teacher_node"
PRIVATE_FILE = 0o600
Write = Callable[[str], None]
Values = Callable[[Row], Row]

USERS = (
    *("id", "role", "username", "name", "email", "group"),
    *("active", "totp", "passkeys", "linked", "must_change_password", "created_at"),
)
ROSTERS = (
    *("term", "course", "number", "title"),
    *("username", "name", "group", "enrolled_at", "credits"),
)
ENROLMENTS = (
    *("section_id", "student_id", "term", "course", "number"),
    *("ticket_id", "enrolled_at", "credits"),
)
DECISIONS = (
    *("number", "ticket_id", "term", "course", "section", "section_id"),
    *("student_id", "username", "action", "instead_of", "outcome", "code", "detail"),
    *("decided_at", "by", "reason"),
)


@click.group(epilog=examples("course-cli export rosters rosters.csv --term F24"))
def export() -> None:
    """Write users, rosters, enrolments and decisions to files.

    CSV and TSV are UTF-8 with one line of headings; no cell can act as a formula. Times are UTC
    (ISO 8601); in JSON they are Unix seconds. Files are made with mode 0600, and replace an
    earlier one only when they are whole.
    """


export.add_command(export_oneroster)


def _options(command: Any) -> Any:  # noqa: ANN401 - as click's own decorators
    """Gives a command FILE, `--output`, `--json` and `--overwrite`, as `file` and `form`."""
    for option in (
        click.option("--overwrite", is_flag=True, help="Replace FILE if it is there."),
        click.option("--json", "as_json", is_flag=True, help="The same as --output json."),
        click.option(
            "--output",
            "-o",
            "form",
            type=click.Choice(FORMS),
            help="By default as FILE ends, else csv.",
        ),
        click.argument(
            "file",
            required=False,
            type=click.Path(dir_okay=False, path_type=Path),
            help="Where to; standard output without.",
        ),
    ):
        command = option(command)
    return command


_term = click.option("--term", metavar="CODE", help="Only this term; else all but rehearsals.")


@export.command(
    epilog=examples(
        "course-cli export users students.csv --user-type student --overwrite",
        "course-cli export users --json",
    )
)
@click.option("--user-type", "role", type=click.Choice(ROLES), help="Only these.")
@_options
def users(role: str | None, **target: Any) -> None:  # noqa: ANN401
    """Write all accounts; nothing secret is in it."""
    with connect() as calls:
        rows = by_offset(calls, "auth_node", "/users", {"role": role})
        _write(rows, USERS, "accounts", **target)


@export.command(
    epilog=examples(
        "course-cli export rosters rosters.csv --term F24 --overwrite",
        "course-cli export rosters --term F24 --output tsv",
    )
)
@_term
@_options
def rosters(term: str | None, **target: Any) -> None:  # noqa: ANN401
    """Write who is in which section, with names, one line a seat."""
    with connect() as calls:
        rows = by_place(calls, STAFF, "/enrolments", {"term": term})
        _write(rows, ROSTERS, "seats", **target)


@export.command(
    short_help="Write the seats held, without names.",
    epilog=examples("course-cli export enrolments --json"),
)
@_term
@_options
def enrolments(term: str | None, **target: Any) -> None:  # noqa: ANN401
    """Write the seats held, with ids and without names, one line a seat."""
    with connect() as calls:
        rows = by_place(calls, STAFF, "/enrolments", {"term": term})
        _write(rows, ENROLMENTS, "seats", **target)


@export.command(
    short_help="Write how every request ended, and why.",
    epilog=examples(
        "course-cli export decisions --term F24 --output csv",
        "course-cli export decisions decisions.json --overwrite",
    ),
)
@_term
@_options
def decisions(term: str | None, **target: Any) -> None:  # noqa: ANN401
    """Write how every request ended, and why; one line a request, in no order.

    `number` is its place in the line, 0 for what was done by hand; `by` and `reason` say by whom
    and why. Rehearsals are left out.
    """
    with connect() as calls:
        rows = by_place(calls, STAFF, "/outcomes", {"term": term})
        _write(rows, DECISIONS, "decisions", **target)


def _write(
    rows: Iterable[Row],
    columns: Sequence[str],
    unit: str,
    *,
    file: Path | None,
    form: str | None,
    as_json: bool,
    overwrite: bool,
) -> None:
    """Write `rows` as they come."""
    wanted = "json" if as_json else form or _form_of(file)
    if file is not None and file.exists() and not overwrite:
        raise Failure(f"{file} exists; say --overwrite to replace it", exit_code=Exit.USAGE)
    with Progress("Exporting", None, unit) as progress, target(file) as write:
        for line in _lines(_counted(rows, progress), columns, wanted):
            write(line)
    if file is not None:
        say(f"{progress.done:,} {unit} written to {file}.")


def _form_of(file: Path | None) -> str:
    ending = file.suffix.lower().lstrip(".") if file else ""
    return ending if ending in FORMS else "csv"


def _counted(rows: Iterable[Row], progress: Progress) -> Iterator[Row]:
    for row in rows:
        progress.advance()
        yield row


def _lines(rows: Iterator[Row], columns: Sequence[str], form: str) -> Iterator[str]:
    if form == "json":
        return _json_lines({name: row[name] for name in columns} for row in rows)
    values = ([_cell(name, row[name]) for name in columns] for row in rows)
    return separated(columns, values, tabs=form == "tsv")


def _cell(name: str, value: object) -> object:
    if name.endswith("_at") and isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC).isoformat(timespec="milliseconds")
    return value


def _json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON array, an object a line."""
    before = "["
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ","
    yield "[]" if before == "[" else "]"


@contextmanager
def target(file: Path | None) -> Iterator[Write]:
    """Where lines go. A file gets its name when all of it is on disk."""
    if file is None:
        yield emit
        return
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as opened:
            yield lambda line: _put(opened.write, line)
            opened.flush()
            os.fsync(descriptor)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _put(write: Callable[[str], int], line: str) -> None:
    write(f"{line}\n")
