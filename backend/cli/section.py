"""`course-cli section …`: the classes one can have a seat in."""

from __future__ import annotations

import re
from typing import Any

import click

from backend.cli.calls import connect
from backend.cli.listing import Listing, listing_options
from backend.cli.output import Form, emit_one, emit_rows, examples, output_option, say
from backend.cli.prompts import confirm, yes_option
from backend.cli.section_assign import assign
from backend.cli.section_effects import say_effects
from backend.cli.section_link import link
from backend.cli.section_shared import crosslist, keep
from backend.cli.sections import LISTED, SECTION_HELP, SHOWN, STAFF, find_section, title_of

STATES = ("open", "closed", "cancelled")
SORTED_THERE = ("course", "number", "title", "teacher", "capacity", "taken", "free", "fill")
"""What the service sorts sections by: `free` is seats left, `fill` the share that is taken."""
UNLIMITED = "unlimited"
MEETING = re.compile(
    r"(?P<days>[A-Za-z]+)\s+(?P<start>\d{1,2}:\d{2})\s*-\s*(?P<end>\d{1,2}:\d{2})"
    r"(?:\s+(?P<location>\S.*))?"
)


class Seats(click.ParamType[int | str]):
    """A number of seats, or `unlimited`."""

    name = "seats"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | str:
        """The number; `unlimited` as it is, since None is what click takes for "not given"."""
        text = str(value).strip().lower()
        if text == UNLIMITED:
            return UNLIMITED
        if not (text.isascii() and text.isdecimal()):
            self.fail(f"{value!r} is no number of seats; give a number or {UNLIMITED}", param, ctx)
        return int(text)


class MeetingTime(click.ParamType[dict[str, str]]):
    """`MR 10:00-11:50 Hall 1`: days, times and, if wanted, the place."""

    name = "meeting"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> dict[str, str]:
        """The meeting as the service takes it, which checks days and times."""
        match = MEETING.fullmatch(str(value).strip())
        if match is None:
            self.fail(f"{value!r} is no meeting; write it as 'MR 10:00-11:50 Hall 1'", param, ctx)
        return {name: text for name, text in match.groupdict().items() if text}


def _described(command: Any) -> Any:  # noqa: ANN401 - as click's own decorators
    """Gives a command the flags that `create` and `update` share."""
    for option in (
        click.option(
            "--meeting",
            "meetings",
            multiple=True,
            type=MeetingTime(),
            metavar="'MR 10:00-11:50 Hall 1'",
            help="When and where it meets; M T W R F S U are the days. Repeat it for more.",
        ),
        click.option("--state", type=click.Choice(STATES), help="Whether one can select it."),
        click.option(
            "--tag",
            "tags",
            multiple=True,
            metavar="T",
            help="What students can look for, such as online. Repeat it for more.",
        ),
        click.option(
            "--waitlist",
            "waitlist_limit",
            type=int,
            metavar="N",
            help="How many may wait when all seats are taken; 0 is nobody.",
        ),
        click.option("--location", metavar="TEXT", help="Where it is."),
        click.option("--instructor", metavar="TEXT", help="Who teaches, as the catalogue says."),
        click.option(
            "--teacher",
            "teachers",
            multiple=True,
            metavar="U",
            help="User name of the teacher whose section it is. Repeat it for those who share it.",
        ),
        click.option("--title", metavar="TEXT", help="Its title; by default that of its course."),
    ):
        command = option(command)
    return command


@click.group(epilog=examples("course-cli section list --term F24 --open"))
def section() -> None:
    """List, make and change sections."""


@section.command(
    "list",
    epilog=examples(
        "course-cli section list --term F24 --search physics",
        "course-cli section list --term F24 --sort fill --descending --limit 10",
        "course-cli section list --term F24 --open --output csv",
    ),
)
@click.option("--term", metavar="CODE", help="Only sections of this term.")
@click.option("--search", metavar="TEXT", help="Only those with all these words.")
@click.option("--teacher", metavar="U", help="Only those of the teacher with this user name.")
@click.option("--open", "with_seats", is_flag=True, help="Only open ones with a free seat.")
@listing_options(*SORTED_THERE, "id", "term", "state")
@output_option
def list_sections(
    *,
    term: str | None,
    search: str | None,
    teacher: str | None,
    with_seats: bool,
    listing: Listing,
    form: Form,
) -> None:
    """List sections, by term, course and number."""
    wanted = {"term": term, "search": search, "teacher": teacher, "with_seats": with_seats or None}
    with connect() as calls:
        found = listing.fetch(calls, STAFF, "/sections", wanted, SORTED_THERE)
    emit_rows(LISTED, found, form)


@section.command(
    epilog=examples("course-cli section show 72", "course-cli section show F24/69774 --json")
)
@click.argument("section", help=SECTION_HELP)
@output_option
def show(section: str, form: Form) -> None:
    """Show a section with its meetings and seats."""
    with connect() as calls:
        emit_one(SHOWN, find_section(calls, section), form)


