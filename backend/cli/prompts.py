"""Questions to the person at the terminal; where there is none, the flag that answers them."""

from __future__ import annotations

import sys

import click

from backend.cli.output import on_terminal


def somebody_there() -> bool:
    """Whether questions reach a person."""
    return on_terminal(sys.stdin)


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


def new_password() -> str | None:
    """A password asked for twice; None where nobody can be asked."""
    if not somebody_there():
        return None
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return answer


def confirmed(question: str) -> bool:
    """Whether the answer to `question` is yes; it may be piped in. No answer is a no."""
    click.echo(f"{question} [y/N]: ", nl=False, err=True)
    answer = sys.stdin.readline()
    if not (somebody_there() and answer.endswith("\n")):
        click.echo(err=True)
    return answer.strip().lower() in ("y", "yes")
