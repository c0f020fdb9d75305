"""`course-cli user passwd` and `user activate`: one's own password."""

from __future__ import annotations

import click

from backend.cli.calls import connect
from backend.cli.output import examples, say
from backend.cli.prompts import (
    ask,
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


@click.command(
    short_help="Choose the password of a new account.",
    epilog=examples(
        "course-cli user activate --username bea --code ABCDE-FGHJK-MNPQR-STVWX-YZ012-3",
        "course-cli user activate --username bea --code CODE --password-stdin < password.txt",
    ),
)
@click.option("--username", metavar="U", help="Your user name; asked for if left out.")
@click.option("--code", metavar="CODE", help="The activation code; asked for, hidden, if left out.")
@password_option("The password you choose; asked for twice, hidden, if left out.")
def activate(username: str | None, code: str | None, password: str | None) -> None:
    """Choose the password of an account that was made for you, with the code that came with it.

    The code works once. Log in with the password afterwards.
    """
    with connect(tolerant=True) as calls:
        name = username or ask("Username", "--username")
        shown = code or ask_hidden("Activation code", "--code")
        chosen = password or new_password()
        if chosen is None:
            raise missing("--password-stdin")
        body = {"username": name, "code": shown, "password": chosen}
        calls.call(
            "POST", "auth_node", "/activate", json_data=body, timeout=PATIENCE, anonymous=True
        )
    say(f"The password of {name} is set; log in with: course-cli user login --username {name}")
