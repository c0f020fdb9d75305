"""The flags that every command takes, before its name or after it."""

from __future__ import annotations

import click


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> object:
    """Put a flag that stands after the command's name where one before it would be."""
    if value is not None and value is not False:
        context.find_root().params[str(parameter.name)] = value
    return value


def global_options(*, hidden: bool) -> list[click.Option]:
    """The flags `--server`, `--context` and `--no-input`.

    Args:
        hidden: whether they are left out of the help, as they are everywhere but at the top.
    """
    return [
        click.Option(
            ["--server"],
            envvar=None if hidden else "COURSE_SERVER",
            metavar="URL",
            callback=_keep,
            expose_value=not hidden,
            hidden=hidden,
            help="Work with the installation at this address, such as https://courses.example.edu;"
            " `local` is the one on this machine. Also from COURSE_SERVER, else the server you are"
            " logged in to.",
        ),
        click.Option(
            ["--context"],
            envvar=None if hidden else "COURSE_CONTEXT",
            metavar="NAME",
            callback=_keep,
            expose_value=not hidden,
            hidden=hidden,
            help="Use the login of this name; see `context list`. Also from COURSE_CONTEXT, else"
            " the current one.",
        ),
        click.Option(
            ["--no-input"],
            is_flag=True,
            callback=_keep,
            expose_value=not hidden,
            hidden=hidden,
            help="Never ask anything; fail instead.",
        ),
    ]


def with_global_options(command: click.Command) -> click.Command:
    """`command`, whose every command takes the flags that stand before it too."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            with_global_options(inner)
    elif not any(parameter.name == "no_input" for parameter in command.params):
        command.params.extend(global_options(hidden=True))
    return command
