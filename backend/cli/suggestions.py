"""What somebody may have meant who typed a command or a flag that does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import click
from click.exceptions import NoSuchCommand, NoSuchOption

MOST = 3  # suggestions; more are none


def meant(error: click.UsageError) -> str:
    """A question such as "Did you mean 'user login'?", or "" where nothing is near."""
    found: list[str] = []
    if isinstance(error, NoSuchOption):
        found = (error.possibilities or [])[:1]  # the nearest comes first
    elif isinstance(error, NoSuchCommand) and error.ctx is not None:
        found = _commands(error.command_name, error.ctx)
    return f"Did you mean {' or '.join(map(repr, found))}?" if found else ""


def _commands(typed: str, context: click.Context) -> list[str]:
    """Those commands one level deeper that are called `typed`; else the nearest name here."""
    group = context.command
    if not isinstance(group, click.Group):
        return []
    deeper = list(_deeper(typed, group, context))
    if 0 < len(deeper) <= MOST:
        return deeper
    return get_close_matches(typed, group.list_commands(context), n=1)


def _deeper(typed: str, group: click.Group, context: click.Context) -> Iterator[str]:
    for noun in group.list_commands(context):
        inner = group.get_command(context, noun)
        if isinstance(inner, click.Group) and typed in inner.list_commands(context):
            yield f"{noun} {typed}"
