"""`course-cli audit …`: what happened to people, settings, terms, rounds, sections and permits."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from backend.cli.calls import connect
from backend.cli.listing import Listing, listing_options
from backend.cli.output import Column, Form, emit_rows, examples, local_time, output_option

MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


def _compact(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False)


COLUMNS = (
    Column("ID", "id", wide=True),
    Column("When", "at", local_time),
    Column("Who", "actor"),
    Column("Role", "actor_role", wide=True),
    Column("What", "action"),
    Column("Kind", "target_kind", wide=True),
    Column("Whom", "target"),
    Column("From", "source"),
    Column("Before", "before", _compact, wide=True),
    Column("After", "after", _compact, wide=True),
)


@click.group(epilog=examples("course-cli audit list --limit 20"))
def audit() -> None:
    """Show who did what, when and from where."""


def _moment(name: str, text: str) -> Callable[[Any], Any]:
    return click.option(name, type=MOMENT, metavar="DATE[THH:MM]", help=text)


@audit.command(
    "list",
    short_help="List what happened, newest first.",
    epilog=examples(
        "course-cli audit list --limit 20",
        "course-cli audit list --about alice --json",
        "course-cli audit list --action login_failed --since 2026-09-01 --output csv",
    ),
)
@click.option("--action", metavar="NAME", help="Only this, as `user_deleted` or `login_failed`.")
@click.option("--by", "actor", metavar="USER", help="Only what this person did.")
@click.option("--about", "target", metavar="NAME", help="Only what happened to this person.")
@click.option("--from", "source", metavar="ADDRESS", help="Only what came from there.")
@_moment("--since", "Only from this moment on, in local time.")
@_moment("--until", "Only before this moment.")
@listing_options("id", "at", "actor", "action", "target", "source")
@output_option
def list_entries(
    *,
    action: str | None,
    actor: str | None,
    target: str | None,
    source: str | None,
    since: datetime | None,
    until: datetime | None,
    listing: Listing,
    form: Form,
) -> None:
    """List what happened, newest first.

    Logins and failed logins are in it, and what staff did to people, codes, settings, terms,
    rounds, sections and permits, with what was there before.
    Passwords, codes and secrets never are. Nothing can be changed in it or taken out.
    """
    wanted = {
        "action": action,
        "actor": actor,
        "target": target,
        "source": source,
        "since": since.timestamp() if since else None,
        "until": until.timestamp() if until else None,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    with connect() as calls:
        emit_rows(COLUMNS, listing.fetch(calls, "auth_node", "/audit", given), form)
