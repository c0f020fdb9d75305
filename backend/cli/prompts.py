"""Questions to the person at the terminal; where there is none, the flag that answers them."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from backend.cli.output import Failure, on_terminal, printable, say

PIPED = "backend.cli.password_stdin"  # whether passwords come from standard input

Command = TypeVar("Command", bound=Callable[..., Any])


def yes_option(command: Command) -> Command:
    """Gives `command` the flag `--yes`, as the parameter `yes`."""
    option = click.option("--yes", "-y", is_flag=True, help="Do not ask.")
    return option(command)


def password_option(text: str) -> Callable[[Command], Command]:
    """Gives a command `--password` and `--password-stdin`, as the parameter `password`.

    Args:
        text: the help of `--password`.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def run(*args: Any, password: str | None, password_stdin: bool, **given: Any) -> Any:  # noqa: ANN401
            if password_stdin:
                password = _only_piped(password)
            return command(*args, password=password, **given)

        stdin = click.option(
            "--password-stdin",
            is_flag=True,
            help="Read the password from standard input, so that no process list shows it.",
        )
        result: Command = click.option("--password", metavar="P", help=text)(stdin(run))  # type: ignore[assignment]
        return result

    return decorate


def _only_piped(password: str | None) -> str:
    context = click.get_current_context()
    if password is not None:
        raise click.UsageError("--password and --password-stdin exclude each other.", context)
    context.meta[PIPED] = True
    piped = piped_password()
    if piped is None:
        raise click.UsageError("--password-stdin: standard input holds no password.", context)
    return piped


def piped_password() -> str | None:
    """The next line of standard input, if passwords are piped in and there is one."""
    if not click.get_current_context().meta.get(PIPED):
        return None
    return sys.stdin.readline().rstrip("\r\n") or None


def asking_is_off() -> bool:
    """Whether `--no-input` was given."""
    return bool(click.get_current_context().find_root().params.get("no_input"))


def somebody_there() -> bool:
    """Whether questions reach a person."""
    return on_terminal(sys.stdin) and not asking_is_off()


def missing(flag: str) -> click.UsageError:
    """The error for a value that nobody can be asked for."""
    return click.UsageError(
        f"{flag} is missing, and there is no terminal to ask at.", click.get_current_context()
    )


def ask(label: str, flag: str) -> str:
    """The answer to `label`.

    Raises:
        click.UsageError: there is no terminal.
    """
    if not somebody_there():
        raise missing(flag)
    answer: str = click.prompt(label, err=True)
    return answer.strip()


def ask_hidden(label: str, flag: str) -> str:
    """The answer to `label`, not shown while it is typed.

    Raises:
        click.UsageError: there is no terminal.
    """
    if not somebody_there():
        raise missing(flag)
    answer: str = click.prompt(label, hide_input=True, err=True)
    return answer


def new_password(label: str = "Password") -> str | None:
    """A password asked for twice; None where nobody can be asked."""
    if not somebody_there():
        return None
    answer: str = click.prompt(label, hide_input=True, confirmation_prompt=True, err=True)
    return answer


def confirm(
    question: str,
    *,
    yes: bool,
    losses: Sequence[str] = (),
    otherwise: str = "nothing was changed",
    typed: str = "",
) -> None:
    """Go on only if the person agrees; the answer may be piped in.

    Args:
        question: names what it is about, such as "Delete the student 7, alice (Alice)?".
        yes: whether `--yes` was given, which stands for the answer.
        losses: what will be lost, one line each.
        otherwise: what to say to a no.
        typed: for the worst: a name that has to be typed, instead of a `y`.

    Raises:
        Failure: the answer is no, or there is none.
        click.UsageError: `--no-input` was given without `--yes`.
    """
    if yes:
        return
    for loss in losses:
        say(f"  - {printable(loss)}")
    if asking_is_off():
        raise click.UsageError(f"{question} Say so with --yes.", click.get_current_context())
    if not (_typed(question, typed) if typed else confirmed(question)):
        raise Failure(otherwise)


def _typed(question: str, name: str) -> bool:
    return _answer(f"{question} Type {printable(name)} to go on: ") == name


def confirmed(question: str) -> bool:
    """Whether the answer to `question` is yes; it may be piped in. No answer is a no."""
    return _answer(f"{question} [y/N]: ").lower() in ("y", "yes")


def _answer(question: str) -> str:
    click.echo(question, nl=False, err=True)
    answer = sys.stdin.readline()
    if not (somebody_there() and answer.endswith("\n")):
        click.echo(err=True)
    return answer.strip()
