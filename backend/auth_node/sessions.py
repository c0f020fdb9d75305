"""Sessions and their refresh tokens.

A refresh token is `family.secret`. Each use gives the next one, and the next follows from the one
before with a key that only this node has. So a client whose answer got lost may ask again within
`GRACE` and gets the very same token, and so do two tabs that ask at once. Any other token of the
family that is shown was copied by somebody: the session ends.
"""

from __future__ import annotations

import base64
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from backend.auth_node import accounts, audit, feed
from backend.auth_node.accounts import Account
from backend.auth_node.actor import Actor
from backend.auth_node.audit import Action
from backend.auth_node.one_time import digest, new_token
from backend.auth_node.tables import sessions
from backend.common.bulk import insert_rows
from backend.common.errors import Refused
from backend.common.tokens import STUDENT

LIFETIME = 24 * 3600.0  # seconds from login on
ACCESS_LIFETIME = 600  # seconds
GRACE = 30.0  # seconds
SWEEP_EVERY = 50  # logins; then expired sessions are removed

# Made once: building a statement costs several times what running it does.
_COLUMNS = tuple(column.name for column in sessions.columns)
_OF_FAMILY = sa.select(sessions).where(sessions.c.family == sa.bindparam("wanted"))
_GO_ON = (
    sa.update(sessions)
    .where(sessions.c.id == sa.bindparam("wanted"))
    .values(
        access_until=sa.bindparam("until"),
        previous_digest=sa.bindparam("previous"),
        current_digest=sa.bindparam("current"),
        rotated_at=sa.bindparam("moment"),
    )
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IdleEnds:
    """Seconds without use after which a session ends, a browser's alone; 0 for never.

    Programs keep theirs in a file of their owner's, for a day; use of a page renews its own.
    """

    students: float = 0.0
    staff: float = 0.0

    def passed(self, role: str, unused: float) -> bool:
        """Whether a session that was not used for `unused` seconds has ended."""
        longest = self.students if role == STUDENT else self.staff
        return 0 < longest < unused


NEVER = IdleEnds()


class Shown(NamedTuple):
    """A refresh token that somebody shows, and when a browser's session ends for want of use.

    Attributes:
        web: whether a browser shows it. One that a browser opened is a browser's whoever does.
    """

    token: str
    idle: IdleEnds
    web: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A session with the tokens to be handed out.

    Attributes:
        access_until: Unix time in seconds at which the access token expires.
    """

    account: Account
    session: str
    refresh_token: str
    access_until: int


def open_session(connection: sa.Connection, account: Account, actor: Actor, now: float) -> Opened:
    """Log `account` in, for `actor`, who has shown to be its owner."""
    if secrets.randbelow(SWEEP_EVERY) == 0:
        connection.execute(sa.delete(sessions).where(sessions.c.expires_at <= now))
    session, family, secret = new_token(), new_token(), new_token()
    access_until = int(now) + ACCESS_LIFETIME
    device = actor.device
    opened = {
        "id": session,
        "account_id": account.id,
        "family": family,
        "current_digest": digest(secret),
        "previous_digest": None,
        "rotated_at": now,
        "access_until": access_until,
        "expires_at": now + LIFETIME,
        "ended": False,
        "created_at": now,
        "program": device.program,
        "system": device.system,
        "source": actor.source,
        "browser": actor.browser,
        "provider": actor.vouched.provider if actor.vouched else "",
    }
    insert_rows(connection, sessions, _COLUMNS, [tuple(opened[name] for name in _COLUMNS)])
    return Opened(account, session, f"{family}.{secret}", access_until)


def refresh(
    connection: sa.Connection,
    shown: Shown,
    derive: Callable[[str, str], Sequence[bytes]],
    actor: Actor,
    now: float,
) -> Opened | Refused:
    """The session that a refresh token continues, with the next token.

    A refusal is returned, not raised, so that a session that it ended stays ended.

    Args:
        derive: makes the next secret from the one before, by each key, the newest first.
    """
    family, _, secret = shown.token.partition(".")
    row = connection.execute(_OF_FAMILY, {"wanted": family}).one_or_none()
    if row is None or row.ended:
        return Refused("token_invalid")
    if row.expires_at <= now:
        return Refused("token_expired")
    used = digest(secret)
    repeated = used == row.previous_digest and now - row.rotated_at <= GRACE
    if used != row.current_digest and not repeated:
        log.warning("a used refresh token was shown again; its session is ended")
        end(connection, row.id, now)
        _record(connection, row, actor, Action.COPIED_TOKEN_SHOWN, now)
        return Refused("token_invalid")
    account = accounts.active(connection, row.account_id)
    if (shown.web or row.browser) and shown.idle.passed(account.role, now - row.rotated_at):
        end(connection, row.id, now)
        return Refused("token_expired")
    following, *by_older_keys = [_secret(made) for made in derive("refresh", shown.token)]
    access_until = min(int(now) + ACCESS_LIFETIME, int(row.expires_at))
    rotated = {"previous": used, "current": digest(following), "moment": now}
    if repeated:
        told = [following, *by_older_keys]
        following = next((one for one in told if digest(one) == row.current_digest), following)
        rotated = {
            "previous": row.previous_digest,
            "current": row.current_digest,
            "moment": row.rotated_at,
        }
    connection.execute(_GO_ON, {"wanted": row.id, "until": access_until, **rotated})
    return Opened(account, row.id, f"{family}.{following}", access_until)


def _secret(made: bytes) -> str:
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def end(connection: sa.Connection, session: str, now: float) -> None:
    """End one session; one that is not there or has ended is left alone."""
    _end(connection, [sessions.c.id == session], now)


def log_out(connection: sa.Connection, session: str, actor: Actor, now: float) -> None:
    """End one session at its owner's wish."""
    _leave(connection, sessions.c.id == session, actor, now)


def log_out_by_token(connection: sa.Connection, token: str, actor: Actor, now: float) -> None:
    """The same for the session that a refresh token is of, also one that was used already."""
    _leave(connection, sessions.c.family == token.partition(".")[0], actor, now)


def _leave(
    connection: sa.Connection, condition: sa.ColumnElement[bool], actor: Actor, now: float
) -> None:
    row = connection.execute(sa.select(sessions).where(condition)).one_or_none()
    if row is None or row.ended:
        return
    end(connection, row.id, now)
    account = accounts.by_id(connection, row.account_id)
    owner = actor.as_account(account) if account else actor
    _record(connection, row, owner, Action.LOGGED_OUT, now)


def _record(
    connection: sa.Connection, row: sa.Row[Any], actor: Actor, action: Action, now: float
) -> None:
    account = accounts.by_id(connection, row.account_id)
    target = audit.user(account) if account else None
    audit.record(connection, actor, action, now, target)


def end_all(
    connection: sa.Connection, account_id: int, now: float, *, but: str | None = None
) -> None:
    """End the sessions of an account, all or all but one."""
    conditions = [sessions.c.account_id == account_id]
    if but is not None:
        conditions.append(sessions.c.id != but)
    _end(connection, conditions, now)


def end_vouched(connection: sa.Connection, account_id: int, now: float) -> None:
    """End the sessions of an account that were opened through a provider."""
    _end(connection, [sessions.c.account_id == account_id, sessions.c.provider != ""], now)


def _end(
    connection: sa.Connection, conditions: Sequence[sa.ColumnElement[bool]], now: float
) -> None:
    ended = connection.execute(
        sa.update(sessions)
        .where(*conditions, sessions.c.ended.is_(False))
        .values(ended=True)
        .returning(sessions.c.id, sessions.c.access_until)
    )
    feed.append(connection, [(row.id, float(row.access_until)) for row in ended], now)
