"""`course-cli settings …`: what is settled for everybody while the system runs."""

from __future__ import annotations

import click

from backend.cli.calls import connect
from backend.cli.output import Column, Form, emit_one, examples, output_option, say

SWITCHES = {
    "student-sign-up": "student_sign_up",
    "teacher-sign-up": "teacher_sign_up",
    "staff-second-factor": "staff_second_factor",
}


def _on_or_off(value: bool) -> str:
    return "on" if value else "off"


COLUMNS = (
    Column("Student sign-up", "student_sign_up", _on_or_off),
    Column("Teacher sign-up", "teacher_sign_up", _on_or_off),
    Column("Staff second factor", "staff_second_factor", _on_or_off),
)


@click.group(epilog=examples("course-cli settings show"))
def settings() -> None:
    """Show and change what is settled for everybody."""


@settings.command(epilog=examples("course-cli settings show", "course-cli settings show --json"))
@output_option
def show(form: Form) -> None:
    """Show what is settled."""
    with connect() as calls:
        emit_one(COLUMNS, calls.get("auth_node", "/settings"), form)


@settings.command(
    "set",
    short_help="Turn something on or off.",
    epilog=examples(
        "course-cli settings set student-sign-up on",
        "course-cli settings set teacher-sign-up off",
        "course-cli settings set staff-second-factor on",
    ),
)
@click.argument("name", type=click.Choice(list(SWITCHES)), help="What to turn on or off.")
@click.argument("state", type=click.Choice(["on", "off"]), help="On or off.")
@output_option
def set_(name: str, state: str, form: Form) -> None:
    """Turn something on or off; it counts at once.

    Without sign-up nobody can use a registration code; accounts that administrators make do not
    need it. With `staff-second-factor` teachers and administrators set a second factor up at their
    next login, as students do.
    """
    with connect() as calls:
        changes = {SWITCHES[name]: state == "on"}
        settled = calls.call("PATCH", "auth_node", "/settings", json_data=changes)
    say(f"{name} is {state}.")
    emit_one(COLUMNS, settled, form)
