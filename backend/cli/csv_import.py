"""`course-cli import …`: many at once from files, all of it checked before anything changes."""

from __future__ import annotations

from pathlib import Path

import click

from backend.cli.calls import connect
from backend.cli.course import import_catalogue
from backend.cli.files import pieces_of
from backend.cli.importing import (
    check_flags,
    import_options,
    print_rows,
    require_faultless,
    rows_of,
    run_import,
)
from backend.cli.oneroster_import import import_oneroster
from backend.cli.output import Form, examples, format_option, second_name
from backend.cli.people_csv import read_people
from backend.cli.people_import import Wanted, any_refused
from backend.cli.results_file import Outcome, ResultsFile
from backend.cli.roles import role_option
from backend.domain.refusals import Exit

SEVERAL = (
    "course-cli import csv students.csv --user-type student --dry-run",
    "course-cli import csv students.csv --user-type student --generate-passwords --output new.csv",
    "course-cli import csv students.csv --user-type student --activation-codes --output codes.csv",
    "course-cli import csv teachers.csv --user-type teacher --on-conflict update",
)


@click.group("import", epilog=examples(*SEVERAL[:2]))
def import_() -> None:
    """Create many accounts, or a whole catalogue, from files."""


import_.add_command(second_name(import_catalogue, "course import", "import courses"))
import_.add_command(import_oneroster, "oneroster")


@import_.command("csv", epilog=examples(*SEVERAL))
@click.argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The people.",
)
@role_option
@import_options
@click.option("--encoding", metavar="NAME", default="", help="The file's, where it is not seen.")
@format_option
def import_people(
    *,
    file: Path,
    role: str,
    generate_passwords: bool,
    activation_codes: bool,
    on_conflict: str,
    dry_run: bool,
    output: Path | None,
    encoding: str,
    form: Form,
) -> None:
    """Create the accounts of a CSV file.

    Columns: username, password, name, email, and group if you like, in any order, or 用户名, 密码,
    姓名, 邮箱, 班级; separated by commas, semicolons or tabs; UTF-8, UTF-16 or GB18030. Nothing is
    sent unless the whole file is right. If it is interrupted, run the same command again. Exit
    code 5 if a row was refused.
    """
    check_flags(generate_passwords=generate_passwords, activation_codes=activation_codes)
    people = read_people(
        pieces_of(file),
        passwords_optional=generate_passwords or activation_codes,
        encoding=encoding,
    )
    wanted = Wanted(role, on_conflict, codes=activation_codes, dry_run=dry_run)
    results = ResultsFile(output, file) if output and not dry_run else None
    require_faultless(people.errors, people.notes)

    def show(outcomes: list[Outcome]) -> None:
        if form is not Form.TABLE or results is None:
            print_rows(rows_of(outcomes), form)

    with connect() as calls:
        calls.get("auth_node", "/users", {"role": role, "limit": 1})
        outcomes = run_import(calls, wanted, people.rows, results, show)
    click.get_current_context().exit(Exit.REFUSED if any_refused(outcomes) else Exit.OK)


import_.add_command(second_name(import_people, "import csv", "import users"))
