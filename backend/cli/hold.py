"""`course-cli hold …`: students who take no seats for a while, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from backend.cli.calls import Calls, connect
from backend.cli.listing import Listing, listing_options
from backend.cli.output import Column, Form, emit_one, emit_rows, examples, output_option, say
from backend.cli.round_times import When, on_campus, seconds_of, zone_of

STAFF = "teacher_node"
PATH = "/holds"


@click.group(epilog=examples("course-cli hold list"))
def hold() -> None:
    """Keep students from taking seats for a while.

    A student with a hold takes and swaps no seats, and neither does staff for that student; giving
    seats back stays allowed. The student reads the reason and whom to ask.
    """


@hold.command(
    "list",
    epilog=examples("course-cli hold list", "course-cli hold list --student alice --past --json"),
)
@click.option("--student", metavar="WHO", help="User name or ID of the one whose holds to list.")
@click.option("--past", is_flag=True, help="Those that were lifted or are over, too.")
@listing_options("id", "username", "reason", "since", "until")
@output_option
def list_holds(*, student: str | None, past: bool, listing: Listing, form: Form) -> None:
    """List holds, the newest first."""
    with connect() as calls:
        rows = listing.fetch(calls, STAFF, PATH, {"student": student, "past": past or None})
        columns = _columns(_time_zone(calls), form, past=past)
    emit_rows(columns, rows, form)


@hold.command(
    epilog=examples(
        "course-cli hold place alice --reason 'Two library books are overdue'"
        " --ask 'the library, library@example.edu'",
        "course-cli hold place alice bob --reason 'No adviser yet' --ask 'your department'"
        " --until '2099-01-10 20:00'",
    )
)
@click.argument("who", nargs=-1, required=True, metavar="WHO...", help="User names, or IDs.")
@click.option("--reason", required=True, metavar="TEXT", help="What the students read.")
@click.option("--ask", "contact", required=True, metavar="TEXT", help="Whom they ask about it.")
@click.option(
    "--until",
    type=When(),
    metavar="'YYYY-MM-DD HH:MM'",
    help="When it is over by itself, on campus or with an offset; never unless said otherwise.",
)
@output_option
def place(
    *, who: tuple[str, ...], reason: str, contact: str, until: datetime | None, form: Form
) -> None:
    """Place a hold on students: on all of them, or on none."""
    with connect() as calls:
        zone = _time_zone(calls)
        ends = None if until is None else seconds_of(until, zone)
        body = {"students": list(who), "reason": reason, "contact": contact, "until": ends}
        rows = calls.post(STAFF, PATH, body)["items"]
    say(f"{len(rows):,} held.")
    emit_rows(_columns(zone, form), rows, form)


@hold.command(epilog=examples("course-cli hold lift 1", "course-cli hold lift 2 --json"))
@click.argument("hold_id", type=int, metavar="ID", help="ID of the hold, as in `hold list`.")
@output_option
def lift(hold_id: int, form: Form) -> None:
    """Lift a hold, at once.

    It stays in `hold list --past`, with who lifted it.
    """
    with connect() as calls:
        lifted = calls.call("DELETE", STAFF, f"{PATH}/{hold_id}")
        columns = _columns(_time_zone(calls), form, past=True)
    emit_one(columns, lifted, form)


def _time_zone(calls: Calls) -> str:
    """The time zone of the campus."""
    name: str = calls.get(STAFF, "/terms")["time_zone"]
    return name


def _columns(time_zone: str, form: Form, *, past: bool = False) -> Sequence[Column]:
    zone = zone_of(time_zone if form == Form.TABLE else "UTC")

    def moment(seconds: float) -> str:
        return on_campus(seconds, zone)

    columns: list[Any] = [
        Column("ID", "id"),
        Column("Username", "username"),
        Column("Name", "name", wide=True),
        Column("Reason", "reason"),
        Column("Ask", "contact", wide=True),
        Column("By", "by"),
        Column("Since", "since", moment),
        Column("Until", "until", moment),
        Column("Lifted", "lifted_at", moment, wide=not past),
        Column("Lifted by", "lifted_by", wide=True),
    ]
    return columns
