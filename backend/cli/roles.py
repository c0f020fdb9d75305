"""The flag that says whether students or teachers are meant."""

from __future__ import annotations

import click

role_option = click.option(
    "--user-type",
    "role",
    type=click.Choice(["student", "teacher"]),
    required=True,
    help="Which kind of people.",
)
