"""`course-cli course require` and `course requirements`: what courses ask for."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import click

from backend.cli.calls import Calls, connect
from backend.cli.listing import Listing, listing_options
from backend.cli.output import (
    Column,
    Failure,
    Form,
    emit_one,
    emit_rows,
    examples,
    output_option,
    printable,
    say,
)
from backend.domain.exits import Exit

STAFF = "teacher_node"
SAID = ("prerequisite", "corequisite", "exclusions", "groups", "tags", "repeats")
NO_WORDS = ("", "none")
COLUMNS = (
    Column("Course", "course"),
    Column("Prerequisite", "prerequisite"),
    Column("Corequisite", "corequisite"),
    Column("Excludes", "exclusions", ", ".join),
    Column("Groups", "groups", ", ".join),
    Column("Tags", "tags", ", ".join),
    Column("Repeats", "repeats"),
)
TERM = Column("Term", "term")


@click.command(
    epilog=examples(
        "course-cli course require PHYS-1100 --term F24"
        " --prerequisite 'MATH-1010>=C and (PHYS-0900 or PHYS-0910)'",
        "course-cli course require PHYS-1100 --term F24 --exclude PHYS-1150 --tag 'year 1'"
        " --repeats",
        "course-cli course require PHYS-1100 --term F24 --prerequisite none --exclude none",
    )
)
@click.argument("code", help="Code of the course.")
@click.option("--term", required=True, metavar="CODE", help="Code of the term.")
@click.option("--prerequisite", metavar="TEXT", help="What was passed before, or none.")
@click.option(
    "--corequisite", metavar="TEXT", help="What is taken in the same term or was passed, or none."
)
@click.option(
    "--exclude",
    "exclusions",
    multiple=True,
    metavar="CODE",
    help="A course that is not taken with it, nor passed before it; once for each, or none.",
)
@click.option(
    "--group", "groups", multiple=True, metavar="G", help="Only students of it; once for each."
)
@click.option(
    "--tag", "tags", multiple=True, metavar="T", help="Only students with it; once for each."
)
@click.option(
    "--repeats/--no-repeats", default=None, help="Whether those who passed it may take it again."
)
@output_option
def require(*, code: str, term: str, form: Form, **given: Any) -> None:  # noqa: ANN401
    """Say what a course of a term requires.

    What is left out stays. A text such as 'CS-1010>=C and (MATH-1010 or "MATH 1020")' names
    courses with the grade that is enough; without one any grade that passes is. With several
    groups or tags one of them is enough; with both, one of each is needed. Seats that are held
    stay.
    """
    wanted = {name: _as_sent(value) for name, value in given.items() if value not in (None, ())}
    if not wanted:
        raise click.UsageError("Say what it requires.", click.get_current_context())
    with connect() as calls:
        path = f"/courses/{_course(calls, term, code)}/requirements"
        before = calls.get(STAFF, path)
        body = {name: before[name] for name in SAID} | wanted
        saved = calls.call("PUT", STAFF, path, json_data=body)
    if saved["unknown_courses"]:
        named = ", ".join(printable(code) for code in saved["unknown_courses"])
        say(f"No term has these courses; perhaps they are misspelt: {named}.")
    emit_one([TERM, *COLUMNS], saved, form)


@click.command(
    epilog=examples(
        "course-cli course requirements --term F24",
        "course-cli course requirements --term F24 --output csv",
    )
)
@click.option("--term", required=True, metavar="CODE", help="Code of the term.")
@listing_options("course", "prerequisite", "corequisite")
@output_option
def requirements(term: str, listing: Listing, form: Form) -> None:
    """List the courses of a term that require something, by code.

    Others require nothing; but no course is taken again that was passed, unless it allows repeats.
    """
    with connect() as calls:
        rows = calls.get(STAFF, f"/terms/{quote(term, safe='')}/requirements")["items"]
    emit_rows(COLUMNS, listing.of(rows), form)


def _as_sent(value: Any) -> Any:  # noqa: ANN401 - whatever click has read
    """A value for the service; `none` alone takes away what there was."""
    if isinstance(value, tuple):
        return [] if len(value) == 1 and value[0].strip().lower() in NO_WORDS else list(value)
    if isinstance(value, str) and value.strip().lower() in NO_WORDS:
        return ""
    return value


def _course(calls: Calls, term: str, code: str) -> int:
    """The id of a course of a term.

    Raises:
        Failure: there is none.
    """
    offered = calls.every(STAFF, "/courses", {"term": term, "search": code})
    for course in offered:
        if course["code"].casefold() == code.casefold():
            found: int = course["id"]
            return found
    raise Failure(
        f"there is no course {printable(code)} in the term {printable(term)}",
        exit_code=Exit.NOT_FOUND,
        hint=f"course-cli course list --term {printable(term)} --search {printable(code)}",
    )
