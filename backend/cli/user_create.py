"""`course-cli user add-…`: one new account."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click

from backend.cli.calls import connect
from backend.cli.output import (
    Column,
    Form,
    emit,
    emit_one,
    examples,
    output_option,
    printable,
    say,
)
from backend.cli.prompts import new_password, password_option
from backend.cli.second_factor import show_secret

Command = TypeVar("Command", bound=Callable[..., Any])

BUSY = 60.0  # seconds; passwords are hashed one after the other
CREATED = (
    Column("ID", "user.id"),
    Column("Username", "user.username"),
    Column("Name", "user.name", wide=True),
    Column("Registration Code", "registration_code"),
    Column("Password", "password"),
)
WITH_SECRET = (
    *CREATED,
    Column("2FA Secret", "totp.secret", wide=True),
    Column("2FA URI", "totp.otpauth_uri", wide=True),
)


def person_options(command: Command) -> Command:
    """Gives `command` the flags that describe a person, as the parameter `person`."""

    @functools.wraps(command)
    def run(*args: Any, username: str, name: str, email: str, **given: Any) -> Any:  # noqa: ANN401
        must_change = given.pop("must_change")
        person: dict[str, Any] = {"username": username, "name": name, "email": email}
        if must_change:
            person["must_change_password"] = True
        return command(*args, person=person, **given)

    result: Any = run
    for option in (
        click.option(
            "--must-change-password",
            "must_change",
            is_flag=True,
            help="Let the password in only to choose another.",
        ),
        password_option(
            "If left out: asked for twice on a terminal, elsewhere generated and shown once."
        ),
        click.option("--email", required=True, metavar="E", help="Address."),
        click.option("--name", required=True, metavar="N", help="Name as people write it."),
        click.option("--username", required=True, metavar="U", help="Login name."),
    ):
        result = option(result)
    decorated: Command = result
    return decorated


def _create(role: str, person: dict[str, Any], password: str | None) -> dict[str, Any]:
    """Have the auth node create `person`; without a password it makes one."""
    body = {"role": role, **person}
    with connect() as calls:
        calls.require_login()
        password = password if password is not None else new_password()
        if password is not None:
            body["password"] = password
        created: dict[str, Any] = calls.call(
            "POST", "auth_node", "/users", json_data=body, timeout=BUSY
        )
    say(f"{role.title()} {printable(created['user']['username'])} created.")
    return created


def _note_password(created: dict[str, Any]) -> None:
    if created.get("password"):
        say("The password is not kept anywhere in readable form: note it now.")


@click.command(
    "add-student",
    short_help="Create a student's whole account.",
    epilog=examples(
        "course-cli user add-student --username alice --name 'Alice Wang' --email alice@uni.edu",
        "course-cli user add-student --username li.lei --name 李雷 --email li.lei@uni.edu"
        " --group CS-2026 --json",
    ),
)
@person_options
@click.option("--group", metavar="G", help="Class or programme.")
@click.option("--qr/--no-qr", default=None, help="Draw the QR code; by default on a terminal only.")
@output_option
def add_student(
    *,
    person: dict[str, Any],
    password: str | None,
    group: str | None,
    qr: bool | None,
    form: Form,
) -> None:
    """Create a student's whole account through a registration code made for it.

    Shows the code, the two-factor secret, its otpauth:// URI and QR code. The secret counts as
    confirmed with the first right code at login.
    """
    if group is not None:
        person["group"] = group
    created = _create("student", person, password)
    emit_one(WITH_SECRET, created, form)
    if form is Form.TABLE:
        _note_password(created)
        show_secret(created["totp"], emit, with_qr=qr)


@click.command(
    "add-teacher",
    epilog=examples(
        'course-cli user add-teacher --username turing --name "Alan Turing"'
        " --email turing@example.edu"
    ),
)
@person_options
@output_option
def add_teacher(*, person: dict[str, Any], password: str | None, form: Form) -> None:
    """Create a teacher's account."""
    _add_staff("teacher", person, password, form)


@click.command(
    "add-admin",
    epilog=examples(
        'course-cli user add-admin --username grace --name "Grace Hopper" --email grace@example.edu'
    ),
)
@person_options
@output_option
def add_admin(*, person: dict[str, Any], password: str | None, form: Form) -> None:
    """Create another administrator's account."""
    _add_staff("admin", person, password, form)


def _add_staff(role: str, person: dict[str, Any], password: str | None, form: Form) -> None:
    created = _create(role, person, password)
    emit_one(CREATED, created, form)
    if form is Form.TABLE:
        _note_password(created)
