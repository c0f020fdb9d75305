"""`course-cli demo …`: an invented university to click around in."""

from __future__ import annotations

from typing import Any

import click

from backend.cli.calls import Calls, connect
from backend.cli.output import Column, Failure, Form, emit_rows, examples, output_option, say
from backend.cli.pages import by_offset
from backend.cli.progress import Progress
from backend.cli.prompts import confirm, yes_option
from backend.common.errors import Refused
from backend.domain.refusals import Exit

STAFF = "teacher_node"
MOST_GENERATIONS = 1000
LONG = 60.0  # seconds
COLUMNS = [
    Column("Role", "role"),
    Column("Username", "username"),
    Column("Name", "name"),
    Column("Password", "password"),
    Column("2FA Secret", "totp_secret"),
]
Row = dict[str, Any]


@click.group(epilog=examples("course-cli demo load", "course-cli demo remove --yes"))
def demo() -> None:
    """Load or remove an invented university, in development only."""


@demo.command(
    short_help="Load the invented term and its people.",
    epilog=examples("course-cli demo load", "course-cli demo load --json > demo.json"),
)
@output_option
def load(form: Form) -> None:
    """Load a term with 40 courses, a few teachers and 30 students to log in as.

    Passwords and 2FA secrets of the accounts made now are printed once, here. What is there
    already stays as it is.
    """
    from backend.cli.demo_university import TERM, TERM_NAME, catalogue, people  # noqa: PLC0415

    with connect() as calls:
        _require_playground(calls)
        calls.require_login()
        _require_ours(calls, TERM, TERM_NAME)
        generation, known = find_generation(calls)
        made: list[Row] = []
        wanted = [person for person in people(generation) if person.username not in known]
        with Progress("Creating", len(wanted), "accounts") as progress:
            for person in wanted:
                made.append(_create(calls, person))
                progress.advance()
        report = calls.call(
            "POST",
            STAFF,
            "/catalogue/import",
            params={"term": TERM, "name": TERM_NAME},
            content=catalogue(generation),
            headers={"Content-Type": "text/csv"},
            timeout=LONG,
        )
    sections = report["sections"]["created"]
    if made or form is not Form.TABLE:
        emit_rows(COLUMNS, made, form)
    say(f"Term {TERM}: {sections} sections and {len(made)} accounts made; the rest was there.")
    if made:
        say("Passwords and secrets are shown this once: note them now.")


@demo.command(epilog=examples("course-cli demo remove --yes"))
@yes_option
@output_option
def remove(yes: bool, form: Form) -> None:
    """Remove the invented term and its people, and nothing else."""
    from backend.cli.demo_university import TERM, TERM_NAME  # noqa: PLC0415

    with connect() as calls:
        _require_playground(calls)
        calls.require_login()
        is_there = _require_ours(calls, TERM, TERM_NAME)
        people = _people(calls)
        confirm(f"Remove the term {TERM} and {len(people)} invented people?", yes=yes)
        with Progress("Removing", len(people), "accounts") as progress:
            for person in people:
                calls.delete("auth_node", f"/users/{person['role']}/{person['id']}")
                progress.advance()
        if is_there:
            params = {"force": True}
            calls.call("DELETE", STAFF, f"/terms/{TERM}", params=params, timeout=LONG)
    if form is not Form.TABLE:
        gone = sorted(people, key=lambda person: (person["role"], person["id"]))
        emit_rows(COLUMNS[:3], gone, form)
    say(f"Removed the term {TERM} and {len(people)} people.")


def _require_playground(calls: Calls) -> None:
    """Let pass a development installation on this machine.

    Raises:
        Failure: this is another one.
    """
    from backend.common.settings import get_settings  # noqa: PLC0415

    if calls.server or not get_settings().development:
        raise Failure(
            "invented people with known secrets have no place in production",
            exit_code=Exit.REFUSED,
            hint="APP_ENV=development ./start_backend.sh",
        )


def _people(calls: Calls) -> list[Row]:
    """The invented people that are there."""
    from backend.cli.demo_university import DOMAIN  # noqa: PLC0415

    rows = by_offset(calls, "auth_node", "/users", {"search": f"@{DOMAIN}"})
    return [row for row in rows if row["email"].endswith(f"@{DOMAIN}")]


def find_generation(calls: Calls) -> tuple[int, set[str]]:
    """Which generation is there, or the first whose names are free; and the names that are there.

    A user name of somebody who was removed is never given out again.

    Raises:
        Failure: all names have been given out.
    """
    from backend.cli.demo_university import people  # noqa: PLC0415

    known = {person["username"] for person in _people(calls)}
    for generation in range(1, MOST_GENERATIONS):
        names = {person.username for person in people(generation)}
        if names & known or (not known and _is_free(calls, generation)):
            return generation, known
    raise Failure("this playground has been used up; start with an empty DATA_DIR")


def _is_free(calls: Calls, generation: int) -> bool:
    """Whether nobody has had the names of a generation; asks without changing anything."""
    from backend.cli.demo_university import people  # noqa: PLC0415

    first = people(generation)[0]
    row = {"username": first.username, "name": first.name, "email": first.email}
    body = {
        "role": first.role,
        "users": [row],
        "generate_passwords": True,
        "dry_run": True,
    }
    (result,) = calls.post("auth_node", "/users/bulk", body)["results"]
    return bool(result["status"] not in ("exists", "refused"))


def _create(calls: Calls, person: Any) -> Row:  # noqa: ANN401 - a Person, imported when needed
    from backend.cli.passwords import generate_password  # noqa: PLC0415

    password = generate_password()
    body = {
        "role": person.role,
        "username": person.username,
        "name": person.name,
        "email": person.email,
        "group": person.group,
        "password": password,
    }
    created = calls.post("auth_node", "/users", body)
    totp = created.get("totp")
    return {
        "role": person.role,
        "username": person.username,
        "name": person.name,
        "password": password,
        "totp_secret": totp["secret"] if totp else None,
    }


def _require_ours(calls: Calls, code: str, name: str) -> bool:
    """Whether the invented term is there.

    Raises:
        Failure: a term of that code is, and it is somebody's.
    """
    try:
        found = calls.get(STAFF, f"/terms/{code}")
    except Refused as refused:
        if refused.code != "no_such_term":
            raise
        return False
    if found["name"] != name:
        hint = f"course-cli term show {code}"
        raise Failure(f"the term {code} is not the invented one", exit_code=Exit.REFUSED, hint=hint)
    return True
