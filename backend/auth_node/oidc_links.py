"""Which account belongs to whom at a provider.

The link is made when somebody signs in for the first time and holds from then on: a user name that
the provider gives to somebody else does not open the account.
"""

from __future__ import annotations

import sqlalchemy as sa

from backend.auth_node import accounts, audit, challenges, sessions
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.tables import oidc_links
from backend.auth_node.vouched import Vouched
from backend.common.errors import Refused


def linked(connection: sa.Connection, vouched: Vouched) -> Account | None:
    """The account that is linked to somebody, whatever its state."""
    query = sa.select(oidc_links.c.account_id).where(
        oidc_links.c.issuer == vouched.issuer, oidc_links.c.subject == vouched.subject
    )
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else accounts.by_id(connection, found)


def subject_of(connection: sa.Connection, account_id: int, issuer: str) -> str | None:
    """Who at a provider an account is linked to."""
    query = sa.select(oidc_links.c.subject).where(
        oidc_links.c.account_id == account_id, oidc_links.c.issuer == issuer
    )
    found: str | None = connection.execute(query).scalar_one_or_none()
    return found


def keep(
    connection: sa.Connection, account: Account, vouched: Vouched, actor: Actor, now: float
) -> None:
    """Link an account to somebody, unless it is already.

    Raises:
        Refused: `oidc_other_subject`, `oidc_subject_taken`.
    """
    known = subject_of(connection, account.id, vouched.issuer)
    if known == vouched.subject:
        return
    if known is not None:
        raise Refused("oidc_other_subject", name=vouched.provider, username=account.username)
    if linked(connection, vouched) is not None:
        raise Refused("oidc_subject_taken", name=vouched.provider)
    connection.execute(
        sa.insert(oidc_links).values(
            account_id=account.id, issuer=vouched.issuer, subject=vouched.subject, linked_at=now
        )
    )
    after = {"issuer": vouched.issuer, "subject": vouched.subject}
    target = audit.user(account)
    audit.record(connection, actor, Action.PROVIDER_LINKED, now, target, after=after)


def remove_of(connection: sa.Connection, account_id: int) -> list[dict[str, str]]:
    """Let nobody be linked to an account; who was."""
    gone = connection.execute(
        sa.delete(oidc_links)
        .where(oidc_links.c.account_id == account_id)
        .returning(oidc_links.c.issuer, oidc_links.c.subject)
    )
    return [{"issuer": row.issuer, "subject": row.subject} for row in gone]


def link(
    connection: sa.Connection, username: str, vouched: Vouched, by: Actor, now: float
) -> Account:
    """Link the account of a user name to somebody, at an administrator's word.

    Raises:
        Refused: `no_such_user`, `oidc_other_subject`, `oidc_subject_taken`.
    """
    account = _named(connection, username)
    keep(connection, account, vouched, by, now)
    return account


def unlink(connection: sa.Connection, username: str, by: Actor, now: float) -> Account:
    """Let the next sign-in link an account anew; what was opened through a provider ends.

    Raises:
        Refused: `no_such_user`, `oidc_not_linked`.
    """
    account = _named(connection, username)
    gone = remove_of(connection, account.id)
    if not gone:
        raise Refused("oidc_not_linked", username=account.username)
    challenges.remove_of(connection, account.id)
    sessions.end_vouched(connection, account.id, now)
    target = audit.user(account)
    each = [(target, was, None) for was in gone]
    audit.record_each(connection, by, Action.PROVIDER_UNLINKED, now, each)
    return account


def _named(connection: sa.Connection, username: str) -> Account:
    account = accounts.by_username(connection, username)
    if account is None or account.state != accounts.ACTIVE:
        raise Refused("no_such_user", role="user", user=username)
    return account
