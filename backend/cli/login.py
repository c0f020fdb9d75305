"""`course-cli user login`, `logout` and `whoami`."""

from __future__ import annotations

from typing import Any

import click

from backend.cli.calls import Calls, connect
from backend.cli.output import (
    Column,
    Failure,
    Form,
    complain,
    emit_one,
    examples,
    local_time,
    output_option,
    say,
)
from backend.cli.prompts import (
    ask,
    ask_hidden,
    missing,
    new_password,
    password_option,
    piped_password,
    somebody_there,
)
from backend.cli.second_factor import show_recovery_codes, show_secret
from backend.common.errors import Refused
from backend.domain.refusals import Exit

TRIES = 3  # codes or new passwords one may type at a login
MOST_STEPS = 4  # password, second factor, own password, done
LOGGED_IN = (
    Column("Username", "user.username"),
    Column("Role", "user.role"),
    Column("Server", "server"),
    Column("Until", "until", local_time),
)
WHO = (
    Column("Username", "username"),
    Column("Name", "name"),
    Column("Role", "role"),
    Column("ID", "id"),
    Column("Server", "server"),
    Column("Until", "until", local_time),
)

Answer = dict[str, Any]


@click.command(
    epilog=examples(
        "course-cli user login --username admin --password admin123",
        "course-cli user login --username admin --password-stdin < password.txt",
        'course-cli user login --username alice --password … --totp "$(oathtool --totp -b SECRET)"',
    )
)
@click.option("--username", metavar="U", help="Login name; asked for if left out.")
@password_option("Password; asked for, hidden, if left out.")
@click.option("--totp", metavar="CODE", help="Six digits of your authenticator, where 2FA is on.")
@output_option
def login(*, username: str | None, password: str | None, totp: str | None, form: Form) -> None:
    """Log in and keep the session for 24 hours.

    What is missing is asked for. Where two-factor authentication has to be set up first, the
    secret is shown and its first code asked for. A password that was handed out has to be changed;
    with --password-stdin the new one is the second line.
    """
    with connect(tolerant=True) as calls:
        body = {
            "username": username or ask("User name", "--username"),
            "password": password or ask_hidden("Password", "--password"),
        }
        if totp is not None:
            body["totp_code"] = totp.replace(" ", "")
        answer = _complete(calls, _post(calls, "/login", body))
        session = calls.run(calls.wire.keep(answer))
    where = f" at {session.server}" if session.server else ""
    say(
        f"Logged in{where} as {session.username} ({session.role})"
        f" until {local_time(session.until)}."
    )
    if form is not Form.TABLE:
        user = dict(answer["user"])
        shown = {"user": user, "server": session.server or None, "until": session.until}
        emit_one(LOGGED_IN, shown, form)


def _post(calls: Calls, path: str, body: Answer) -> Answer:
    answer = calls.call("POST", "auth_node", path, json_data=body, anonymous=True)
    if not isinstance(answer, dict):
        raise Failure(f"{calls.server or 'the auth node'} gives no answer that can be understood")
    return answer


def _complete(calls: Calls, answer: Answer) -> Answer:
    """Go through the steps that the auth node asks for after the password."""
    for _ in range(MOST_STEPS):
        match answer:
            case {"status": "ok"}:
                return answer
            case {"status": "totp_required", "challenge": str(challenge)}:
                answer = _with_code(calls, "/login/totp", challenge, "2FA code")
            case {"status": "passkey_required"}:
                raise Refused("passkey_only")
            case {"status": "totp_setup_required", "challenge": str(challenge)}:
                answer = _set_up(calls, challenge)
            case {"status": "password_change_required", "challenge": str(challenge)}:
                answer = _with_own_password(calls, challenge)
            case _:
                break
    raise Failure(f"{calls.server or 'the auth node'} asks for a step that is not known here")


def _with_own_password(calls: Calls, challenge: str) -> Answer:
    """Have a password chosen until one is good enough, `TRIES` times."""
    say("This password was handed out to you; please choose one of your own.")
    for left in reversed(range(TRIES)):
        password = piped_password() or new_password("New password")
        if password is None:
            raise Failure(
                "the password has to be changed first, which needs a terminal, or the new one as"
                " the second line with --password-stdin",
                exit_code=Exit.USAGE,
                hint="course-cli user login",
            )
        try:
            return _post(
                calls, "/login/password", {"challenge": challenge, "new_password": password}
            )
        except Refused as refused:
            if left == 0 or refused.code != "weak_password" or not somebody_there():
                raise
            complain(refused.detail)
    raise AssertionError("the last try returns or raises")


def _set_up(calls: Calls, challenge: str) -> Answer:
    if not somebody_there():
        raise Failure(
            "two-factor authentication has to be set up first, which needs a terminal",
            exit_code=Exit.USAGE,
            hint="course-cli user login",
        )
    setup = _post(calls, "/totp/setup", {"challenge": challenge})
    say("Two-factor authentication is not set up yet. Take this into your authenticator app:")
    show_secret(setup, say, with_qr=True)
    confirmed = _with_code(calls, "/totp/confirm", challenge, "First code of the app")
    show_recovery_codes(confirmed.get("recovery_codes", []), say)
    return confirmed


def _with_code(calls: Calls, path: str, challenge: str, label: str) -> Answer:
    """Ask for a code until one is right, `TRIES` times."""
    if not somebody_there():
        raise missing("--totp")
    for left in reversed(range(TRIES)):
        code = ask(label, "--totp").replace(" ", "")
        try:
            return _post(calls, path, {"challenge": challenge, "code": code})
        except Refused as refused:
            if left == 0 or refused.code not in ("wrong_totp_code", "invalid_fields"):
                raise
            complain(refused.detail)
    raise AssertionError("the last try returns or raises")


@click.command(epilog=examples("course-cli user logout"))
def logout() -> None:
    """Log out, here and on the server."""
    with connect(tolerant=True) as calls:
        if calls.session is None:
            calls.store.forget()
            say("You were not logged in.")
            return
        leave(calls)


def leave(calls: Calls) -> None:
    """End a session here and on the server; here in any case."""
    try:
        calls.run(calls.wire.leave())
    except (Refused, Failure) as error:
        words = error.detail if isinstance(error, Refused) else error.sentence
        say(f"The session is forgotten here; the server did not end it: {words}")
        return
    say("Logged out.")


@click.command(epilog=examples("course-cli user whoami", "course-cli user whoami --json"))
@output_option
def whoami(form: Form) -> None:
    """Show who is logged in where."""
    with connect() as calls:
        me = calls.get("auth_node", "/me")
        session = calls.wire.session
    until = session.until if session else 0.0
    server = calls.server or ("this machine" if form is Form.TABLE else None)
    emit_one(WHO, {**me, "server": server, "until": until}, form)
