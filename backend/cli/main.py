"""The command `course-cli`: its groups, loaded when they are called, and how it ends."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module

import click

import backend
from backend.cli.commands import COMMANDS
from backend.cli.global_options import global_options, with_global_options
from backend.cli.output import examples
from backend.domain.exits import Exit


class LazyGroup(click.Group):
    """A group whose commands cost nothing until they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command called `cmd_name`."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.address.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return with_global_options(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list in the help text, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    params=global_options(hidden=False),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "course-cli user login --username admin",
        "course-cli user list --user-type student --json",
    )
    + "\n\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 log in first, 5 refused,"
    " 6 a service does not answer, 130 interrupted.",
)
@click.version_option(backend.__version__, prog_name="course-cli", message="%(prog)s %(version)s")
def cli(*, server: str | None, context: str | None, no_input: bool) -> None:
    """Administer a course selection system."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    code = _ending()
    _drop_unwritable_output()
    sys.exit(code)


def _ending() -> int:
    """Run the command; say what went wrong in one sentence."""
    try:
        result = cli.main(prog_name="course-cli", standalone_mode=False)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        from backend.cli.endings import explain  # noqa: PLC0415 - quick start

        return explain(error)
    return result if isinstance(result, int) else Exit.OK


def _drop_unwritable_output() -> None:
    """Keep the interpreter from complaining once more about output it cannot write."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
