"""Commands in the documents exist, and all commands are in the guide."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import click
import pytest

from backend.cli.main import cli
from tests.docs.documents import GUIDE, README, commands

ENDS_A_COMMAND = {"|", ">", "&&", ";"}


def all_commands(
    group: click.Group, path: str = "course-cli"
) -> Iterator[tuple[str, click.Command]]:
    """Name and command of everything that is no group."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from all_commands(command, f"{path} {name}")
        elif command is not None:
            yield f"{path} {name}", command


COMMANDS = dict(all_commands(cli))


def options_of(command: click.Command) -> dict[str, click.Parameter]:
    parameters = command.get_params(click.Context(command))
    return {name: p for p in parameters for name in (*p.opts, *p.secondary_opts)}


def check(line: str) -> str:
    """The command that `line` calls, all of whose words must be known to it."""
    words = shlex.split(line, comments=True)[1:]
    command: click.Command = cli
    path = "course-cli"
    while words and words[0] not in ENDS_A_COMMAND:
        word = words.pop(0)
        if word.startswith("--"):
            option = options_of(command).get(word)
            assert option is not None, f"{line}: {path} has no {word}"
            if isinstance(option, click.Option) and not option.is_flag and words:
                words.pop(0)
        elif isinstance(command, click.Group):
            following = command.get_command(click.Context(command), word)
            assert following is not None, f"{line}: there is no {path} {word}"
            command, path = following, f"{path} {word}"
    return path


@pytest.mark.parametrize("line", sorted({*commands(README), *commands(GUIDE)}))
def test_a_command_in_the_documents_exists(line: str) -> None:
    check(line)


def test_every_command_is_in_the_guide() -> None:
    assert {check(line) for line in commands(GUIDE)} >= COMMANDS.keys()


def test_the_check_itself_can_fail() -> None:
    with pytest.raises(AssertionError, match="no course-cli user invent"):
        check("course-cli user invent --username x")
    with pytest.raises(AssertionError, match="has no --users"):
        check("course-cli user list --users student")
