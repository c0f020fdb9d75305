"""`course-cli user link-provider` and `unlink-provider`: accounts and people at the provider."""

from __future__ import annotations

from urllib.parse import quote

import click

from backend.cli.calls import connect
from backend.cli.output import Column, Form, emit_one, examples, output_option, printable, say

LINK = (Column("Username", "username"), Column("Issuer", "issuer"), Column("Subject", "subject"))


@click.command(
    short_help="Let somebody at the provider sign in to an account.",
    epilog=examples("course-cli user link-provider admin --subject 248289761001"),
)
@click.argument("username", help="Whose account it is.")
@click.option(
    "--subject",
    metavar="SUBJECT",
    required=True,
    help="Who it is at the provider (sub), as `audit list` shows it for a refused attempt.",
)
@output_option
def link_provider(username: str, subject: str, form: Form) -> None:
    """Link an account to somebody at the provider through which one can sign in.

    Others are linked by themselves when they sign in for the first time; an administrator's
    account is not.
    """
    with connect() as calls:
        path = f"/users/{quote(username, safe='')}/link-provider"
        linked = calls.post("auth_node", path, {"subject": subject})
    say(f"Linked {printable(linked['username'])}.")
    emit_one(LINK, linked, form)


@click.command(
    short_help="Let the next sign-in link an account anew.",
    epilog=examples("course-cli user unlink-provider alice"),
)
@click.argument("username", help="Whose account it is.")
def unlink_provider(username: str) -> None:
    """Forget who at the provider an account belongs to.

    Sessions that were opened through the provider end at once. The next who signs in there under
    this user name is linked.
    """
    with connect() as calls:
        calls.post("auth_node", f"/users/{quote(username, safe='')}/unlink-provider")
    say(f"Unlinked {printable(username)}.")
