"""`course-cli history …`: what students took before."""

from __future__ import annotations

from pathlib import Path

import click

from backend.cli.calls import connect
from backend.cli.files import content
from backend.cli.listing import Listing, listing_options
from backend.cli.output import (
    Column,
    Form,
    emit_one,
    emit_rows,
    examples,
    output_option,
    printable,
    say,
)
from backend.cli.prompts import confirm, yes_option

STAFF = "teacher_node"
COLUMNS = (
    Column("Course", "course"),
    Column("Term", "term"),
    Column("Grade", "grade"),
    Column("Passed", "passed"),
    Column("Credits", "credits"),
)
REPORT = (
    Column("Dry run", "dry_run"),
    Column("Created", "created"),
    Column("Changed", "changed"),
    Column("Unchanged", "unchanged"),
    Column("Students", "students"),
    Column("Unknown courses", "unknown_courses", ", ".join),
    Column("Unknown in all", "unknown_count", wide=True),
)
PATIENCE = 300.0  # seconds an import may take


@click.group(epilog=examples("course-cli history list --student alice"))
def history() -> None:
    """What students took before, for prerequisites and courses that are repeated.

    Grades are A+ to F, P (passed), W (withdrawn), numbers from 0 to 100, or the Chinese words from
    优秀 to 不及格. D-, 60 and 及格 are the least that passes.
    """


@history.command(
    "import",
    short_help="Bring in a file of what students took.",
    epilog=examples(
        "course-cli history import history.csv --dry-run", "course-cli history import history.csv"
    ),
)
@click.argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file: username, course, term, grade; credits, too.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@output_option
def import_history(file: Path, dry_run: bool, form: Form) -> None:
    """Bring in a file of what students took: all of it, or nothing where it has errors.

    Columns: username, course, term, grade and, if known, credits, in any order, named in English or
    Chinese. The same file again changes nothing; other grades and credits for the same student,
    course and term replace those there are. What the file does not list stays.
    """
    data = content(file)
    with connect() as calls:
        report = calls.call(
            "POST",
            STAFF,
            "/history/import",
            params={"dry_run": dry_run or None},
            content=data,
            headers={"Content-Type": "text/csv"},
            timeout=PATIENCE,
        )
    emit_one(REPORT, report, form)
    if dry_run:
        say("Dry run: nothing was changed.")
    if report["unknown_count"]:
        named = ", ".join(printable(code) for code in report["unknown_courses"])
        more = ", …" if report["unknown_count"] > len(report["unknown_courses"]) else ""
        say(f"No term has these courses; perhaps they are misspelt: {named}{more}.")


@history.command(
    "delete",
    epilog=examples("course-cli history delete --student alice --course MATH-1010 --term S24"),
)
@click.option("--student", required=True, metavar="WHO", help="User name or ID.")
@click.option("--course", required=True, metavar="CODE", help="Code of the course.")
@click.option("--term", required=True, metavar="CODE", help="Code of the term it was taken in.")
@yes_option
@output_option
def delete_history(*, student: str, course: str, term: str, yes: bool, form: Form) -> None:
    """Remove one course from what a student took.

    The audit log keeps what it was. Seats that are held stay, whatever was required for them.
    """
    asked = {"student": student, "course": course, "term": term}
    with connect() as calls:
        calls.require_login()
        named = f"{printable(course)} in {printable(term)}"
        question = f"Remove {named} from what {printable(student)} took?"
        confirm(question, yes=yes, otherwise="nothing was removed")
        left = calls.call("DELETE", STAFF, "/history", params=asked)
    say(f"{named} is removed from what {printable(left['username'])} took.")
    emit_rows(COLUMNS, left["items"], form)


@history.command(
    "list",
    epilog=examples(
        "course-cli history list --student alice", "course-cli history list --student 17 --json"
    ),
)
@click.option("--student", required=True, metavar="WHO", help="User name or ID.")
@listing_options("course", "term", "grade")
@output_option
def list_history(student: str, listing: Listing, form: Form) -> None:
    """List what a student took, by course and term."""
    with connect() as calls:
        found = calls.get(STAFF, "/history", {"student": student})
    emit_rows(COLUMNS, listing.of(found["items"]), form)
    say(f"Earned: {found['earned']:g} credits.")
