"""What a command prints: data to stdout, talk to stderr, colour only where somebody sees it."""

from __future__ import annotations

import json
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any, TypeVar

import click

from backend.domain.refusals import Exit

Command = TypeVar("Command", bound=Callable[..., Any])

DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"


class Failure(Exception):
    """A command cannot go on.

    Args:
        sentence: what happened, for the person at the terminal.
        hint: the next command to try, if there is one.
        places: where exactly, one line each.
    """

    def __init__(
        self,
        sentence: str,
        *,
        exit_code: Exit = Exit.FAILED,
        hint: str = "",
        places: list[str] | None = None,
    ) -> None:
        self.sentence = sentence
        self.exit_code = exit_code
        self.hint = hint
        self.places = places or []
        super().__init__(sentence)


class ReaderGone(Exception):
    """Whoever read standard output has seen enough, as `head` does."""


def json_option(command: Command) -> Command:
    """Gives `command` the flag `--json`, as the parameter `as_json`."""
    option = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
    return option(command)


def examples(*lines: str) -> str:
    """The end of a help text: `lines` as they are typed."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def printable(value: object) -> str:
    """`value` as text that cannot steer a terminal: without control and direction characters."""
    text = str(value)
    if text.isascii() and text.isprintable():
        return text
    return "".join(UNPRINTABLE if _steers(character) else character for character in text)


def _steers(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in DIRECTIONS


def on_terminal(stream: IO[Any]) -> bool:
    """Whether a person reads or writes `stream`."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def may_colour(stream: IO[Any]) -> bool:
    """Whether colour is wanted on `stream`."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and on_terminal(stream)


def say(text: str) -> None:
    """Talk to the person at the terminal."""
    click.echo(text, err=True, color=may_colour(sys.stderr))


def emit(text: str) -> None:
    """Print data.

    Raises:
        ReaderGone: nobody reads it any more.
    """
    try:
        click.echo(text, color=may_colour(sys.stdout))
    except BrokenPipeError:
        raise ReaderGone from None


def emit_json(value: object) -> None:
    """Print `value` as JSON."""
    emit(json.dumps(value, ensure_ascii=False, indent=2))


def emit_fields(fields: Mapping[str, object]) -> None:
    """Print `Label: value` lines, without those that have no value."""
    for label, value in fields.items():
        if value is not None and value != "":
            emit(f"{label}: {printable(value)}")


def emit_table(columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Print a table.

    Args:
        columns: heading to the key of `rows` that stands under it.
        rows: numbers are set to the right.
    """
    from backend.cli.table import draw_table  # noqa: PLC0415 - quick start

    emit(
        "\n".join(
            draw_table(list(columns), [[row[key] for key in columns.values()] for row in rows])
        )
    )


def local_time(unix_seconds: float) -> str:
    """A point in time as people here read it, with the offset from UTC."""
    return time.strftime("%Y-%m-%d %H:%M:%S %z", time.localtime(unix_seconds))


def complain(sentence: str, hint: str = "", places: list[str] | None = None) -> None:
    """Say that something went wrong, where, and what to try next."""
    say(click.style("error:", fg="red", bold=True) + f" {printable(sentence)}")
    for place in places or []:
        say(f"  {printable(place)}")
    if hint:
        say(click.style("hint:", fg="cyan") + f" {hint}")


def places_of(errors: list[dict[str, Any]]) -> list[str]:
    """The places that a refusal names, one line each."""
    return [
        ": ".join(str(part) for part in (error.get("where"), error.get("message")) if part)
        for error in errors
    ]
