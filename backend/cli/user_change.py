"""`course-cli user …`: what is done to accounts that exist."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import click

from backend.cli.calls import connect
from backend.cli.output import (
    Column,
    Failure,
    Form,
    emit_one,
    examples,
    local_time,
    output_option,
    printable,
    say,
)
from backend.cli.prompts import confirm, yes_option
from backend.cli.roles import (
    any_role_option,
    find_person,
    narrowing_role_option,
    path_of,
    who_argument,
)
from backend.common.errors import Refused

BUSY = 60.0  # seconds; passwords are hashed one after the other
CHANGED = (
    Column("ID", "id"),
    Column("Username", "username"),
    Column("Name", "name"),
    Column("Email", "email"),
    Column("Group", "group"),
    Column("Active", "active", lambda active: "yes" if active else "no"),
)
DELETED = tuple(
    Column(column.heading, f"deleted.{column.key}", column.text, wide=True) for column in CHANGED
)
PASSWORD = (Column("Username", "username"), Column("Password", "password"))
RESET_CODE = (Column("Reset Code", "reset_code"), Column("Valid until", "expires_at", local_time))
LOST = {
    "student": (
        "the student's sessions end, and every seat and waiting request is given up at once",
        "the user name is never given to anybody else; past decisions stay on record",
    ),
    "teacher": (
        "the teacher's sessions end, and sections keep no teacher who can log in",
        "the user name is never given to anybody else",
    ),
    "admin": ("the administrator's sessions end", "the user name is never given to anybody else"),
}


@click.command(
    epilog=examples(
        "course-cli user update alice --name 'Alice Adams' --group CS-2027",
        "course-cli user update 7 --user-type student --email alice.adams@example.edu",
    )
)
@who_argument
@narrowing_role_option
@click.option("--name", metavar="N", help="Name as people write it.")
@click.option("--email", metavar="E", help="Address.")
@click.option("--group", metavar="G", help="Class or programme.")
@output_option
def update(
    *,
    who: str,
    role: str | None,
    name: str | None,
    email: str | None,
    group: str | None,
    form: Form,
) -> None:
    """Change name, address or group; what is left out stays."""
    given = {"name": name, "email": email, "group": group}
    changes = {field: text for field, text in given.items() if text is not None}
    if not changes:
        raise click.UsageError("Say what to change.", click.get_current_context())
    with connect() as calls:
        person = find_person(calls, who, role)
        changed = calls.call("PATCH", "auth_node", path_of(person), json_data=changes)
    say(f"Changed {', '.join(changes)} of {printable(person['username'])}.")
    emit_one(CHANGED, changed, form)


@click.command(
    short_help="Lock an account; its sessions end at once.",
    epilog=examples("course-cli user disable alice"),
)
@who_argument
@narrowing_role_option
@output_option
def disable(who: str, role: str | None, form: Form) -> None:
    """Let nobody log in with an account until it is enabled; its sessions end at once.

    A student's seats stay.
    """
    emit_one(CHANGED, _lock(who, role, "disable"), form)


@click.command(epilog=examples("course-cli user enable alice"))
@who_argument
@narrowing_role_option
@output_option
def enable(who: str, role: str | None, form: Form) -> None:
    """Let the owner of a disabled account log in again."""
    emit_one(CHANGED, _lock(who, role, "enable"), form)


def _lock(who: str, role: str | None, verb: str) -> dict[str, Any]:
    with connect() as calls:
        person = find_person(calls, who, role)
        changed: dict[str, Any] = calls.post("auth_node", f"{path_of(person)}/{verb}")
    say(f"{verb.title()}d {printable(person['username'])}.")
    return changed


@click.command(
    epilog=examples(
        "course-cli user delete 12 --user-type student",
        "course-cli user delete 12 --user-type student --yes",
    )
)
@click.argument("id", type=click.IntRange(min=1), help="As shown by `user list`.")
@any_role_option
@yes_option
@output_option
def delete(*, id: int, role: str, yes: bool, form: Form) -> None:  # noqa: A002 - its name in help
    """Delete somebody by ID.

    A student's seats become free, the history stays. Says what is lost and asks first; the answer
    is read from piped input too.
    """
    path = f"/users/{role}/{id}"
    try:
        with connect() as calls:
            person = calls.get("auth_node", path)
            who = printable(f"{role} {id}, {person['username']} ({person['name']})")
            confirm(
                f"Delete the {who}?",
                yes=yes,
                losses=LOST[role],
                otherwise="nothing was deleted",
            )
            calls.delete("auth_node", path)
    except Refused as refused:
        raise _with_list_hint(refused, role) from None
    say(f"Deleted the {who}.")
    emit_one(DELETED, {"deleted": person}, form)


def _with_list_hint(refused: Refused, role: str) -> Exception:
    """The refusal, pointing to the right list where the person does not exist."""
    if refused.code != "no_such_user":
        return refused
    hint = f"course-cli user list --user-type {role}"
    return Failure(refused.detail, exit_code=refused.refusal.exit, hint=hint)


@click.command(
    "reset-2fa",
    short_help="Make a code to set 2FA up anew.",
    epilog=examples("course-cli user reset-2fa alice"),
)
@click.argument("username", help="The login name of the student.")
@output_option
def reset_2fa(username: str, form: Form) -> None:
    """Make a one-time code with which a student sets two-factor authentication up anew."""
    with connect() as calls:
        reset = calls.post("auth_node", f"/users/{quote(username, safe='')}/reset-2fa")
    emit_one(RESET_CODE, reset, form)
    say("It works once; the student also needs the password.")


@click.command(
    "reset-password",
    short_help="Make a password that has to be changed.",
    epilog=examples("course-cli user reset-password alice"),
)
@who_argument
@narrowing_role_option
@output_option
def reset_password(who: str, role: str | None, form: Form) -> None:
    """Make another password for somebody, shown once; all their sessions end.

    It lets in only to choose a password of one's own.
    """
    with connect() as calls:
        person = find_person(calls, who, role)
        reset = calls.call("POST", "auth_node", f"{path_of(person)}/reset-password", timeout=BUSY)
    emit_one(PASSWORD, {"username": person["username"], **reset}, form)
    say("It has to be changed at the next login, and is not kept in readable form: note it now.")
