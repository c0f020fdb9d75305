"""`course-cli user passwd`: one's own password."""

from __future__ import annotations

import click

from backend.cli.calls import connect
from backend.cli.output import examples, say
from backend.cli.prompts import (
    ask_hidden,
    missing,
    new_password,
    password_option,
    piped_password,
)

PATIENCE = 60.0  # seconds; passwords are hashed one after the other


@click.command(
    epilog=examples(
        "course-cli user passwd",
        "course-cli user passwd --password-stdin < old-and-new.txt",
    )
)
@password_option("The password you have; asked for, hidden, if left out.")
def passwd(password: str | None) -> None:
    """Change your own password; your other sessions end.

    The new one is asked for twice. With --password-stdin the first line is the old one and the
    second line the new one.
    """
    with connect() as calls:
        calls.require_login()
        old = password or ask_hidden("Old password", "--password-stdin")
        new = piped_password() or new_password("New password")
        if new is None:
            raise missing("the second line of --password-stdin")
        body = {"old": old, "new": new}
        calls.call("POST", "auth_node", "/me/password", json_data=body, timeout=PATIENCE)
    say("Your password is changed; your other sessions have ended.")
