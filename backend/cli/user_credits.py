"""`course-cli user credits`, `user below-minimum`: how many credits students may and must hold."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import click

from backend.cli.calls import connect
from backend.cli.credit_numbers import Limit, as_sent
from backend.cli.listing import Listing, listing_options
from backend.cli.output import (
    Column,
    Form,
    emit_one,
    emit_rows,
    examples,
    output_option,
    printable,
    say,
)

STAFF = "teacher_node"
RULES = (
    Column("ID", "id"),
    Column("Username", "username"),
    Column("Name", "name"),
    Column("At most", "credit_limit"),
    Column("At least", "credit_minimum", lambda own: "as the term says" if own is None else own),
)
BELOW = (
    Column("ID", "id"),
    Column("Username", "username"),
    Column("Name", "name"),
    Column("Group", "group"),
    Column("Credits", "credits"),
    Column("Minimum", "minimum"),
)


@click.command(
    "credits",
    epilog=examples(
        "course-cli user credits alice",
        "course-cli user credits alice --minimum 6 --maximum 30",
        "course-cli user credits alice --minimum none",
    ),
)
@click.argument("who", help="User name or ID of a student.")
@click.option(
    "--minimum",
    type=Limit(),
    metavar="N",
    help="Credits a term to keep, 0 for none at all; none is what each term says.",
)
@click.option(
    "--maximum",
    type=click.FloatRange(0, 1000),
    metavar="N",
    help="Credits a term at most.",
)
@output_option
def bounds(*, who: str, minimum: float | str | None, maximum: float | None, form: Form) -> None:
    """Show or change a student's limits of credits.

    Without flags it shows them. Requests that wait in line are decided by what is set then.
    """
    wanted: dict[str, Any] = {}
    if minimum is not None:
        wanted["credit_minimum"] = as_sent(minimum)
    if maximum is not None:
        wanted["credit_limit"] = maximum
    path = f"/students/{quote(who, safe='')}/credits"
    with connect() as calls:
        if not wanted:
            emit_one(RULES, calls.get(STAFF, path), form)
            return
        changed = calls.call("PATCH", STAFF, path, json_data=wanted)
    say(f"Credits of {printable(changed['username'])} changed.")
    emit_one(RULES, changed, form)


@click.command(
    "below-minimum",
    short_help="List who holds fewer credits of a term than the minimum.",
    epilog=examples(
        "course-cli user below-minimum F24",
        "course-cli user below-minimum F24 --output csv",
    ),
)
@click.argument("term", help="Code of the term.")
@listing_options("id", "username", "name", "group", "credits", "minimum")
@output_option
def below_minimum(*, term: str, listing: Listing, form: Form) -> None:
    """List active students who hold fewer credits of a term than the minimum, by name.

    The minimum is that of `term update --minimum`, or the student's own from `user credits`.
    """
    path = f"/terms/{quote(term, safe='')}/below-minimum"
    with connect() as calls:
        rows = listing.fetch(calls, STAFF, path, {})
    emit_rows(BELOW, rows, form)
