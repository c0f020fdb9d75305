"""`course-cli section assign`: many sections to one teacher, or to nobody."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from backend.cli.calls import connect
from backend.cli.files import content
from backend.cli.output import (
    Column,
    Failure,
    Form,
    emit_json,
    emit_rows,
    examples,
    output_option,
    printable,
    say,
)
from backend.cli.prompts import confirm, yes_option
from backend.cli.sections import SECTION_HELP, STAFF, section_ids
from backend.domain.exits import Exit

ASSIGNED = [
    Column("ID", "id"),
    Column("Term", "term"),
    Column("Course", "course"),
    Column("Number", "number"),
    Column("Title", "title"),
    Column("Before", "before"),
    Column("Username", "before_username", wide=True),
    Column("Changed", "changed"),
]
PATIENCE = 60.0  # seconds an assignment may take


@click.command(
    epilog=examples(
        "course-cli section assign --teacher turing F24/69774 F24/69773 --dry-run",
        "course-cli section assign --nobody --from sections.txt --yes",
    )
)
@click.argument("sections", nargs=-1, metavar="[SECTION]...", help=SECTION_HELP)
@click.option(
    "--teacher",
    "teachers",
    multiple=True,
    metavar="U",
    help="User name of the teacher whose they are to be; more share them with the first.",
)
@click.option("--nobody", is_flag=True, help="They are to be nobody's.")
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="A file that names more sections, one a line; - is standard input.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@yes_option
@output_option
def assign(
    *,
    sections: tuple[str, ...],
    teachers: tuple[str, ...],
    nobody: bool,
    file: Path | None,
    dry_run: bool,
    yes: bool,
    form: Form,
) -> None:
    """Give sections to a teacher, or to nobody: all of them or none.

    Tells first whose they are now, and which of the teacher's times would clash.
    """
    if nobody == bool(teachers):
        raise click.UsageError("Say --teacher U or --nobody.", click.get_current_context())
    names = [*sections, *_names_in(file)]
    if not names:
        raise click.UsageError("Name a section, or --from FILE.", click.get_current_context())
    with connect() as calls:
        wanted = {
            "teacher": next(iter(teachers), None),
            "co_teachers": list(teachers[1:]),
            "sections": section_ids(calls, names),
        }

        def call(*, only_tell: bool) -> dict[str, Any]:
            report: dict[str, Any] = calls.call(
                "POST",
                STAFF,
                "/sections/assignment",
                params={"dry_run": only_tell},
                json_data=wanted,
                timeout=PATIENCE,
            )
            return report

        report = call(only_tell=True)
        _warn(report["clashes"])
        if report["changed"] and not dry_run:
            confirm(_question(report), yes=yes, losses=_losses(report["sections"]))
            report = call(only_tell=False)
    say(_done(report))
    if form is Form.JSON:
        emit_json(report)
    else:
        emit_rows(ASSIGNED, report["sections"], form)


def _names_in(file: Path | None) -> list[str]:
    """The sections that a file names; empty lines and those after a `#` name none.

    Raises:
        Failure: the file is no text.
    """
    if file is None:
        return []
    given = sys.stdin.buffer.read() if str(file) == "-" else content(file)
    try:
        lines = given.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Failure(f"{file} is no UTF-8 text", exit_code=Exit.USAGE) from None
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _whose(report: dict[str, Any]) -> str:
    return printable(report["teacher"] or "nobody")


def _question(report: dict[str, Any]) -> str:
    count = report["changed"]
    return f"Give {count:,} section{'' if count == 1 else 's'} to {_whose(report)}?"


def _losses(sections: Sequence[dict[str, Any]]) -> list[str]:
    return [
        f"{one['course']} ({one['number']}), {one['title']}: now {one['before'] or 'nobody'}"
        for one in sections
        if one["changed"]
    ]


def _warn(clashes: Sequence[dict[str, str]]) -> None:
    for clash in clashes:
        say(
            printable(
                f"Warning: {clash['section']} and {clash['other']} meet at the same time"
                f" in {clash['term']}."
            )
        )


def _done(report: dict[str, Any]) -> str:
    count = report["changed"]
    verb = "would be given" if report["dry_run"] and count else "given"
    return f"{count:,} section{'' if count == 1 else 's'} {verb} to {_whose(report)}."
