"""The flag that says which kind of people is meant, and who somebody is."""

from __future__ import annotations

from typing import Any

import click

from backend.cli.calls import Calls
from backend.cli.output import Failure
from backend.common.errors import Refused
from backend.domain.exits import Exit

RECORDED = ("student", "teacher")  # who has an academic record
ROLES = (*RECORDED, "admin")

role_option = click.option(
    "--user-type",
    "role",
    type=click.Choice(RECORDED),
    required=True,
    help="Which kind of people.",
)
any_role_option = click.option(
    "--user-type",
    "role",
    type=click.Choice(ROLES),
    required=True,
    help="Which kind of people.",
)
narrowing_role_option = click.option(
    "--user-type",
    "role",
    type=click.Choice(ROLES),
    help="Which kind of person; with it, WHO may be an ID.",
)
who_argument = click.argument("who", help="User name, or the ID that `user list` shows.")


def find_person(calls: Calls, who: str, role: str | None) -> dict[str, Any]:
    """The account that `who` means: an ID, where it is one of `role`, else a user name.

    Raises:
        Failure: there is none.
    """
    if role and who.isdecimal() and (person := _by_id(calls, role, who)):
        return person
    found = calls.get("auth_node", "/users", {"username": who, "role": role})["items"]
    if found:
        return dict(found[0])
    hint = f"course-cli user list --user-type {role or 'student'}"
    if who.isdecimal() and not role:
        hint = f"course-cli user show {who} --user-type student, if {who} is an ID"
    raise Failure(f"there is no {role or 'user'} {who}", exit_code=Exit.NOT_FOUND, hint=hint)


def _by_id(calls: Calls, role: str, number: str) -> dict[str, Any] | None:
    try:
        person: dict[str, Any] = calls.get("auth_node", f"/users/{role}/{number}")
    except Refused as refused:
        if refused.code in ("no_such_user", "invalid_fields"):
            return None
        raise
    return person


def path_of(person: dict[str, Any]) -> str:
    """Where the auth node has this account."""
    return f"/users/{person['role']}/{person['id']}"
