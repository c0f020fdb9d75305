"""`course-cli import csv`: many accounts from a file, all of it checked before one is created."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from backend.cli.calls import Calls, connect
from backend.cli.files import content
from backend.cli.output import (
    Failure,
    emit_json,
    emit_table,
    examples,
    json_option,
    on_terminal,
    say,
)
from backend.cli.passwords import generate_password
from backend.cli.people_csv import PASSWORD, People, comparable, read_people
from backend.cli.results_file import (
    CREATED,
    EXISTS,
    REFUSED,
    UNKNOWN,
    Outcome,
    ResultsFile,
)
from backend.cli.roles import role_option
from backend.common.errors import Refused
from backend.domain.refusals import Exit

BATCH = 200  # people a call
BATCH_PATIENCE = 180.0  # seconds; passwords are hashed one after the other
UNDER_WAY = 60.0  # seconds one waits for a call whose answer was lost to be over
UNDER_WAY_PAUSE = 2.0  # seconds
PAUSES = (1.0, 2.0, 4.0, 8.0)  # seconds before a batch is sent again
TABLE = {"Username": "username", "Status": "status", "Reason": "reason"}
MAYBE_OURS = "an interrupted run may have created it; then this password counts"


@click.group("import", epilog=examples("course-cli import csv students.csv --user-type student"))
def import_() -> None:
    """Create many accounts from a CSV file."""


@import_.command(
    "csv",
    epilog=examples(
        "course-cli import csv students.csv --user-type student --generate-passwords"
        " --output results.csv",
        "course-cli import csv teachers.csv --user-type teacher",
    ),
)
@click.argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The people.",
)
@role_option
@click.option("--generate-passwords", is_flag=True, help="Make a password where the file has none.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where each row's result goes, with its generated password. Without it they are printed.",
)
@json_option
def import_people(
    *, file: Path, role: str, generate_passwords: bool, output: Path | None, as_json: bool
) -> None:
    """Create the accounts of a CSV file.

    Columns: username, password, name, email, and group if you like, in any order; UTF-8. Nothing
    is sent unless the whole file is right. People who exist already are left as they are and
    reported. If it is interrupted, run the same command again. Exit code 5 if a row was refused.
    """
    people = _valid(read_people(content(file), passwords_optional=generate_passwords))
    results = ResultsFile(output, file) if output else None
    with connect() as calls:
        calls.get("auth_node", "/users", {"role": role, "limit": 1})
        outcomes = _plan(people, results)
        with _delivering(outcomes, results, as_json):
            _create(calls, role, outcomes)
    counts = Counter(outcome.status for outcome in outcomes)
    say(", ".join(f"{count} {status}" for status, count in counts.items()) + ".")
    click.get_current_context().exit(Exit.REFUSED if counts[REFUSED] else Exit.OK)


def _valid(people: People) -> People:
    """`people`, if all of the file is right."""
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
    return people


def _plan(people: People, results: ResultsFile | None) -> list[Outcome]:
    """The rows with their generated passwords, which an interrupted run may have made already."""
    earlier = results.earlier() if results else {}
    outcomes = []
    for person in people.rows:
        outcome = Outcome(person)
        if not person.password:
            _take_up(outcome, earlier.get(comparable(person.username), {}))
        outcomes.append(outcome)
    if results:
        results.keep(outcomes)
    return outcomes


def _take_up(outcome: Outcome, left: dict[str, str]) -> None:
    """Give a row its password; the one that an interrupted run `left`, if there is one."""
    outcome.password = left.get("password") or generate_password()
    if left.get("password"):
        outcome.status = CREATED if left["status"] == CREATED else UNKNOWN
        outcome.maybe_ours = True


@contextmanager
def _delivering(
    outcomes: list[Outcome], results: ResultsFile | None, as_json: bool
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
            _print(outcomes, as_json)
        raise
    if results:
        moved = results.finish(outcomes)
        say(f"Results are in {results.path}." + (f" The earlier ones: {moved}." if moved else ""))
    if as_json or not results:
        _print(outcomes, as_json)


def _print(outcomes: list[Outcome], as_json: bool) -> None:
    rows = [{"line": outcome.person.line, **outcome.cells()} for outcome in outcomes]
    if as_json:
        emit_json(rows)
        return
    generated = any(outcome.password for outcome in outcomes)
    emit_table({**TABLE, **({"Password": PASSWORD} if generated else {})}, rows)
    if generated:
        say("The passwords are not kept anywhere in readable form: note them now.")


def _create(calls: Calls, role: str, outcomes: list[Outcome]) -> None:
    with _progress(len(outcomes)) as advance:
        for start in range(0, len(outcomes), BATCH):
            batch = outcomes[start : start + BATCH]
            _create_batch(calls, role, batch)
            advance(len(batch))


def _create_batch(calls: Calls, role: str, batch: list[Outcome]) -> None:
    """Have the auth node create `batch`; it goes by user name, so repeating it is harmless."""
    waiting = batch
    give_up = time.monotonic() + UNDER_WAY
    while waiting:
        for outcome, result in zip(waiting, _insist(calls, role, waiting), strict=True):
            _settle(outcome, result)
        waiting = [outcome for outcome in waiting if _may_be_under_way(outcome)]
        if not waiting or time.monotonic() > give_up:
            return
        say(f"Waiting for {len(waiting)} accounts that an earlier call may still be creating.")
        time.sleep(UNDER_WAY_PAUSE)


def _may_be_under_way(outcome: Outcome) -> bool:
    """Whether an earlier call, whose answer was lost, may be creating the account right now."""
    return outcome.maybe_ours and outcome.status == REFUSED and outcome.code == "username_taken"


def _insist(calls: Calls, role: str, batch: list[Outcome]) -> list[dict[str, str]]:
    """The node's results, asked for again while it is away."""
    body = {"role": role, "users": [_wanted(outcome) for outcome in batch]}
    for outcome in batch:
        outcome.status = CREATED if outcome.status == CREATED else UNKNOWN
    for pause in (*PAUSES, None):
        try:
            answer = calls.call(
                "POST", "auth_node", "/users/bulk", json_data=body, timeout=BATCH_PATIENCE
            )
            results: list[dict[str, str]] = answer["results"]
            return results
        except Refused as refused:
            if pause is None or not refused.refusal.retry:
                raise
            _note_lost_answer(refused, batch)
            say(f"{refused.detail} Trying again in {pause:.0f} s.")
        time.sleep(pause)
    raise AssertionError("the last try returns or raises")


