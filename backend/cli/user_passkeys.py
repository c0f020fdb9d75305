"""`course-cli user passkeys` and `remove-passkey`: one's own passkeys, which browsers make."""

from __future__ import annotations

import click

from backend.cli.calls import connect
from backend.cli.output import Column, Form, emit_rows, examples, local_time, output_option, say
from backend.cli.prompts import ask_hidden, password_option

PATIENCE = 60.0  # seconds; passwords are hashed one after the other
COLUMNS = (
    Column("ID", "id"),
    Column("Name", "name"),
    Column("Made", "created_at", local_time),
    Column("Last used", "last_used_at", local_time),
)


@click.command(epilog=examples("course-cli user passkeys", "course-cli user passkeys --json"))
@output_option
def passkeys(form: Form) -> None:
    """List your own passkeys, which browsers add."""
    with connect() as calls:
        listed = calls.get("auth_node", "/me/passkeys")
    emit_rows(COLUMNS, listed["items"], form)


@click.command(
    short_help="Let one of your own passkeys count no longer.",
    epilog=examples(
        "course-cli user remove-passkey 3",
        "course-cli user remove-passkey 3 --password-stdin < password.txt",
    ),
)
@click.argument("id", type=click.IntRange(min=1), help="The ID that `user passkeys` shows.")
@password_option("Your password; asked for, hidden, if left out.")
def remove_passkey(id: int, password: str | None) -> None:  # noqa: A002 - its name on the line
    """Let one of your own passkeys count no longer.

    Who must have a second factor keeps the last one.
    """
    with connect() as calls:
        calls.require_login()
        body = {"password": password or ask_hidden("Password", "--password-stdin")}
        path = f"/me/passkeys/{id}/remove"
        calls.call("POST", "auth_node", path, json_data=body, timeout=PATIENCE)
    say(f"Passkey {id} is removed.")
