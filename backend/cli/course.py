"""`course-cli course …`: the catalogue."""

from __future__ import annotations

import click

from backend.cli.calls import connect
from backend.cli.output import emit_json, emit_table, examples, json_option

COLUMNS = {"ID": "id", "Term": "term", "Code": "code", "Title": "title", "Sections": "sections"}


@click.group()
def course() -> None:
    """Import and list the catalogue."""


@course.command(
    "list",
    epilog=examples("course-cli course list", "course-cli course list --term F24 --search physics"),
)
@click.option("--term", metavar="CODE", help="Only courses of this term.")
@click.option("--search", metavar="TEXT", help="Only courses whose code or title holds TEXT.")
@json_option
def list_courses(term: str | None, search: str | None, as_json: bool) -> None:
    """List all courses."""
    with connect() as calls:
        courses = calls.every("teacher_node", "/courses", {"term": term, "search": search})
    if as_json:
        emit_json(courses)
    else:
        emit_table(COLUMNS, courses)
