"""`course-cli code …`: registration codes."""

from __future__ import annotations

import click

from backend.cli.calls import connect
from backend.cli.output import emit_fields, emit_json, examples, json_option, local_time, say
from backend.cli.roles import role_option

WEEK = 7 * 24  # hours


@click.group(epilog=examples("course-cli code generate --user-type student"))
def code() -> None:
    """Registration codes."""


@code.command(
    epilog=examples(
        "course-cli code generate --user-type student",
        "course-cli code generate --user-type student --max-uses 30 --tag CS-2026",
    )
)
@role_option
@click.option(
    "--max-uses",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="How many people may register with it.",
)
@click.option(
    "--expires-in",
    type=click.IntRange(min=1),
    default=WEEK,
    show_default=True,
    metavar="HOURS",
    help="How long it works.",
)
@click.option("--tag", "tags", multiple=True, metavar="TEXT", help="A mark for whoever uses it.")
@json_option
def generate(
    role: str, max_uses: int, expires_in: int, tags: tuple[str, ...], as_json: bool
) -> None:
    """Make a registration code. It is shown once."""
    wanted = {"role": role, "max_uses": max_uses, "expires_in_hours": expires_in}
    with connect() as calls:
        made = calls.post("auth_node", "/codes", {**wanted, "tags": list(tags)})
    if as_json:
        emit_json(made)
        return
    emit_fields(
        {
            "Registration Code": made["code"],
            "For": made["role"],
            "Uses": made["max_uses"],
            "Valid until": local_time(made["expires_at"]),
        }
    )
    say("The code is not kept in readable form: note it now.")