@section.command(
    epilog=examples(
        "course-cli section create --term F24 --course PHYS-1100 --number 10009 --credits 4"
        " --capacity 30 --title 'Physics I' --meeting 'MR 10:00-11:50 Hall 1'"
    )
)
@click.option("--term", required=True, metavar="CODE", help="The term.")
@click.option("--course", required=True, metavar="CODE", help="The course; made if it is new.")
@click.option("--number", required=True, metavar="N", help="Its number, unique in the term.")
@click.option("--credits", "credits_", required=True, type=float, metavar="N", help="Credits.")
@click.option("--capacity", required=True, type=Seats(), help=f"Seats, or {UNLIMITED}.")
@_described
@output_option
def create(
    *,
    form: Form,
    credits_: float,
    meetings: tuple[dict[str, str], ...],
    **given: Any,  # noqa: ANN401
) -> None:
    """Make a section."""
    wanted = {**_wanted(given), "credits": credits_, "meetings": list(meetings)}
    with connect() as calls:
        made = calls.post(STAFF, "/sections", wanted)
    say(f"Section {made['id']} created: {title_of(made)}.")
    emit_one(SHOWN, made, form)


@section.command(
    epilog=examples(
        "course-cli section update F24/69774 --capacity 40",
        "course-cli section update 72 --teacher turing --location 'Hall 2' --state closed",
        "course-cli section update 72 --tag online --tag writing",
        "course-cli section update F24/69774 --capacity 60 --dry-run",
    )
)
@click.argument("section", help=SECTION_HELP)
@click.option("--capacity", type=Seats(), help=f"Seats, or {UNLIMITED}; nobody loses one.")
@click.option("--credits", "credits_", type=float, metavar="N", help="Credits.")
@click.option("--no-teacher", is_flag=True, help="It is nobody's any more.")
@click.option("--no-tags", is_flag=True, help="It has no tags any more.")
@click.option("--dry-run", is_flag=True, help="Only say whom it would concern.")
@_described
@output_option
def update(
    *,
    section: str,
    form: Form,
    credits_: float | None,
    no_teacher: bool,
    no_tags: bool,
    dry_run: bool,
    meetings: tuple[dict[str, str], ...],
    tags: tuple[str, ...],
    **given: Any,  # noqa: ANN401
) -> None:
    """Change a section; what is left out stays.

    With fewer seats than are taken nobody loses one. --meeting replaces all meetings, --tag all
    tags. Those who hold a seat are told on their pages what concerns them; says how many, and who
    gets a clash. Of those who wait it says who gets a seat, and who is passed over and why.
    """
    wanted = _wanted(given)
    if credits_ is not None:
        wanted["credits"] = credits_
    if no_teacher:
        wanted |= {"teacher": None, "co_teachers": []}
    if meetings:
        wanted["meetings"] = list(meetings)
    if tags or no_tags:
        wanted["tags"] = list(tags)
    if not wanted:
        raise click.UsageError("Say what to change.", click.get_current_context())
    with connect() as calls:
        before = find_section(calls, section)
        path = f"/sections/{before['id']}"
        effects = calls.post(STAFF, f"{path}/effects", wanted)
        after = before if dry_run else calls.call("PATCH", STAFF, path, json_data=wanted)
    if dry_run:
        say("Dry run: nothing was changed.")
    else:
        say(f"Section {after['id']} changed." if after != before else "Nothing was different.")
    say_effects(effects)
    emit_one(SHOWN, after, form)


@section.command(
    epilog=examples("course-cli section cancel F24/69774", "course-cli section cancel 72 --yes")
)
@click.argument("section", help=SECTION_HELP)
@yes_option
@output_option
def cancel(section: str, yes: bool, form: Form) -> None:
    """Cancel a section: nobody can select it any more.

    Those who hold a seat keep it until they drop it, and are told on their pages;
    `course-cli roster show` says who they are. Those who wait for one are told as well, and wait no
    more.
    """
    wanted = {"state": "cancelled"}
    with connect() as calls:
        found = find_section(calls, section)
        path = f"/sections/{found['id']}"
        effects = calls.post(STAFF, f"{path}/effects", wanted)
        waiting = len(effects["waitlist"]["removed"])
        losses = [f"{found['taken']:,} students hold a seat in it"] if found["taken"] else []
        losses += [f"{waiting:,} who wait for it are taken off the waitlist"] if waiting else []
        confirm(f"Cancel {title_of(found)}?", yes=yes, losses=losses)
        after = calls.call("PATCH", STAFF, path, json_data=wanted)
    say(f"Cancelled {title_of(after)}.")
    say_effects(effects)
    emit_one(SHOWN, after, form)


def _wanted(given: dict[str, Any]) -> dict[str, Any]:
    """The fields that were given; `unlimited` is null for the service."""
    teachers = given.pop("teachers", ())
    whose = {"teacher": teachers[0], "co_teachers": list(teachers[1:])} if teachers else {}
    return whose | {
        name: None if value == UNLIMITED and name == "capacity" else value
        for name, value in given.items()
        if value is not None
    }


for command in (assign, link, crosslist, keep):
    section.add_command(command)
