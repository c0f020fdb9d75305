"""`course-cli course …`: the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from backend.cli.calls import connect
from backend.cli.course_require import require, requirements
from backend.cli.files import content
from backend.cli.listing import Listing, listing_options
from backend.cli.output import (
    Column,
    Failure,
    Form,
    emit,
    emit_fields,
    emit_json,
    emit_one,
    emit_rows,
    examples,
    output_option,
    printable,
)
from backend.cli.sections import LISTED
from backend.domain.refusals import Exit

STAFF = "teacher_node"
COLUMNS = [
    Column("ID", "id"),
    Column("Term", "term"),
    Column("Code", "code"),
    Column("Title", "title"),
    Column("Sections", "sections"),
]
COUNTS = ("created", "changed", "unchanged", "absent")
IMPORTED = [
    *(Column(key, key) for key in ("term", "created_term", "dry_run")),
    *(
        Column(f"{what}.{count}", f"{what}.{count}")
        for what in ("courses", "sections")
        for count in COUNTS
    ),
    *(Column(key, key) for key in ("meetings", "seats", "notes")),
]
PATIENCE = 300.0  # seconds an import may take


@click.group(epilog=examples("course-cli course list --term F24"))
def course() -> None:
    """Import and list the catalogue; say what courses require."""


@course.command(
    "list",
    epilog=examples("course-cli course list", "course-cli course list --term F24 --search physics"),
)
@click.option("--term", metavar="CODE", help="Only courses of this term.")
@click.option("--search", metavar="TEXT", help="Only courses whose code or title holds TEXT.")
@listing_options("id", "term", "code", "title", "sections")
@output_option
def list_courses(term: str | None, search: str | None, listing: Listing, form: Form) -> None:
    """List all courses."""
    with connect() as calls:
        wanted = {"term": term, "search": search}
        emit_rows(COLUMNS, listing.fetch(calls, STAFF, "/courses", wanted), form)


@course.command(
    epilog=examples(
        "course-cli course show PHYS-1100 --term F24", "course-cli course show PHYS-1100 --json"
    )
)
@click.argument("code", help="Code of the course.")
@click.option("--term", metavar="CODE", help="As offered in this term; else in the newest.")
@output_option
def show(code: str, term: str | None, form: Form) -> None:
    """Show a course as it is offered in a term, and its sections."""
    with connect() as calls:
        offered = calls.every(STAFF, "/courses", {"term": term, "search": code})
        found = [course for course in offered if course["code"].casefold() == code.casefold()]
        if not found:
            raise _no_course(code, term)
        wanted = {"term": found[-1]["term"], "search": found[-1]["code"]}
        near = calls.every(STAFF, "/sections", wanted)
    chosen = found[-1]
    sections = [section for section in near if section["course_id"] == chosen["id"]]
    if form is Form.JSON:
        emit_json({**chosen, "sections": sections})
        return
    if form is Form.TABLE:
        emit_one(COLUMNS, chosen, form)
    emit_rows(LISTED, sections, form)


def _no_course(code: str, term: str | None) -> Failure:
    where = f"the term {printable(term)}" if term else "any term"
    return Failure(
        f"there is no course {printable(code)} in {where}",
        exit_code=Exit.NOT_FOUND,
        hint=f"course-cli course list --search {printable(code)}",
    )


@course.command(
    "import",
    short_help="Bring a catalogue file into a term.",
    epilog=examples(
        "course-cli course import catalogue.csv --term F24 --name 'Fall 2024' --dry-run",
        "course-cli course import catalogue.csv --term F24",
    ),
)
@click.argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The catalogue.",
)
@click.option("--term", required=True, metavar="CODE", help="The term; made if it is new.")
@click.option("--name", metavar="NAME", help="What people call the term.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@output_option
def import_catalogue(*, file: Path, term: str, name: str | None, dry_run: bool, form: Form) -> None:
    """Bring a catalogue file into a term: all of it, or nothing where it has errors.

    Columns: code, title, credits, type, instructor, days, start, end, location, capacity, crn.
    Rows with the same crn are the meetings of one section. The same file again changes nothing.
    Tells what was made, what was changed, and what was interpreted or left out.
    """
    data = content(file)
    with connect() as calls:
        report = calls.call(
            "POST",
            STAFF,
            "/catalogue/import",
            params={"term": term, "name": name, "dry_run": dry_run or None},
            content=data,
            headers={"Content-Type": "text/csv"},
            timeout=PATIENCE,
        )
    if form is Form.TABLE:
        _emit_report(report)
    else:
        emit_one(IMPORTED, report, form)


def _emit_report(report: dict[str, Any]) -> None:
    if report["dry_run"]:
        emit("Dry run: nothing was changed.")
    state = "new" if report["created_term"] else "existing"
    emit_fields(
        {
            "Term": f"{report['term']} ({state})",
            "Courses": _counts(report["courses"]),
            "Sections": _counts(report["sections"]),
            "Meetings": f"{report['meetings']:,}",
            "Seats": f"{report['seats']:,}",
        }
    )
    if report["notes"]:
        emit("Notes:")
    for note in report["notes"]:
        emit(f"  - {printable(note['message'])}{_lines(note)}")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {state}" for state, count in counts.items())


def _lines(note: dict[str, Any]) -> str:
    """The first lines that a note is about."""
    lines = note.get("lines") or []
    if not lines:
        return ""
    more = ", …" if note["count"] > len(lines) else ""
    return f" (line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}{more})"


for command in (require, requirements):
    course.add_command(command)