def _wanted(outcome: Outcome) -> dict[str, str | None]:
    person = outcome.person
    return {
        "username": person.username,
        "name": person.name,
        "email": person.email,
        "group": person.group or None,
        "password": person.password or outcome.password,
    }


def _note_lost_answer(refused: Refused, batch: list[Outcome]) -> None:
    """Remember that `batch` may have been created, unless the node answered or was not reached."""
    if refused.code == "service_away" and getattr(refused, "sent", True):
        for outcome in batch:
            outcome.maybe_ours = True


def _settle(outcome: Outcome, result: dict[str, str]) -> None:
    """Note the node's answer; a password that may count is kept."""
    known = outcome.status
    outcome.status = result["status"]
    outcome.code = result.get("code") or ""
    outcome.reason = result.get("detail") or outcome.code
    if outcome.status == EXISTS and known == CREATED:
        outcome.status, outcome.reason = CREATED, ""
    elif outcome.status == EXISTS and outcome.maybe_ours and outcome.password:
        outcome.reason = MAYBE_OURS
    elif outcome.status != CREATED and not _may_be_under_way(outcome):
        outcome.password = ""


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar where somebody sees it."""
    if not on_terminal(sys.stderr):
        yield lambda _done: None
        return
    with click.progressbar(length=total, label="Creating accounts", file=sys.stderr) as bar:
        yield bar.update
