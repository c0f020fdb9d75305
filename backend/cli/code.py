"""`course-cli code …`: registration codes."""

from __future__ import annotations

import time
from typing import Any

import click

from backend.cli.calls import connect
from backend.cli.listing import Listing, listing_options
from backend.cli.output import (
    Column,
    Failure,
    Form,
    emit_one,
    emit_rows,
    examples,
    local_time,
    output_option,
    say,
)
from backend.cli.prompts import confirm, yes_option
from backend.cli.roles import role_option
from backend.common.errors import Refused

WEEK = 7 * 24  # hours
MOST_AT_ONCE = 1000  # codes a call
MADE = (
    Column("ID", "id", wide=True),
    Column("Registration Code", "code"),
    Column("For", "role"),
    Column("Uses", "max_uses"),
    Column("Valid until", "expires_at", local_time),
    Column("Tags", "tags", ", ".join),
)
LISTED = (
    Column("ID", "id"),
    Column("For", "role"),
    Column("Used", "uses"),
    Column("Uses", "max_uses"),
    Column("State", "state"),
    Column("Valid until", "expires_at", local_time),
    Column("Made", "created_at", local_time, wide=True),
    Column("Tags", "tags"),
)


@click.group(epilog=examples("course-cli code generate --user-type student"))
def code() -> None:
    """Registration codes."""


@code.command(
    epilog=examples(
        "course-cli code generate --user-type student",
        "course-cli code generate --user-type student --max-uses 30 --tag CS-2026",
        "course-cli code generate --user-type teacher --count 20 --expires-in 48 --output csv",
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
@click.option(
    "--count",
    type=click.IntRange(min=1, max=MOST_AT_ONCE),
    metavar="N",
    help="Make so many; prints a list.",
)
@output_option
def generate(
    *,
    role: str,
    max_uses: int,
    expires_in: int,
    tags: tuple[str, ...],
    count: int | None,
    form: Form,
) -> None:
    """Make registration codes. They are shown once."""
    wanted = {"role": role, "max_uses": max_uses, "expires_in_hours": expires_in}
    wanted["tags"] = list(tags)
    with connect() as calls:
        if count is None:
            emit_one(MADE, calls.post("auth_node", "/codes", wanted), form)
        else:
            made = calls.post("auth_node", "/codes/bulk", {**wanted, "count": count})["codes"]
            emit_rows(MADE, made, form)
    say(
        "The code is not kept in readable form: note it now."
        if count is None
        else "The codes are not kept in readable form: note them now."
    )


@code.command(
    "list",
    short_help="List registration codes, newest first.",
    epilog=examples("course-cli code list", "course-cli code list --user-type student --json"),
)
@click.option(
    "--user-type", "role", type=click.Choice(["student", "teacher"]), help="Only codes for them."
)
@click.option("--tag", metavar="TEXT", help="Only codes with this mark.")
@click.option("--usable", is_flag=True, help="Only codes with a use left.")
@listing_options("id", "role", "uses", "max_uses", "created_at", "expires_at")
@output_option
def list_codes(
    *, role: str | None, tag: str | None, usable: bool, listing: Listing, form: Form
) -> None:
    """List registration codes, newest first; the codes themselves cannot be read again."""
    with connect() as calls:
        codes = calls.every("auth_node", "/codes", {})
    now = time.time()
    rows = [
        {**row, "state": state}
        for row in codes
        if (not role or row["role"] == role)
        and (not tag or tag in row["tags"])
        and ((state := _state(row, now)) == "usable" or not usable)
    ]
    emit_rows(LISTED, listing.of(rows), form)


def _state(code: dict[str, Any], now: float) -> str:
    if code["expires_at"] <= now:
        return "expired"
    return "usable" if code["uses"] < code["max_uses"] else "used up"


@code.command(
    short_help="Let a registration code count no longer.",
    epilog=examples("course-cli code revoke 4", "course-cli code revoke 4 --yes"),
)
@click.argument("id", type=click.IntRange(min=1), help="As shown by `code list`.")
@yes_option
def revoke(id: int, yes: bool) -> None:  # noqa: A002 - its name in help
    """Let a registration code count no longer; accounts that were made with it stay."""
    with connect() as calls:
        calls.require_login()
        confirm(
            f"Revoke the registration code {id}?",
            yes=yes,
            losses=["nobody else can register with it; there is no way to make it count again"],
            otherwise="nothing was revoked",
        )
        try:
            calls.delete("auth_node", f"/codes/{id}")
        except Refused as refused:
            if refused.code != "no_such_code":
                raise
            raise Failure(
                refused.detail, exit_code=refused.refusal.exit, hint="course-cli code list"
            ) from None
    say(f"Revoked the registration code {id}.")
