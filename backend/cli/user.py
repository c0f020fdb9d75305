"""`course-cli user …`: people."""

from __future__ import annotations

import click

from backend.cli.calls import connect
from backend.cli.listing import Listing, listing_options
from backend.cli.login import login, logout, whoami
from backend.cli.output import (
    Column,
    Form,
    emit_one,
    emit_rows,
    examples,
    local_time,
    output_option,
)
from backend.cli.own_password import activate, passwd
from backend.cli.roles import any_role_option, find_person, narrowing_role_option, who_argument
from backend.cli.user_change import (
    delete,
    disable,
    enable,
    reset_2fa,
    reset_password,
    update,
)
from backend.cli.user_create import add_admin, add_student, add_teacher
from backend.cli.user_credits import below_minimum, bounds
from backend.cli.user_passkeys import passkeys, remove_passkey
from backend.cli.user_provider import link_provider, unlink_provider
from backend.cli.user_tag import tag

COLUMNS = (
    Column("ID", "id"),
    Column("Username", "username"),
    Column("Name", "name"),
    Column("Email", "email"),
    Column("Group", "group", wide=True),
    Column("Active", "active", wide=True),
    Column("2FA", "totp", wide=True),
    Column("Passkeys", "passkeys", wide=True),
    Column("Linked", "linked", wide=True),
    Column("Must change password", "must_change_password", wide=True),
    Column("Created", "created_at", local_time, wide=True),
)
ONE = (
    Column("ID", "id"),
    Column("Role", "role"),
    Column("Username", "username"),
    Column("Name", "name"),
    Column("Email", "email"),
    Column("Group", "group"),
    Column("Active", "active", lambda active: "yes" if active else "no"),
    Column("2FA", "totp"),
    Column("Passkeys", "passkeys"),
    Column("Linked", "linked", lambda linked: "yes" if linked else "no"),
    Column("Must change password", "must_change_password", lambda must: "yes" if must else "no"),
    Column("Created", "created_at", local_time),
)
SORT_KEYS = ("id", "username", "name", "email", "group", "created")


@click.group(epilog=examples("course-cli user list --user-type student"))
def user() -> None:
    """Log in and out; create, list and delete people."""


for command in (
    login,
    logout,
    whoami,
    passwd,
    activate,
    passkeys,
    remove_passkey,
    add_student,
    add_teacher,
    add_admin,
):
    user.add_command(command)


@user.command(
    "list",
    epilog=examples(
        "course-cli user list --user-type student",
        "course-cli user list --user-type teacher --search turing --json",
        "course-cli user list --user-type student --tag honours --group CS-2026",
        "course-cli user list --user-type student --sort name --limit 50 --output csv",
    ),
)
@any_role_option
@click.option("--search", metavar="TEXT", help="Only those whose name or address holds TEXT.")
@click.option("--group", metavar="G", help="Only those in this class or programme.")
@click.option("--tag", metavar="TAG", help="Only students with this tag.")
@listing_options(*SORT_KEYS)
@output_option
def list_users(
    *,
    role: str,
    search: str | None,
    group: str | None,
    tag: str | None,
    listing: Listing,
    form: Form,
) -> None:
    """List all people of a kind."""
    wanted = {"role": role, "search": search, "group": group, "tag": tag}
    with connect() as calls:
        people = listing.fetch(calls, "auth_node", "/users", wanted, sorts=SORT_KEYS)
    emit_rows(COLUMNS, people, form)


@user.command(
    epilog=examples(
        "course-cli user show alice", "course-cli user show 7 --user-type student --json"
    )
)
@who_argument
@narrowing_role_option
@output_option
def show(who: str, role: str | None, form: Form) -> None:
    """Show one account."""
    with connect() as calls:
        person = find_person(calls, who, role)
    emit_one(ONE, person, form)


for command in (
    update,
    tag,
    bounds,
    below_minimum,
    disable,
    enable,
    delete,
    reset_2fa,
    reset_password,
    link_provider,
    unlink_provider,
):
    user.add_command(command)
