"""What a command prints: data to stdout, talk to stderr, colour only where somebody sees it.

A command that prints data is decorated with `output_option`, takes a parameter `form`, and prints
by `emit_rows` (many things) or `emit_one` (one thing), which know all forms.
"""

from __future__ import annotations

import copy
import functools
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import IO, Any, NamedTuple, TypeVar

import click

from backend.domain.exits import Exit

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


class Form(StrEnum):
    """How data is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"


class Column(NamedTuple):
    """A column of a table, a line of a single thing, a column of a CSV file.

    Attributes:
        heading: what people read.
        key: of the row, `user.name` for a part of a part; the heading in CSV and TSV.
        text: makes what people read of the value; CSV and TSV hold the value itself.
        wide: left out of tables, where there is no room for everything.
    """

    heading: str
    key: str
    text: Callable[[Any], object] | None = None
    wide: bool = False

    def value(self, row: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON is any value
        """What `row` holds; None where it holds nothing."""
        value: Any = row
        for key in self.key.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def shown(self, row: Mapping[str, Any]) -> object:
        """What people read."""
        value = self.value(row)
        return self.text(value) if self.text and value is not None else value


def output_option(command: Command) -> Command:
    """Gives `command` the flags `--output` and `--json`, as the parameter `form`."""
    return _form_option(command, "--output", "-o")


def format_option(command: Command) -> Command:
    """The same for commands whose `--output` names a file: the flag is `--format`."""
    return _form_option(command, "--format")


def _form_option(command: Command, *flags: str) -> Command:
    @functools.wraps(command)
    def run(*args: Any, wanted: str, as_json: bool, **given: Any) -> Any:  # noqa: ANN401
        return command(*args, form=Form.JSON if as_json else Form(wanted), **given)

    chosen = click.option(
        *flags,
        "wanted",
        type=click.Choice([form.value for form in Form]),
        default=Form.TABLE.value,
        show_default=True,
        help="How the data is printed.",
    )
    short = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
    result: Command = chosen(short(run))  # type: ignore[assignment]
    return result


def second_name(command: click.Command, path: str, other: str) -> click.Command:
    """The same command under the path `other`, with its examples written that way."""
    twin = copy.copy(command)
    twin.name = other.rpartition(" ")[2]
    twin.short_help = f"The same as `{path}`."
    twin.epilog = (command.epilog or "").replace(f"course-cli {path} ", f"course-cli {other} ")
    return twin


def examples(*lines: str) -> str:
    """The end of a help text: `lines` as they are typed."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def printable(value: object) -> str:
    """`value` as text that cannot steer a terminal: without control and direction characters."""
    text = str(value)
    if text.isascii() and text.isprintable():
        return text
    import unicodedata  # noqa: PLC0415 - quick start

    def steers(character: str) -> bool:
        return unicodedata.category(character) in ("Cc", "Cs") or character in DIRECTIONS

    return "".join(UNPRINTABLE if steers(character) else character for character in text)


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


def emit_rows(
    columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], form: Form = Form.TABLE
) -> None:
    """Print many things.

    Args:
        columns: those of the table and the CSV; JSON holds the whole rows.
        rows: as JSON values.
    """
    if form is Form.JSON:
        emit_json(rows)
    elif form is Form.TABLE:
        from backend.cli.table import draw_table  # noqa: PLC0415 - quick start

        shown = [column for column in columns if not column.wide]
        cells = [[column.shown(row) for column in shown] for row in rows]
        emit("\n".join(draw_table([column.heading for column in shown], cells, room())))
        if not rows:
            say("There is nothing to show.")
    else:
        _emit_separated(columns, rows, form)


def emit_one(columns: Sequence[Column], row: Mapping[str, Any], form: Form = Form.TABLE) -> None:
    """Print one thing: `Heading: value` lines, a JSON object, or one row of CSV."""
    if form is Form.JSON:
        emit_json(row)
    elif form is Form.TABLE:
        emit_fields({column.heading: column.shown(row) for column in columns if not column.wide})
    else:
        _emit_separated(columns, [row], form)


def _emit_separated(
    columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], form: Form
) -> None:
    from backend.cli.separated import separated  # noqa: PLC0415 - quick start

    values = ([column.value(row) for column in columns] for row in rows)
    for line in separated([column.key for column in columns], values, tabs=form is Form.TSV):
        emit(line)


def room() -> int | None:
    """How many characters a line may have on standard output; None where nobody looks."""
    import shutil  # noqa: PLC0415 - quick start

    return shutil.get_terminal_size().columns if on_terminal(sys.stdout) else None


def emit_json(value: object) -> None:
    """Print `value` as JSON."""
    import json  # noqa: PLC0415 - quick start

    emit(json.dumps(value, ensure_ascii=False, indent=2))


def emit_fields(fields: Mapping[str, object]) -> None:
    """Print `Label: value` lines, without those that have no value."""
    for label, value in fields.items():
        if value is not None and value != "":
            emit(f"{label}: {printable(value)}")


def local_time(unix_seconds: float) -> str:
    """A point in time as people here read it, with the offset from UTC."""
    return time.strftime("%Y-%m-%d %H:%M:%S %z", time.localtime(unix_seconds))


def complain(sentence: str, hint: str = "", places: list[str] | None = None) -> None:
    """Say that something went wrong, where, and what to try next."""
    say(click.style("error:", fg="red", bold=True) + f" {printable(sentence)}")
    for place in places or []:
        say(f"  {printable(place)}")
    if hint:
        advise(hint)


def advise(command: str) -> None:
    """Say which command to try next."""
    say(click.style("hint:", fg="cyan") + f" {command}")


def places_of(errors: list[dict[str, Any]]) -> list[str]:
    """The places that a refusal names, one line each; fields as people call them."""
    wheres = [str(error.get("where") or "").removeprefix("body.") for error in errors]
    words = [str(error.get("message") or "") for error in errors]
    return [": ".join(filter(None, place)) for place in zip(wheres, words, strict=True)]
