"""`course-cli user …`: people."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import click

from backend.cli.calls import connect
from backend.cli.listing import Listing, listing_options
from backend.cli.login import login, logout, whoami
from backend.cli.output import (
    Column,
    Failure,
    Form,
    emit,
    emit_fields,
    emit_json,
    emit_rows,
    examples,
    json_option,
    local_time,
    output_option,
    printable,
    say,
)
from backend.cli.prompts import confirmed, new_password
from backend.cli.roles import role_option
from backend.cli.second_factor import show_secret
from backend.common.errors import Refused

COLUMNS = (
    Column("ID", "id"),
    Column("Username", "username"),
    Column("Name", "name"),
    Column("Email", "email"),
    Column("Group", "group", wide=True),
    Column("Active", "active", wide=True),
    Column("2FA", "totp", wide=True),
    Column("Must change password", "must_change_password", wide=True),
)
SORT_KEYS = ("id", "username", "name", "email", "group")
BUSY = 60.0  # seconds; passwords are hashed one after the other


@click.group(epilog=examples("course-cli user list --user-type student"))
def user() -> None:
    """Log in and out; create, list and delete people."""


user.add_command(login)
user.add_command(logout)
user.add_command(whoami)


def _create(person: dict[str, str | None]) -> dict[str, Any]:
    """Have the auth node create `person`; without a password it makes one."""
    body = {key: value for key, value in person.items() if value is not None}
    with connect() as calls:
        calls.require_login()
        if "password" not in body and (password := new_password()) is not None:
            body["password"] = password
        created: dict[str, Any] = calls.call(
            "POST", "auth_node", "/users", json_data=body, timeout=BUSY
        )
    return created


@user.command(
    "add-student",
    short_help="Create a student's whole account.",
    epilog=examples(
        "course-cli user add-student --username alice --name 'Alice Wang' --email alice@uni.edu",
        "course-cli user add-student --username li.lei --name 李雷 --email li.lei@uni.edu"
        " --group CS-2026 --json",
    ),
)
@click.option("--username", required=True, metavar="U", help="Login name.")
@click.option("--name", required=True, metavar="N", help="Name as people write it.")
@click.option("--email", required=True, metavar="E", help="Address.")
@click.option("--group", metavar="G", help="Class or programme.")
@click.option(
    "--password",
    metavar="P",
    help="If left out: asked for twice on a terminal, elsewhere generated and shown once.",
)
@click.option("--qr/--no-qr", default=None, help="Draw the QR code; by default on a terminal only.")
@json_option
def add_student(
    *,
    username: str,
    name: str,
    email: str,
    group: str | None,
    password: str | None,
    qr: bool | None,
    as_json: bool,
) -> None:
    """Create a student's whole account through a registration code made for it.

    Shows the code, the two-factor secret, its otpauth:// URI and QR code. The secret counts as
    confirmed with the first right code at login.
    """
    person = {"username": username, "name": name, "email": email, "group": group}
    created = _create({"role": "student", "password": password, **person})
    if as_json:
        emit_json(created)
        return
    _emit_account("Student", created)
    if created.get("totp"):
        show_secret(created["totp"], emit, with_qr=qr)


@user.command(
    "add-teacher",
    epilog=examples(
        'course-cli user add-teacher --username turing --name "Alan Turing"'
        " --email turing@example.edu"
    ),
)
@click.option("--username", required=True, metavar="U", help="Login name.")
@click.option("--name", required=True, metavar="N", help="Name as people write it.")
@click.option("--email", required=True, metavar="E", help="Address.")
@click.option(
    "--password",
    metavar="P",
    help="If left out: asked for twice on a terminal, elsewhere generated and shown once.",
)
@json_option
def add_teacher(username: str, name: str, email: str, password: str | None, as_json: bool) -> None:
    """Create a teacher's account."""
    person = {"username": username, "name": name, "email": email}
    created = _create({"role": "teacher", "password": password, **person})
    if as_json:
        emit_json(created)
    else:
        _emit_account("Teacher", created)


def _emit_account(kind: str, created: dict[str, Any]) -> None:
    account = created["user"]
    say(f"{kind} {printable(account['username'])} created.")
    emit_fields(
        {
            "ID": account["id"],
            "Username": account["username"],
            "Registration Code": created.get("registration_code"),
            "Password": created.get("password"),
        }
    )
    if created.get("password"):
        say("The password is not kept anywhere in readable form: note it now.")


@user.command(
    "list",
    epilog=examples(
        "course-cli user list --user-type student",
        "course-cli user list --user-type teacher --search turing --json",
    ),
)
@role_option
@click.option("--search", metavar="TEXT", help="Only those whose name or address holds TEXT.")
@listing_options(*SORT_KEYS)
@output_option
def list_users(*, role: str, search: str | None, listing: Listing, form: Form) -> None:
    """List all students or teachers."""
    with connect() as calls:
        people = listing.fetch(calls, "auth_node", "/users", {"role": role, "search": search})
    emit_rows(COLUMNS, people, form)


@user.command(
    epilog=examples(
        "course-cli user delete 12 --user-type student",
        "course-cli user delete 12 --user-type student --yes",
    )
)
@click.argument("id", type=click.IntRange(min=1), help="As shown by `user list`.")
@role_option
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@json_option
def delete(id: int, role: str, yes: bool, as_json: bool) -> None:  # noqa: A002 - its name in help
    """Delete a student or teacher by ID.

    A student's seats become free, the history stays. Asks first, and reads the answer from piped
    input too.
    """
    path = f"/users/{role}/{id}"
    try:
        with connect() as calls:
            person = calls.get("auth_node", path)
            who = printable(f"{role} {id}, {person['username']} ({person['name']})")
            if not yes and not confirmed(f"Delete the {who}?"):
                raise Failure("nothing was deleted")
            calls.delete("auth_node", path)
    except Refused as refused:
        raise _with_list_hint(refused, role) from None
    say(f"Deleted the {who}.")
    if as_json:
        emit_json({"deleted": person})


def _with_list_hint(refused: Refused, role: str) -> Exception:
    """The refusal, pointing to the right list where the person does not exist."""
    if refused.code != "no_such_user":
        return refused
    hint = f"course-cli user list --user-type {role}"
    return Failure(refused.detail, exit_code=refused.refusal.exit, hint=hint)


@user.command(
    "reset-2fa",
    short_help="Make a code to set 2FA up anew.",
    epilog=examples("course-cli user reset-2fa alice"),
)
@click.argument("username", help="The login name of the student.")
@json_option
def reset_2fa(username: str, as_json: bool) -> None:
    """Make a one-time code with which a student sets two-factor authentication up anew."""
    with connect() as calls:
        reset = calls.post("auth_node", f"/users/{quote(username, safe='')}/reset-2fa")
    if as_json:
        emit_json(reset)
        return
    emit_fields({"Reset Code": reset["reset_code"], "Valid until": local_time(reset["expires_at"])})
    say("It works once; the student also needs the password.")
