"""`course-cli section crosslist`, `section keep`: seats shared by sections or kept for some."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from backend.cli.calls import connect
from backend.cli.output import Form, emit_one, examples, output_option, say
from backend.cli.prompts import confirm, yes_option
from backend.cli.round_times import When, seconds_of
from backend.cli.sections import SECTION_HELP, SHOWN, STAFF, find_section, section_ids, title_of


@click.command(
    epilog=examples(
        "course-cli section crosslist F24/69774 F24/69781 --seats 40",
        "course-cli section crosslist F24/69774 --none",
    )
)
@click.argument("section", help=SECTION_HELP)
@click.argument(
    "others", nargs=-1, metavar="[OTHER]...", help="Those it shares seats with, named likewise."
)
@click.option(
    "--seats", type=click.IntRange(0, 100_000), metavar="N", help="Seats of all of them together."
)
@click.option("--none", "ends", is_flag=True, help="They share no seats any more.")
@output_option
def crosslist(
    *, section: str, others: tuple[str, ...], seats: int | None, ends: bool, form: Form
) -> None:
    """Let sections that are one class share seats.

    Nobody can hold two of them. Each section keeps its own number of seats besides. What
    SECTION shared before is replaced.
    """
    if ends == bool(others or seats is not None) or (not ends and (not others or seats is None)):
        raise click.UsageError("Name OTHER sections and --seats, or say --none.")
    with connect() as calls:
        found = find_section(calls, section)
        path = f"/sections/{found['id']}/cross-listing"
        if ends:
            after = calls.call("DELETE", STAFF, path)
        else:
            wanted = {"sections": section_ids(calls, others), "capacity": seats}
            after = calls.call("PUT", STAFF, path, json_data=wanted)
    say(f"{title_of(after)} {'shares no seats' if ends else f'shares {seats:,} seats'} now.")
    emit_one(SHOWN, after, form)


@click.command(
    epilog=examples(
        "course-cli section keep F24/69774 --seats 12 --for 'first-year students'"
        " --tag freshman --until '2099-03-03 00:00'",
        "course-cli section keep F24/69774 --none",
    )
)
@click.argument("section", help=SECTION_HELP)
@click.option("--seats", type=click.IntRange(1, 100_000), metavar="N", help="How many.")
@click.option("--for", "name", metavar="NAME", help="Whom they are for, as students read it.")
@click.option(
    "--until",
    type=When(),
    metavar="'YYYY-MM-DD HH:MM'",
    help="From then on the rest is for everybody; on campus, or with an offset.",
)
@click.option("--group", "groups", multiple=True, metavar="G", help="Of whom; may be repeated.")
@click.option("--tag", "tags", multiple=True, metavar="T", help="With it; may be repeated.")
@click.option("--none", "ends", is_flag=True, help="No seats are kept any more.")
@yes_option
@output_option
def keep(
    *,
    section: str,
    until: datetime | None,
    ends: bool,
    yes: bool,
    form: Form,
    **given: Any,  # noqa: ANN401
) -> None:
    """Keep seats for students of a group or with a tag.

    They come besides what is kept already. Others take what is not kept; those who hold seats
    count for what is kept for them.
    """
    seats, name, groups, tags = (given[each] for each in ("seats", "name", "groups", "tags"))
    if ends:
        if until or any((seats, name, groups, tags)):
            raise click.UsageError("Either seats are kept, or --none.")
    elif not (seats and name and until and (groups or tags)):
        raise click.UsageError("Say --seats, --for, --until, and a --group or a --tag.")
    with connect() as calls:
        found = find_section(calls, section)
        before = found.get("kept") or []
        if ends and before:
            confirm(f"Keep no seats of {title_of(found)} for anybody?", yes=yes)
        kept = [] if ends else [_as_wanted(each) for each in before]
        if until is not None:
            zone = calls.get(STAFF, "/terms")["time_zone"]
            new = {"name": name, "seats": seats, "until": seconds_of(until, zone)}
            kept.append({**new, "groups": list(groups), "tags": list(tags)})
        path = f"/sections/{found['id']}/kept"
        after = calls.call("PUT", STAFF, path, json_data={"kept": kept})
    say(f"{title_of(after)} keeps {sum(each['seats'] for each in kept):,} seats now.")
    emit_one(SHOWN, after, form)


def _as_wanted(kept: dict[str, Any]) -> dict[str, Any]:
    """What is kept, as the service takes it again."""
    return {each: kept[each] for each in ("name", "seats", "until", "groups", "tags")}
