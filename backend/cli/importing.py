"""What everything that imports people shares: flags, the run, and what is handed over after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from backend.cli.calls import Calls
from backend.cli.output import Column, Failure, Form, emit_rows, say
from backend.cli.people_csv import PersonRow
from backend.cli.people_import import (
    FAIL,
    SKIP,
    UPDATE,
    PeopleImport,
    Wanted,
    counted,
    plan,
    refuse_conflicts,
)
from backend.cli.results_file import PLANNED, Outcome, ResultsFile
from backend.domain.refusals import Exit

Command = TypeVar("Command", bound=Callable[..., object])
Rows = list[dict[str, object]]

COLUMNS = (
    Column("Line", "line", wide=True),
    Column("Username", "username"),
    Column("Status", "status"),
    Column("Reason", "reason"),
)
SECRETS = (Column("Password", "password"), Column("Activation code", "activation_code"))


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


def check_flags(*, generate_passwords: bool, activation_codes: bool) -> None:
    """Do nothing if the flags go together.

    Raises:
        UsageError: people would get both kinds of secret.
    """
    if generate_passwords and activation_codes:
        raise click.UsageError("choose --generate-passwords or --activation-codes")


def require_faultless(errors: Sequence[str], notes: Sequence[str]) -> None:
    """Tell the notes, and do nothing else if there are no errors.

    Raises:
        Failure: there are.
    """
    for note in notes:
        say(f"Note: {note}.")
    if errors:
        words = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        raise Failure(
            f"the file has {words}; nothing was sent",
            exit_code=Exit.REFUSED,
            places=list(errors),
        )


def run_import(
    calls: Calls,
    wanted: Wanted,
    people: Sequence[PersonRow],
    results: ResultsFile | None,
    show: Callable[[list[Outcome]], None],
) -> list[Outcome]:
    """Import checked people.

    Args:
        show: hands the outcomes over where there is no results file, however the run ends.

    Raises:
        Failure: with `fail`, somebody exists; or it could not be finished.
    """
    outcomes = plan(people, wanted, results.earlier() if results else {})
    sending = PeopleImport(calls.wire, wanted, results.keep if results else None)
    if wanted.dry_run:
        calls.run(sending.preview(outcomes))
        for outcome in outcomes:
            outcome.password = outcome.activation_code = ""
        show(outcomes)
        say(f"Dry run: nothing was changed. It would be: {counted(outcomes)}.")
        if wanted.on_conflict == FAIL:
            refuse_conflicts(outcomes)
        return outcomes
    if wanted.on_conflict == FAIL:
        before = [Outcome(each.person, repeated=each.status != PLANNED) for each in outcomes]
        calls.run(sending.preview(before))
        refuse_conflicts(before)
    if results:
        results.keep(outcomes)
    with _delivering(outcomes, results, show):
        calls.run(sending.run(outcomes))
    say(counted(outcomes) + ".")
    return outcomes


@contextmanager
def _delivering(
    outcomes: list[Outcome], results: ResultsFile | None, show: Callable[[list[Outcome]], None]
) -> Iterator[None]:
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
            show(outcomes)
        raise
    if results:
        moved = results.finish(outcomes)
        say(f"Results are in {results.path}." + (f" The earlier ones: {moved}." if moved else ""))
    show(outcomes)


def rows_of(outcomes: Sequence[Outcome]) -> Rows:
    """The outcomes as they are printed."""
    return [{"line": outcome.person.line, **outcome.cells()} for outcome in outcomes]


def print_rows(rows: Rows, form: Form) -> None:
    """Print outcomes, with the columns of passwords and codes where there are any."""
    given = [column for column in SECRETS if any(row[column.key] for row in rows)]
    emit_rows([*COLUMNS, *(given if form is Form.TABLE else SECRETS)], rows, form)
    if given:
        say("Passwords and codes are not kept anywhere in readable form: note them now.")
