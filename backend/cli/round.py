"""`course-cli round …`: when, for whom and for what a term takes requests."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any, get_args
from urllib.parse import quote

import click

from backend.cli.calls import Calls, connect
from backend.cli.credit_numbers import Limit
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
from backend.cli.round_audience import EVERYBODY, audience_options, students, with_named
from backend.cli.round_report import report
from backend.cli.round_times import When, on_campus, seconds_of, zone_of
from backend.domain.ordering.priority import PolicyName
from backend.domain.rounds import phase

STAFF = "teacher_node"
ACTIONS = ("select", "drop", "swap")
POLICIES = get_args(PolicyName)
TERM_HELP = "Code of the term."
ROUND_HELP = "ID of the round, as in `round list`."
IN_TABLES = 6  # columns; the others have no room in a list
_LIMITS = ("credit_limit", "section_limit", "earned_from", "earned_to")
WHEN = "'YYYY-MM-DD HH:MM'"


class Preference(click.ParamType[dict[str, str]]):
    """`group:NAME` or `tag:NAME`."""

    name = "priority"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> dict[str, str]:
        """As the service takes it."""
        if isinstance(value, dict):
            return value
        kind, colon, name = str(value).partition(":")
        if kind not in ("group", "tag") or not colon or not name.strip():
            self.fail(f"{value!r} is neither group:NAME nor tag:NAME", param, ctx)
        return {"kind": kind, "name": name}


def _described(command: Any) -> Any:  # noqa: ANN401 - as click's own decorators
    """Gives a command the flags that `create` and `update` share."""
    for option in (
        click.option(
            "--below-minimum/--not-below-minimum",
            default=None,
            help="Whether one can go below the minimum of credits in it.",
        ),
        click.option(
            "--credit-limit",
            type=Limit(),
            metavar="N",
            help="Credits of the term that one may come to hold in it, or none.",
        ),
        click.option(
            "--section-limit",
            type=Limit(),
            metavar="N",
            help="Sections of the term that one may come to hold in it, or none.",
        ),
        click.option(
            "--allow",
            "actions",
            multiple=True,
            type=click.Choice(ACTIONS),
            help="What can be done in it, once for each; all of it unless said otherwise.",
        ),
        click.option(
            "--early-seconds",
            type=click.FloatRange(min=0, min_open=True),
            metavar="N",
            help="With early_lottery: how long after the opening one is early.",
        ),
        click.option(
            "--priority",
            "priorities",
            multiple=True,
            type=Preference(),
            metavar="group:G|tag:T",
            help="Who goes first with groups, groups_lottery, ranked and serial; once for each.",
        ),
        click.option(
            "--policy",
            type=click.Choice(POLICIES),
            help="In which order its requests are decided; first_come unless said otherwise.",
        ),
    ):
        command = option(command)
    return audience_options(command)


@click.group("round", epilog=examples("course-cli round list S25"))
def round_() -> None:
    """Say when, for whom and for what a term takes requests.

    A term without rounds takes them whenever it is open. With rounds, a request counts at the
    moment it was accepted and needs a round that is open then, is for the student and allows it;
    rounds may overlap. What staff do by hand is bound to none.

    A round decides each request at once, first come, first served, or collects them for a draw:
    by lot, by priority groups or by ranked wishes.
    """


round_.add_command(report)
round_.add_command(students)


@round_.command(
    "list", epilog=examples("course-cli round list S25", "course-cli round list S25 --output csv")
)
@click.argument("term", help=TERM_HELP)
@listing_options("id", "name", "opens_at", "closes_at", "state")
@output_option
def list_rounds(*, term: str, listing: Listing, form: Form) -> None:
    """List the rounds of a term by their opening.

    Times are those of the campus.
    """
    with connect() as calls:
        found = _rounds(calls, term)
    rows = [_with_state(each, found["now"]) for each in found["items"]]
    narrow, wide = _columns(found, form)[:IN_TABLES], _columns(found, form)[IN_TABLES:]
    columns = [*narrow, *(column._replace(wide=True) for column in wide)]
    emit_rows(columns, listing.of(rows), form)


@round_.command(epilog=examples("course-cli round show 1", "course-cli round show 1 --json"))
@click.argument("round_id", type=int, metavar="ID", help=ROUND_HELP)
@output_option
def show(round_id: int, form: Form) -> None:
    """Show a round."""
    with connect() as calls:
        print_round(calls, calls.get(STAFF, f"/rounds/{round_id}"), form)


@round_.command(
    epilog=examples(
        "course-cli round create S25 --name 'First choice' --opens '2025-01-06 08:00'"
        " --closes '2025-01-10 20:00' --allow select --group CS-1 --group CS-2",
        "course-cli round create S25 --name Changes --opens 2025-01-13T08:00+01:00"
        " --closes 2025-01-17T20:00+01:00 --section-limit 6",
        "course-cli round create S25 --name Draw --opens '2025-01-20 08:00'"
        " --closes '2025-01-22 20:00' --policy groups_lottery --priority group:CS-4"
        " --priority tag:honours",
        "course-cli round create S25 --name Seniors --opens '2025-01-06 08:00'"
        " --closes '2025-01-10 20:00' --earned-from 90 --students-from athletes.txt",
    )
)
@click.argument("term", help=TERM_HELP)
@click.option("--name", required=True, metavar="NAME", help="What students read.")
@click.option(
    "--opens", required=True, type=When(), metavar=WHEN, help="On campus, or with an offset."
)
@click.option("--closes", required=True, type=When(), metavar=WHEN, help="The first moment after.")
@_described
@output_option
def create(
    *,
    term: str,
    opens: datetime,
    closes: datetime,
    form: Form,
    **given: Any,  # noqa: ANN401
) -> None:
    """Make a round of a term.

    From its first one on a term takes requests in its rounds only. It is for the groups and tags
    given, or for everybody; of those, for who has earned as many credits; and for the students
    named in any case. With students named and nothing else it is for nobody else.
    """
    wanted = _wanted(with_named(given))
    with connect() as calls:
        zone = _rounds(calls, term)["time_zone"]
        times = {"opens_at": seconds_of(opens, zone), "closes_at": seconds_of(closes, zone)}
        made = calls.post(STAFF, _path(term), {**wanted, **times})
        say(f"Round {made['id']} created: {printable(made['name'])}.")
        print_round(calls, made, form)


@round_.command(
    epilog=examples(
        "course-cli round update 1 --closes '2025-01-11 12:00'",
        "course-cli round update 1 --everybody --section-limit none",
        "course-cli round update 1 --students-from athletes.txt",
    )
)
@click.argument("round_id", type=int, metavar="ID", help=ROUND_HELP)
@click.option("--name", metavar="NAME", help="What students read.")
@click.option("--opens", type=When(), metavar=WHEN, help="On campus, or with an offset.")
@click.option("--closes", type=When(), metavar=WHEN, help="The first moment after.")
@click.option("--everybody", is_flag=True, help="It is for all students of the term.")
@click.option("--nobody-named", is_flag=True, help="It names no students any more.")
@_described
@output_option
def update(
    *,
    round_id: int,
    opens: datetime | None,
    closes: datetime | None,
    everybody: bool,
    nobody_named: bool,
    form: Form,
    **given: Any,  # noqa: ANN401
) -> None:
    """Change a round; what is left out stays.

    Groups, tags, students named and what is allowed replace those there were. What waits in line
    is decided by the round as it is then. While requests wait for its draw, its order stands.
    """
    wanted = _wanted(with_named(given))
    if everybody:
        if wanted.keys() & EVERYBODY.keys():
            raise click.UsageError("A round is for everybody, or for some.")
        wanted |= EVERYBODY
    if nobody_named:
        if wanted.get("students"):
            raise click.UsageError("A round names students, or nobody.")
        wanted["students"] = []
    times = {"opens_at": opens, "closes_at": closes}
    if not wanted and opens is None and closes is None:
        raise click.UsageError("Say what to change.")
    with connect() as calls:
        before = calls.get(STAFF, f"/rounds/{round_id}")
        zone = _rounds(calls, before["term"])["time_zone"]
        wanted |= {name: seconds_of(when, zone) for name, when in times.items() if when}
        after = calls.call("PATCH", STAFF, f"/rounds/{round_id}", json_data=wanted)
        say(f"Round {round_id} changed." if after != before else "Nothing was different.")
        print_round(calls, after, form)


@round_.command(
    epilog=examples("course-cli round delete 2", "course-cli round delete 2 --yes --json")
)
@click.argument("round_id", type=int, metavar="ID", help=ROUND_HELP)
@yes_option
@output_option
def delete(round_id: int, yes: bool, form: Form) -> None:
    """Remove a round of a term.

    Without its last one a term takes requests whenever it is open.
    """
    with connect() as calls:
        found = calls.get(STAFF, f"/rounds/{round_id}")
        others = len(_rounds(calls, found["term"])["items"]) - 1
        term = printable(found["term"])
        losses = [] if others else [f"the only round: {term} takes requests whenever it is open"]
        confirm(f"Remove the round {printable(found['name'])} of {term}?", yes=yes, losses=losses)
        gone = calls.call("DELETE", STAFF, f"/rounds/{round_id}")
        say(f"Removed the round {printable(gone['name'])}.")
        print_round(calls, gone, form)


def _rounds(calls: Calls, term: str) -> dict[str, Any]:
    found: dict[str, Any] = calls.get(STAFF, _path(term))
    return found


def print_round(calls: Calls, view: dict[str, Any], form: Form) -> None:
    """Print a round as `round show` does."""
    found = _rounds(calls, view["term"])
    emit_one(_columns(found, form), _with_state(view, found["now"]), form)


def _with_state(view: dict[str, Any], now: float) -> dict[str, Any]:
    return {**view, "state": phase(view["opens_at"], view["closes_at"], now)}


def _columns(found: dict[str, Any], form: Form) -> list[Column]:
    zone: tzinfo = zone_of(found["time_zone"] if form == Form.TABLE else "UTC")

    def moment(seconds: float) -> str:
        return on_campus(seconds, zone)

    return [
        Column("ID", "id"),
        Column("Name", "name"),
        Column("State", "state"),
        Column("Opens", "opens_at", moment),
        Column("Closes", "closes_at", moment),
        Column("Allows", "actions", ", ".join),
        Column("Groups", "groups", ", ".join),
        Column("Tags", "tags", ", ".join),
        Column("Credits earned from", "earned_from"),
        Column("Credits earned to", "earned_to"),
        Column("Students named", "named"),
        Column("Credit limit", "credit_limit"),
        Column("Section limit", "section_limit"),
        Column("Policy", "policy"),
        Column("First go", "priorities", _first),
        Column("Early seconds", "early_seconds"),
        Column("Draws at", "draws_at", moment),
        Column("Drawn at", "drawn_at", moment),
        Column("Seed hash", "seed_hash"),
        Column("Seed", "seed"),
        Column("Below minimum", "below_minimum", lambda lets: "yes" if lets else "no"),
    ]


def _first(priorities: list[dict[str, str]]) -> str:
    return ", ".join(f"{each['kind']}:{each['name']}" for each in priorities)


def _wanted(given: dict[str, Any]) -> dict[str, Any]:
    """The fields that were given; `none` is null for the service."""
    return {
        name: None if value == "none" and name in _LIMITS else _as_sent(value)
        for name, value in given.items()
        if value is not None and value != ()
    }


def _as_sent(value: Any) -> Any:  # noqa: ANN401 - whatever click has read
    return list(value) if isinstance(value, tuple) else value


def _path(term: str) -> str:
    return f"/terms/{quote(term, safe='')}/rounds"
