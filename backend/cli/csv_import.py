"""`course-cli import …`: many at once from files, all of it checked before anything changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from backend.cli.calls import Calls, connect
from backend.cli.course import import_catalogue
from backend.cli.files import pieces_of
from backend.cli.output import Column, Failure, Form, emit_rows, examples, format_option, say
from backend.cli.people_csv import People, PersonRow, read_people
from backend.cli.people_import import (
    FAIL,
    SKIP,
    UPDATE,
    PeopleImport,
    Wanted,
    any_refused,
    counted,
    plan,
    refuse_conflicts,
)
from backend.cli.results_file import PLANNED, Outcome, ResultsFile
from backend.cli.roles import role_option
from backend.domain.refusals import Exit

Command = TypeVar("Command", bound=Callable[..., object])

COLUMNS = (
    Column("Line", "line", wide=True),
    Column("Username", "username"),
    Column("Status", "status"),
    Column("Reason", "reason"),
)
SECRETS = (Column("Password", "password"), Column("Activation code", "activation_code"))
SEVERAL = (
    "course-cli import csv students.csv --user-type student --dry-run",
    "course-cli import csv students.csv --user-type student --generate-passwords --output new.csv",
    "course-cli import csv students.csv --user-type student --activation-codes --output codes.csv",
    "course-cli import csv teachers.csv --user-type teacher --on-conflict update",
)


@click.group("import", epilog=examples(*SEVERAL[:2]))
def import_() -> None:
    """Create many accounts, or a whole catalogue, from files."""


import_.add_command(import_catalogue, "courses")


def import_options(command: Command) -> Command:
    """Gives `command` the flags of everything that imports people."""
    for option in reversed(
        (
            click.option(
                "--generate-passwords",
                is_flag=True,
                help="Make a password where the file has none; it has to be changed at the first"
                " login.",
            ),
            click.option(
                "--activation-codes",
                is_flag=True,
                help="Make no passwords: each person gets a code and chooses a password with it."
                " Thousands take seconds.",
            ),
            click.option(
                "--on-conflict",
                type=click.Choice([SKIP, UPDATE, FAIL]),
                default=SKIP,
                show_default=True,
                help="Where an account exists: leave it, bring name, e-mail, group and a given"
                " password up to date, or change nothing at all.",
            ),
            click.option("--dry-run", is_flag=True, help="Only tell what would be done."),
            click.option(
                "--output",
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help="Where each row's result goes, with its password or code. Without it they"
                " are printed.",
            ),
        )
    ):
        command = option(command)
    return command


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
    if generate_passwords and activation_codes:
        raise click.UsageError("choose --generate-passwords or --activation-codes")
    people = read_people(
        pieces_of(file),
        passwords_optional=generate_passwords or activation_codes,
        encoding=encoding,
    )
    wanted = Wanted(role, on_conflict, codes=activation_codes, dry_run=dry_run)
    results = ResultsFile(output, file) if output and not dry_run else None
    rows = valid(people)
    with connect() as calls:
        calls.get("auth_node", "/users", {"role": role, "limit": 1})
        outcomes = run_import(calls, wanted, rows, results, form)
    click.get_current_context().exit(Exit.REFUSED if any_refused(outcomes) else Exit.OK)


def valid(people: People) -> list[PersonRow]:
    """The rows of `people`, if all of the file is right.

    Raises:
        Failure: it is not.
    """
    for note in people.notes:
        say(f"Note: {note}.")
    count = len(people.errors)
    if count:
        words = "1 error" if count == 1 else f"{count} errors"
        raise Failure(
            f"the file has {words}; nothing was sent",
            exit_code=Exit.REFUSED,
            places=people.errors,
        )
    return people.rows


def run_import(
    calls: Calls,
    wanted: Wanted,
    people: Sequence[PersonRow],
    results: ResultsFile | None,
    form: Form,
) -> list[Outcome]:
    """Import checked people and tell what became of each.

    Raises:
        Failure: with `fail`, somebody exists; or it could not be finished.
    """
    outcomes = plan(people, wanted, results.earlier() if results else {})
    sending = PeopleImport(calls.wire, wanted, results.keep if results else None)
    if wanted.dry_run:
        calls.run(sending.preview(outcomes))
        _print_preview(outcomes, form)
        if wanted.on_conflict == FAIL:
            refuse_conflicts(outcomes)
        return outcomes
    if wanted.on_conflict == FAIL:
        before = [Outcome(each.person, repeated=each.status != PLANNED) for each in outcomes]
        calls.run(sending.preview(before))
        refuse_conflicts(before)
    if results:
        results.keep(outcomes)
    with _delivering(outcomes, results, form):
        calls.run(sending.run(outcomes))
    say(counted(outcomes) + ".")
    return outcomes


@contextmanager
def _delivering(outcomes: list[Outcome], results: ResultsFile | None, form: Form) -> Iterator[None]:
    """Hand over what is known in the end, however it ends."""
    try:
        yield
    except BaseException:
        if results:
            results.keep(outcomes)
            say(
                f"Stopped. Results and passwords so far are in {results.part};"
                " run the same command again to go on."
            )
        else:
            _print(outcomes, form)
        raise
    if results:
        moved = results.finish(outcomes)
        say(f"Results are in {results.path}." + (f" The earlier ones: {moved}." if moved else ""))
    if form is not Form.TABLE or not results:
        _print(outcomes, form)


def _print(outcomes: Sequence[Outcome], form: Form) -> None:
    rows = [{"line": outcome.person.line, **outcome.cells()} for outcome in outcomes]
    given = [column for column in SECRETS if any(row[column.key] for row in rows)]
    emit_rows([*COLUMNS, *(given if form is Form.TABLE else SECRETS)], rows, form)
    if given:
        say("Passwords and codes are not kept anywhere in readable form: note them now.")


def _print_preview(outcomes: Sequence[Outcome], form: Form) -> None:
    rows = [{"line": outcome.person.line, **outcome.cells()} for outcome in outcomes]
    for row in rows:
        row |= {column.key: "" for column in SECRETS}
    emit_rows(COLUMNS, rows, form)
    say(f"Dry run: nothing was changed. It would be: {counted(outcomes)}.")
