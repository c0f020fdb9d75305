"""`course-cli permit …`: exceptions for one student in one section."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from backend.cli.calls import Calls, connect
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
from backend.cli.prompts import ask, confirm, yes_option
from backend.cli.round_times import When, on_campus, seconds_of, zone_of
from backend.cli.sections import SECTION_HELP, STAFF, find_section, title_of
from backend.domain.permits import KINDS

PERMIT_HELP = "ID of the permit, as in `permit list`."
KIND_NAMES = tuple(kind.replace("_", "-") for kind in KINDS)


@click.group(epilog=examples("course-cli permit list F24/69773"))
def permit() -> None:
    """Grant one student an exception for one section.

    It lifts a full section (over-capacity), what has to be passed before (prerequisite), a clash
    of times or the limit of credits. The student's next request for the section uses it if it is
    needed, and so does `roster add`. Closed sections and rounds stay as they are for everybody.
    """


@permit.command(
    "grant",
    epilog=examples(
        "course-cli permit grant F24/69773 alice --kind over-capacity"
        " --reason 'Needs it to graduate'",
        "course-cli permit grant 72 alice --kind clash --kind credit --until '2030-01-10 20:00'"
        " --reason 'Agreed with both teachers'",
    ),
)
@click.argument("section", help=SECTION_HELP)
@click.argument("student", help="User name or ID.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    required=True,
    type=click.Choice(KIND_NAMES),
    help="What it lifts; once for each.",
)
@click.option("--reason", metavar="TEXT", help="Kept with it; asked for on a terminal.")
@click.option(
    "--until",
    type=When(),
    metavar="'YYYY-MM-DD HH:MM'",
    help="Requests made later do not count; on campus, or with an offset.",
)
@output_option
def grant(
    *,
    section: str,
    student: str,
    kinds: tuple[str, ...],
    reason: str | None,
    until: datetime | None,
    form: Form,
) -> None:
    """Let a student have what the rules refuse.

    With over-capacity the section has one seat more while the student holds it.
    """
    with connect() as calls:
        calls.require_login()
        found = find_section(calls, section)
        zone = _permits(calls, found["id"])["time_zone"]
        wanted = {
            "student": student,
            "kinds": [kind.replace("-", "_") for kind in kinds],
            "reason": reason or ask("Reason", "--reason"),
            "until": None if until is None else seconds_of(until, zone),
        }
        made = calls.post(STAFF, _path(found["id"]), wanted)
    say(f"Permit {made['id']} for {printable(made['username'])} in {title_of(found)}.")
    emit_one(_columns(zone, form), made, form)


@permit.command(
    "list",
    epilog=examples(
        "course-cli permit list F24/69773", "course-cli permit list 72 --output csv > permits.csv"
    ),
)
@click.argument("section", help=SECTION_HELP)
@listing_options("id", "username", "name", "state", "granted_at")
@output_option
def list_permits(*, section: str, listing: Listing, form: Form) -> None:
    """List the permits of a section, the newest first.

    Those that are over are among them. Times are those of the campus.
    """
    with connect() as calls:
        found = _permits(calls, find_section(calls, section)["id"])
    emit_rows(_columns(found["time_zone"], form), listing.of(found["items"]), form)


@permit.command(
    epilog=examples("course-cli permit revoke 1", "course-cli permit revoke 1 --yes --json")
)
@click.argument("permit_id", type=int, metavar="ID", help=PERMIT_HELP)
@yes_option
@output_option
def revoke(*, permit_id: int, yes: bool, form: Form) -> None:
    """Take a permit back that nobody has used.

    After that the seat can only be taken away, with `roster remove`.
    """
    with connect() as calls:
        calls.require_login()
        confirm(f"Revoke the permit {permit_id}?", yes=yes, otherwise="it stands")
        gone = calls.call("DELETE", STAFF, f"/permits/{permit_id}")
        zone = _permits(calls, gone["section_id"])["time_zone"]
    say(f"Permit {permit_id} of {printable(gone['username'])} is revoked.")
    emit_one(_columns(zone, form), gone, form)


def _permits(calls: Calls, section_id: int) -> dict[str, Any]:
    found: dict[str, Any] = calls.get(STAFF, _path(section_id))
    return found


def _path(section_id: int) -> str:
    return f"/sections/{section_id}/permits"


def _kinds(kinds: list[str]) -> str:
    return ", ".join(kind.replace("_", "-") for kind in kinds)


def _columns(zone_name: str, form: Form) -> list[Column]:
    zone = zone_of(zone_name if form == Form.TABLE else "UTC")

    def moment(seconds: float) -> str:
        return on_campus(seconds, zone)

    return [
        Column("ID", "id"),
        Column("Student", "username"),
        Column("Lifts", "kinds", _kinds),
        Column("State", "state"),
        Column("Until", "until", moment),
        Column("Reason", "reason"),
        Column("By", "by"),
        Column("Name", "name", wide=True),
        Column("Granted at", "granted_at", moment, wide=True),
        Column("Used at", "used_at", moment, wide=True),
        Column("Lifted", "used_kinds", _kinds, wide=True),
        Column("Ticket", "ticket_id", wide=True),
        Column("Revoked by", "revoked_by", wide=True),
        Column("Revoked at", "revoked_at", moment, wide=True),
    ]
