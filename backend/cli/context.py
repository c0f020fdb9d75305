"""`course-cli context …`: the installations one is logged in to, side by side."""

from __future__ import annotations

import click

from backend.cli.calls import Calls
from backend.cli.login import leave
from backend.cli.output import (
    Column,
    Form,
    emit_rows,
    examples,
    local_time,
    output_option,
    say,
)
from backend.cli.session import SessionStore, no_such_context

COLUMNS = (
    Column("Current", "current"),
    Column("Context", "context"),
    Column("Server", "server", lambda server: server or "this machine"),
    Column("Username", "username"),
    Column("Role", "role"),
    Column("Until", "until", local_time),
    Column("Over", "over"),
)


@click.group(epilog=examples("course-cli context list", "course-cli context use local"))
def context() -> None:
    """The installations you are logged in to, side by side.

    Each login has a context, named after its server (`local` on this machine) or by
    `--context NAME`. Commands use the current one, or the one that `--context` or `--server` names.
    """


@context.command("list", epilog=examples("course-cli context list"))
@output_option
def list_contexts(form: Form) -> None:
    """List the contexts; nothing secret is shown."""
    stored = SessionStore().contexts()
    rows = [
        {
            "context": name,
            "current": name == stored.current,
            "server": session.server,
            "username": session.username,
            "role": session.role,
            "until": session.until,
            "over": session.over,
        }
        for name, session in stored.contexts.items()
    ]
    emit_rows(COLUMNS, rows, form)


@context.command(epilog=examples("course-cli context use local"))
@click.argument("name", help="As shown by `context list`.")
def use(name: str) -> None:
    """Make a context the current one."""
    SessionStore().use(name)
    say(f"Commands use the context {name} from now on.")


@context.command(epilog=examples("course-cli context delete courses.example.edu"))
@click.argument("name", help="As shown by `context list`.")
def delete(name: str) -> None:
    """Log out of a context, here and on its server."""
    store = SessionStore(context=name)
    session = store.contexts().contexts.get(name)
    if session is None:
        raise no_such_context(name)
    with Calls(session.server, store, session) as calls:
        leave(calls)
