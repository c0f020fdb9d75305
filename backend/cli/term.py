"""`course-cli term …`: the terms one can select in."""

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
from backend.cli.prompts import confirm, yes_option
from backend.cli.term_days import days_options

STAFF = "teacher_node"
LONG = 120.0  # seconds that removing a whole term may take
COLUMNS = [
    Column("Code", "code"),
    Column("Name", "name"),
    Column("State", "state"),
    Column("ID", "id", wide=True),
    Column("Rehearsal", "scratch", wide=True),
]
DETAILS = [
    *COLUMNS[:4],
    Column("Courses", "courses", "{:,}".format),
    Column("Sections", "sections", "{:,}".format),
    Column("Seats", "seats", "{:,}".format),
    Column("Enrolments", "enrolments", "{:,}".format),
    Column("First day", "first_day", lambda day: day or "unknown"),
    Column("Last day", "last_day", lambda day: day or "unknown"),
    Column("Holidays", "holidays", ", ".join),
    Column("Credit minimum", "credit_minimum", lambda least: "none" if least is None else least),
]


@click.group(epilog=examples("course-cli term list", "course-cli term close F24"))
def term() -> None:
    """Make, open, close and remove terms."""


@term.command(
    "list", epilog=examples("course-cli term list", "course-cli term list --all --output csv")
)
@click.option("--all", "everything", is_flag=True, help="The terms of rehearsals too.")
@listing_options("code", "name", "state", "id")
@output_option
def list_terms(*, everything: bool, listing: Listing, form: Form) -> None:
    """List the terms, the newest first."""
    with connect() as calls:
        found = calls.get(STAFF, "/terms")["items"]
    emit_rows(COLUMNS, listing.of([t for t in found if everything or not t["scratch"]]), form)


@term.command(epilog=examples("course-cli term show F24", "course-cli term show F24 --json"))
@click.argument("code", help="Code of the term.")
@output_option
def show(code: str, form: Form) -> None:
    """Show a term and how much is in it."""
    with connect() as calls:
        emit_one(DETAILS, calls.get(STAFF, _path(code)), form)


@term.command(
    epilog=examples(
        "course-cli term create S25 --name 'Spring 2025' --first-day 2025-01-06"
        " --last-day 2025-04-30 --holiday 2025-04-18..2025-04-21",
        "course-cli term create S26 --closed",
    )
)
@click.argument("code", help="Short name: letters, digits, dots, hyphens and underscores.")
@click.option("--name", default="", metavar="NAME", help="What people call it; else the code.")
@click.option("--closed", is_flag=True, help="Nobody can select in it until it is opened.")
@days_options
@output_option
def create(*, code: str, name: str, closed: bool, days: dict[str, Any], form: Form) -> None:
    """Make an empty term; `course import` fills it."""
    wanted = {"code": code, "name": name, "state": "closed" if closed else "open", **days}
    with connect() as calls:
        made = calls.post(STAFF, "/terms", wanted)
    say(f"Term {printable(made['code'])} created; it is {made['state']}.")
    emit_one(DETAILS, made, form)


@term.command(
    epilog=examples(
        "course-cli term update F24 --first-day 2024-09-02 --last-day 2024-12-13",
        "course-cli term update F24 --name 'Autumn 2024'",
        "course-cli term update F24 --minimum 12",
        "course-cli term update F24 --minimum none",
    )
)
@click.argument("code", help="Code of the term.")
@click.option("--name", metavar="NAME", help="What people call it.")
@days_options
@click.option("--no-days", is_flag=True, help="Nobody knows yet when it is taught.")
@click.option("--no-holidays", is_flag=True, help="It has none.")
@click.option(
    "--minimum",
    type=Limit(),
    metavar="N",
    help="Credits that a student cannot go below by giving seats back, or none.",
)
@output_option
def update(
    *,
    code: str,
    name: str | None,
    days: dict[str, Any],
    no_days: bool,
    no_holidays: bool,
    minimum: float | str | None,
    form: Form,
) -> None:
    """Change the name, the days or the minimum of credits of a term.

    What is not named stays. Holidays that are named replace those there were. Week 1 is the
    one, from Monday, in which the first day lies.
    """
    if (no_days and days) or (no_holidays and "holidays" in days):
        raise click.UsageError("The days of a term are either given or taken away.")
    wanted = dict(days) if name is None else {"name": name, **days}
    if no_days:
        wanted |= {"first_day": None, "last_day": None}
    if no_days or no_holidays:
        wanted["holidays"] = []
    if minimum is not None:
        wanted["credit_minimum"] = as_sent(minimum)
    if not wanted:
        raise click.UsageError("Nothing to change was named.")
    with connect() as calls:
        changed = calls.call("PATCH", STAFF, _path(code), json_data=wanted)
    say(f"Term {printable(code)} changed.")
    emit_one(DETAILS, changed, form)


@term.command("open", epilog=examples("course-cli term open F24"))
@click.argument("code", help="Code of the term.")
@output_option
def open_term(code: str, form: Form) -> None:
    """Open a term for selection."""
    _set_state(code, "open", form)


@term.command(
    short_help="Close a term for selection.", epilog=examples("course-cli term close F24")
)
@click.argument("code", help="Code of the term.")
@output_option
def close(code: str, form: Form) -> None:
    """Close a term: nobody can select in it any more; seats stay.

    In a term without rounds they can still be given back.

    Requests that wait in line and are decided after this are refused. To let the line empty first:
    `course-cli selection drain`.
    """
    _set_state(code, "closed", form)


@term.command(
    epilog=examples(
        "course-cli term delete S25", "course-cli term delete F24 --force <<< 'Fall 24'"
    )
)
@click.argument("code", help="Code of the term.")
@click.option("--force", is_flag=True, help="Even where students hold seats; type its name then.")
@yes_option
@output_option
def delete(*, code: str, force: bool, yes: bool, form: Form) -> None:
    """Remove a term with its courses, sections and seats.

    Asks for the code of the term; with --force, where students hold seats, for its name, which
    --yes does not stand for. The history of decisions stays.
    """
    with connect() as calls:
        lost = calls.get(STAFF, _path(code))
        held = force and lost["enrolments"] > 0
        if force or not lost["enrolments"]:
            confirm(
                f"Remove the term {printable(code)} ({printable(lost['name'])})?",
                yes=yes and not held,
                losses=_losses(lost),
                typed=lost["name"] if held else code,
            )
        params = {"force": force}
        gone = calls.call("DELETE", STAFF, _path(code), params=params, timeout=LONG)
    say(f"Removed the term {printable(code)}.")
    emit_one(DETAILS, gone, form)


def _set_state(code: str, state: str, form: Form) -> None:
    with connect() as calls:
        changed = calls.call("PATCH", STAFF, _path(code), json_data={"state": state})
    say(f"Term {printable(code)} is {changed['state']}.")
    emit_one(DETAILS, changed, form)


def _losses(lost: dict[str, Any]) -> list[str]:
    counted = ("enrolments", "sections", "courses")
    names = {"enrolments": "seats that students hold"}
    return [f"{names.get(what, what)}: {lost[what]:,}" for what in counted if lost[what]]


def _path(code: str) -> str:
    return f"/terms/{quote(code, safe='')}"
