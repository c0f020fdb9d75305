"""Whom a round is for, as flags of `course-cli round …` say it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from backend.cli.calls import connect
from backend.cli.credit_numbers import Limit
from backend.cli.names_file import names_in
from backend.cli.output import Column, Form, emit_rows, examples, output_option, say

STAFF = "teacher_node"
EVERYBODY: Final[dict[str, Any]] = {
    "groups": [],
    "tags": [],
    "students": [],
    "earned_from": None,
    "earned_to": None,
}
"""What makes a round one for all students."""
COLUMNS = (
    Column("ID", "id"),
    Column("Username", "username"),
    Column("Name", "name"),
    Column("Group", "group"),
)


def audience_options(command: Any) -> Any:  # noqa: ANN401 - as click's own decorators
    """Gives a command the flags that say whom a round is for."""
    for option in (
        click.option(
            "--students-from",
            "file",
            type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
            metavar="FILE",
            help="A file with one user name or ID a line: it is for them too; - is standard input.",
        ),
        click.option(
            "--student",
            "students",
            multiple=True,
            metavar="WHO",
            help="A user name or ID: it is for them too; once for each.",
        ),
        click.option(
            "--earned-to",
            type=Limit(),
            metavar="N",
            help="Of groups and tags, those who have earned at most N credits; none for no limit.",
        ),
        click.option(
            "--earned-from",
            type=Limit(),
            metavar="N",
            help="Of groups and tags, those who have earned N credits or more; none for no limit.",
        ),
        click.option(
            "--tag", "tags", multiple=True, metavar="T", help="Students with it; once for each."
        ),
        click.option(
            "--group", "groups", multiple=True, metavar="G", help="Students of it; once for each."
        ),
    ):
        command = option(command)
    return command


def with_named(given: dict[str, Any]) -> dict[str, Any]:
    """The flags that were given, with the students of the file among them.

    Raises:
        Failure: the file cannot be read.
    """
    file = given.pop("file")
    if file is not None:
        named = names_in(file)
        if not named:
            raise click.UsageError(f"{file} names nobody.")
        given["students"] = (*given["students"], *named)
    return given


@click.command(
    epilog=examples("course-cli round students 1", "course-cli round students 1 --output csv")
)
@click.argument("round_id", type=int, metavar="ID", help="ID of the round, as in `round list`.")
@output_option
def students(round_id: int, form: Form) -> None:
    """List the students whom a round names."""
    with connect() as calls:
        found = calls.get(STAFF, f"/rounds/{round_id}/students")["items"]
    emit_rows(COLUMNS, found, form)
    if not found:
        say("It names nobody.")
