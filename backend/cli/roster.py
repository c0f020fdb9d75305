"""`course-cli roster …`: who holds the seats of a section."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import click

from backend.cli.calls import Calls, connect
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
    printable,
    say,
)
from backend.cli.prompts import ask, confirm, yes_option
from backend.cli.sections import SECTION_HELP, STAFF, Section, find_section, title_of
from backend.domain.refusals import REFUSALS, Exit

COLUMNS = [
    Column("ID", "id"),
    Column("Username", "username"),
    Column("Name", "name"),
    Column("Group", "group"),
    Column("Credits", "credits"),
    Column("Since", "enrolled_at", local_time),
    Column("Ticket", "ticket_id", wide=True),
]
DECIDED = [
    Column("Student", "username"),
    Column("Outcome", "outcome.outcome"),
    Column("Reason", "reason"),
    Column("By", "by"),
    Column("Decided at", "outcome.decided_at", local_time),
    Column("Ticket", "outcome.ticket_id"),
]
WAITING = [
    Column("Place", "place"),
    Column("ID", "id"),
    Column("Username", "username"),
    Column("Name", "name"),
    Column("Group", "group"),
    Column("Since", "since", local_time),
    Column("Instead of", "instead_of"),
    Column("Passed over", "detail"),
    Column("Ticket", "ticket_id", wide=True),
]
WHY = "Kept with the decision; asked for on a terminal."
KEY_BYTES = 12
NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})


@click.group(epilog=examples("course-cli roster show F24/69774"))
def roster() -> None:
    """Show who holds seats; seat students by hand."""


@roster.command(
    epilog=examples(
        "course-cli roster show F24/69774",
        "course-cli roster show 72 --output csv > roster.csv",
        "course-cli roster show 72 --waiting",
    )
)
@click.argument("section", help=SECTION_HELP)
@listing_options("id", "username", "name", "group", "credits", "enrolled_at")
@click.option("--waiting", is_flag=True, help="Who waits for a seat, in order, instead.")
@output_option
def show(section: str, listing: Listing, waiting: bool, form: Form) -> None:
    """Show who holds the seats of a section, by name.

    --waiting shows its waitlist: who gets the next seat, and why somebody was passed over when one
    was free.
    """
    with connect() as calls:
        found = find_section(calls, section)
        held = calls.get(STAFF, f"/sections/{found['id']}/roster")
    if waiting:
        emit_rows(WAITING, held["waiting"], form)
    else:
        emit_rows(COLUMNS, listing.of(held["students"]), form)
    seats = found["capacity"]
    of = f" of {seats:,}" if seats is not None else ""
    waits = f", {len(held['waiting']):,} waiting" if held["waiting"] else ""
    say(f"{title_of(found)}: {found['taken']:,}{of} seats taken{waits}.")


@roster.command(
    epilog=examples("course-cli roster add F24/69774 alice --reason 'Needs it to graduate'")
)
@click.argument("section", help=SECTION_HELP)
@click.argument("student", help="User name or ID.")
@click.option("--reason", metavar="TEXT", help=WHY)
@click.option(
    "--with",
    "linked",
    multiple=True,
    metavar="SECTION",
    help="A linked section of the same course, such as its lab. Repeat it for more.",
)
@click.option(
    "--credits",
    "credits_",
    type=click.FloatRange(0, 1000),
    metavar="N",
    help="How many of a range of credits; the lowest without.",
)
@click.option("--wait", is_flag=True, help="Wait if nothing but a seat is missing.")
@output_option
def add(
    *,
    section: str,
    student: str,
    reason: str | None,
    linked: tuple[str, ...],
    credits_: float | None,
    wait: bool,
    form: Form,
) -> None:
    """Give a student a seat, at once and ahead of the line.

    With --with the parts are had together or not at all, and with --wait they wait together.

    The rules are those for everybody: a full or closed section, a clash of times or too many
    credits are refused here too, and the refusal is kept with the reason.
    """
    with connect() as calls:
        calls.require_login()
        found = find_section(calls, section)
        parts = [find_section(calls, name)["id"] for name in linked]
        more = {"linked": parts or None, "credits": credits_, "wait": wait or None}
        decided = _decide(calls, found, student, "select", reason, more=more)
    waits = decided["outcome"]["outcome"] == "waitlisted"
    where = "is on the waitlist of" if waits else "has a seat in"
    say(f"{printable(decided['username'])} {where} {title_of(found)}.")
    emit_one(DECIDED, decided, form)


@roster.command(
    epilog=examples("course-cli roster remove F24/69774 alice --reason 'Left the university' --yes")
)
@click.argument("section", help=SECTION_HELP)
@click.argument("student", help="User name or ID.")
@click.option(
    "--with",
    "linked",
    multiple=True,
    metavar="SECTION",
    help="Take this seat away as well, or none. Repeat it for more.",
)
@click.option("--reason", metavar="TEXT", help=WHY)
@yes_option
@output_option
def remove(
    *,
    section: str,
    student: str,
    linked: tuple[str, ...],
    reason: str | None,
    yes: bool,
    form: Form,
) -> None:
    """Take a student's seat away; it is free at once.

    A course that another one held needs beside it goes only together with that one.
    """
    with connect() as calls:
        calls.require_login()
        found = find_section(calls, section)
        question = f"Take the seat of {printable(student)} in {title_of(found)} away?"
        confirm(question, yes=yes, otherwise="nobody lost a seat")
        others = [find_section(calls, name)["id"] for name in linked]
        decided = _decide(calls, found, student, "drop", reason, more={"linked": others})
    say(f"{printable(decided['username'])} has no seat in {title_of(found)} any more.")
    emit_one(DECIDED, decided, form)


def _decide(
    calls: Calls,
    section: Section,
    student: str,
    action: str,
    reason: str | None,
    *,
    more: Mapping[str, Any] = NOTHING_MORE,
) -> dict[str, Any]:
    """The decision.

    Raises:
        Failure: the rules refuse it.
    """
    body: dict[str, Any] = {
        "student": student,
        "action": action,
        "reason": reason or ask("Reason", "--reason"),
        "key": secrets.token_hex(KEY_BYTES),
    }
    body |= {name: value for name, value in more.items() if value is not None}
    decided: dict[str, Any] = calls.post(STAFF, f"/sections/{section['id']}/roster", body)
    outcome = decided["outcome"]
    if outcome["outcome"] == "refused":
        known = REFUSALS.get(outcome["code"])
        raise Failure(
            f"refused for {printable(decided['username'])}: {outcome['detail']}",
            exit_code=known.exit if known else Exit.REFUSED,
            hint=f"course-cli section show {section['id']}",
        )
    return decided
