"""`course-cli section link`: which part of its course a section is, and what it goes with."""

from __future__ import annotations

from typing import Any

import click

from backend.cli.calls import connect
from backend.cli.output import Form, emit_one, examples, output_option, say
from backend.cli.sections import SECTION_HELP, SHOWN, STAFF, find_section, title_of
from backend.domain.links import COMPONENTS


@click.command(
    epilog=examples(
        "course-cli section link F24/69773 --component lecture",
        "course-cli section link F24/69774 --component lab --label A",
        "course-cli section link 72 --alone",
    )
)
@click.argument("section", help=SECTION_HELP)
@click.option("--component", type=click.Choice(COMPONENTS), help="Which part of its course it is.")
@click.option(
    "--label",
    metavar="TEXT",
    help="Parts with different labels do not go together; '' goes with all.",
)
@click.option("--alone", is_flag=True, help="It is no part; students take it by itself.")
@output_option
def link(
    *, section: str, component: str | None, label: str | None, alone: bool, form: Form
) -> None:
    """Link a section with the others of its course.

    Students take one section of each part that the course offers, all in one request, and give
    them back together. Those who hold a seat keep it.
    """
    wanted: dict[str, Any] = {}
    if alone:
        wanted["component"] = ""
    if component is not None:
        wanted["component"] = component
    if label is not None:
        wanted["link_label"] = label
    if not wanted or (alone and len(wanted) + (component is not None) > 1):
        raise click.UsageError(
            "Say --component, --label or both, or --alone.", click.get_current_context()
        )
    with connect() as calls:
        found = find_section(calls, section)
        after = calls.call("PATCH", STAFF, f"/sections/{found['id']}", json_data=wanted)
    parts = ", ".join(after["components"])
    taken = f"is a {after['component']}; one takes {parts}" if parts else "stands alone"
    say(f"{title_of(after)} {taken}.")
    emit_one(SHOWN, after, form)
