"""`course-cli round close|decide|draw|verify`: what a round has collected, and its draw."""

from __future__ import annotations

from collections.abc import Iterator
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
from backend.cli.prompts import confirm, yes_option
from backend.cli.round import ROUND_HELP, STAFF, print_round, round_
from backend.domain.draw_audit import lot_of

LARGEST_PAGE = 1000  # requests
RANKED = "ranked"
DRAWN = [
    Column("Place", "place"),
    Column("Number", "number"),
    Column("Course", "course"),
    Column("Section", "section"),
    Column("Action", "action"),
    Column("Outcome", "outcome"),
    Column("Reason", "code"),
    Column("Student", "student_id", wide=True),
    Column("Rank", "rank", wide=True),
    Column("Accepted at", "accepted_at", local_time, wide=True),
    Column("Ticket", "ticket_id", wide=True),
    Column("Lot", "lot", wide=True),
]
VERIFIED = [
    Column("Round", "round"),
    Column("Requests", "requests"),
    Column("Seed hash", "seed_hash"),
    Column("Wrong seeds", "wrong_seeds"),
    Column("Wrong places", "wrong_places"),
    Column("Order inversions", "order_inversions"),
    Column("Wrong results", "wrong_results"),
]


@round_.command(
    "close", epilog=examples("course-cli round close 3", "course-cli round close 3 --yes --json")
)
@click.argument("round_id", type=int, metavar="ID", help=ROUND_HELP)
@yes_option
@output_option
def close(round_id: int, yes: bool, form: Form) -> None:
    """End a round now.

    What it has collected is drawn as soon as nobody who asked in time is still in the line.
    """
    with connect() as calls:
        found = calls.get(STAFF, f"/rounds/{round_id}")
        confirm(f"Close the round {printable(found['name'])} now?", yes=yes)
        closed = calls.call("POST", STAFF, f"/rounds/{round_id}/close")
        changed = closed["closes_at"] != found["closes_at"]
        say(f"Round {round_id} closed." if changed else "It was over already.")
        print_round(calls, closed, form)


@round_.command("decide", epilog=examples("course-cli round decide 3"))
@click.argument("round_id", type=int, metavar="ID", help=ROUND_HELP)
@output_option
def decide(round_id: int, form: Form) -> None:
    """Draw a round that is over, without waiting for the line.

    Rounds are drawn by themselves; this is for when the line cannot be emptied. What comes out of
    it later is decided after the draw.
    """
    with connect() as calls:
        drawn = calls.call("POST", STAFF, f"/rounds/{round_id}/decide")
        say(f"Round {round_id} is drawn.")
        print_round(calls, drawn, form)


@round_.command(
    "draw",
    epilog=examples("course-cli round draw 3", "course-cli round draw 3 --output csv > draw.csv"),
)
@click.argument("round_id", type=int, metavar="ID", help=ROUND_HELP)
@listing_options("place", "number", "course", "section", "outcome")
@output_option
def draw(round_id: int, listing: Listing, form: Form) -> None:
    """List what the draw of a round decided, in its order.

    As CSV with the lots, so that it can be published without names; with the seed that `round show`
    tells, anybody can draw again.
    """
    with connect() as calls:
        first, rows = _result(calls, round_id)
    emit_rows(DRAWN, listing.of(rows), form)
    view = first["round"]
    if view["drawn_at"] is None:
        waiting = f"{first['waiting']:,} requests wait for the draw"
        say(f"{printable(view['name'])}: {waiting}." if view["draws_at"] else "It has no draw.")


@round_.command(
    "verify", epilog=examples("course-cli round verify 3", "course-cli round verify 3 --json")
)
@click.argument("round_id", type=int, metavar="ID", help=ROUND_HELP)
@output_option
def verify(round_id: int, form: Form) -> None:
    """Draw a round again, on this machine, and compare.

    Checks that the seed is the one whose hash was published, that every request was decided at the
    place that its lot, priority group and number give it, and that nobody was overtaken. Then
    decides the whole round anew on the facts of the decision log, and compares seat by seat.
    """
    import msgspec  # noqa: PLC0415 - quick start

    from backend.cli.round_replay import wrong_results  # noqa: PLC0415 - quick start
    from backend.common.draw_audit import audit  # noqa: PLC0415 - quick start
    from backend.common.rounds import DrawnRequest, RoundView  # noqa: PLC0415 - quick start

    with connect() as calls:
        first, rows = _result(calls, round_id)
        view = msgspec.convert(first["round"], RoundView)
        requests = msgspec.convert(rows, list[DrawnRequest])
        results = wrong_results(calls, view, requests) if requests else []
    found = audit(view, requests)
    whole = results is not None and view.policy == RANKED
    cases = {
        "wrong_seeds": found.wrong_seeds,
        "wrong_places": found.wrong_places,
        # What kept and shared seats allow of ranked wishes only the whole result tells.
        "order_inversions": () if whole else found.order_inversions,
        "wrong_results": results or (),
    }
    counts = {name: len(these) for name, these in cases.items()}
    told = {"round": view.name, "requests": len(rows), "seed_hash": view.seed_hash, **counts}
    emit_one(VERIFIED, told, form)
    if any(counts.values()):
        places = [case for these in cases.values() for case in these][:10]
        raise Failure("The draw is not what its seed gives.", places=places)
    if view.drawn_at is None:
        say("It is not drawn yet, so there is nothing to compare.")
    elif results is None:
        say("The decision log does not tell of this draw; only its lots and places were compared.")


def _result(calls: Calls, round_id: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The first page, and the requests of all pages with their lots."""
    pages = list(_pages(calls, round_id))
    seed = pages[0]["round"]["seed"]
    rows = [row for page in pages for row in page["items"]]
    return pages[0], [
        {**row, "lot": lot_of(seed, row["ticket_id"]) if seed else ""} for row in rows
    ]


def _pages(calls: Calls, round_id: int) -> Iterator[dict[str, Any]]:
    after: int | None = 0
    while after is not None:
        params = {"after": after, "limit": LARGEST_PAGE}
        page: dict[str, Any] = calls.get(STAFF, f"/rounds/{round_id}/draw", params)
        yield page
        after = page["after"]
