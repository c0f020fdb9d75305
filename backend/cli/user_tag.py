"""`course-cli user tag`: marks in the academic records of students."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from backend.cli.calls import connect
from backend.cli.names_file import names_in
from backend.cli.output import Column, Form, emit_rows, examples, output_option, say

COLUMNS = (
    Column("Who", "who"),
    Column("ID", "id"),
    Column("Username", "username", wide=True),
    Column("Name", "name"),
    Column("Result", "status"),
    Column("Tags before", "before", ", ".join),
    Column("Tags after", "after", ", ".join),
)


@click.command(
    epilog=examples(
        "course-cli user tag alice",
        "course-cli user tag alice --add honours",
        "course-cli user tag alice bob 17 --add honours --remove exchange --dry-run",
        "course-cli user tag --from names.txt --add graduating --json",
    ),
)
@click.argument("who", nargs=-1, metavar="[WHO]...", help="User names, or IDs of students.")
@click.option("--add", multiple=True, metavar="TAG", help="A tag they get; may be repeated.")
@click.option("--remove", multiple=True, metavar="TAG", help="A tag they lose; may be repeated.")
@click.option(
    "--from",
    "file",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="A file with one user name or ID a line, the first cell of a CSV; - is standard input.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--skip-unknown", is_flag=True, help="Go on where somebody is no student.")
@output_option
def tag(
    *,
    who: tuple[str, ...],
    add: tuple[str, ...],
    remove: tuple[str, ...],
    file: Path | None,
    dry_run: bool,
    skip_unknown: bool,
    form: Form,
) -> None:
    """Put tags onto students or take them away.

    All or nothing. The same command again changes nothing; without tags it shows those that they
    have. A user name wins over an ID that looks the same.
    """
    named = [*who, *(names_in(file) if file else ())]
    if not named:
        raise click.UsageError("Say who, or --from FILE.", click.get_current_context())
    body = {
        "who": named,
        "add": list(add),
        "remove": list(remove),
        "dry_run": dry_run or not (add or remove),
        "skip_unknown": skip_unknown,
    }
    with connect() as calls:
        results = calls.post("auth_node", "/users/tags", body)["results"]
    emit_rows(COLUMNS, results, form)
    if add or remove:
        _tell(results, dry_run=dry_run)


def _tell(results: Sequence[dict[str, Any]], *, dry_run: bool) -> None:
    counts = Counter(result["status"] for result in results)
    verb = "would change" if dry_run else "changed"
    text = f"{counts['changed']:,} {verb}, {counts['unchanged']:,} as they were"
    unknown = f", {counts['unknown']:,} unknown" if counts["unknown"] else ""
    say(f"{text}{unknown}.")
