"""`course-cli round report`: what a term or a round asked for and gave, for everybody to read."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import click

from backend.cli.calls import Calls, connect
from backend.cli.output import (
    Column,
    Form,
    emit_json,
    emit_one,
    emit_rows,
    examples,
    output_option,
    printable,
    say,
)

STAFF = "teacher_node"
TOGETHER = "(others, told together)"
TOTALS = [
    Column("Requests", "requests"),
    Column("Students", "students"),
    Column("Seats", "seats"),
    Column("Given", "given"),
    Column("Refused", "refused"),
    Column("Waiting", "waiting"),
    Column("Drawn", "drawn"),
    Column("Out of order", "inversions"),
    Column("Entry of the log", "sequence"),
    Column("Its hash", "hash"),
]
REFUSALS = [Column("Refused for", "code"), Column("Requests", "count")]
SECTIONS = [
    Column("Section", "section"),
    *(
        Column(name.capitalize(), name)
        for name in ("seats", "requests", "given", "refused", "waiting")
    ),
]


@click.command(
    "report",
    epilog=examples(
        "course-cli round report F24",
        "course-cli round report F24 --output csv",
        "course-cli round report F24 --round 2 --publish",
        "course-cli round report F24 --withdraw",
    ),
)
@click.argument("term", help="Code of the term.")
@click.option(
    "--round", "round_id", type=int, metavar="ID", help="Only this round, as in `round list`."
)
@click.option("--publish", is_flag=True, help="Let everybody read it as it is now.")
@click.option("--withdraw", is_flag=True, help="Take it back from everybody.")
@output_option
def report(*, term: str, round_id: int | None, publish: bool, withdraw: bool, form: Form) -> None:
    """Show the fairness report of a term or a round.

    Demand, seats, refusals by reason and requests out of order, counted from the decision log;
    groups of fewer than five are told together, so that nobody can be told. It is for
    administrators until it is published; then everybody reads it without a login.
    """
    if publish and withdraw:
        raise click.UsageError("Publish it or withdraw it.")
    with connect() as calls:
        path, params = f"/terms/{quote(term, safe='')}/report", {"round": round_id}
        if publish:
            calls.call("PUT", STAFF, path, params=params)
            say(f"Everybody can read it now: {_address(calls, term, round_id)}")
        elif withdraw:
            calls.call("DELETE", STAFF, path, params=params)
            say("Only administrators can read it now.")
        _print(calls.get(STAFF, path, params), form)


def _address(calls: Calls, term: str, round_id: int | None) -> str:
    about = f"?round={round_id}" if round_id else ""
    return f"{calls.wire.gateway_url}/reports/{quote(term, safe='')}{about}"


def _print(found: dict[str, Any], form: Form) -> None:
    if form is Form.JSON:
        emit_json(found)
        return
    rows = [{**each, "section": each["section"] or TOGETHER} for each in found["sections"]]
    if form is Form.TABLE:
        emit_one(TOTALS, found, form)
        reasons = [{**each, "code": each["code"] or TOGETHER} for each in found["refusals"]]
        if reasons:
            emit_rows(REFUSALS, reasons, form)
    if rows or form is not Form.TABLE:
        emit_rows(SECTIONS, rows, form)
    about = found["round"]
    say(f"About the round {printable(about['name'])}." if about else "About the whole term.")
