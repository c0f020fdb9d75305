"""One's own sessions: looked at, and ended one by one or all but this one."""

from __future__ import annotations

import sqlalchemy as sa

from backend.auth_node import accounts, audit, sessions
from backend.auth_node.actor import Actor
from backend.auth_node.audit import SESSION, Action, Target
from backend.auth_node.own_models import SessionRow
from backend.auth_node.tables import sessions as table
from backend.common.errors import Refused


def listed(connection: sa.Connection, owner: Actor, now: float) -> list[SessionRow]:
    """The sessions of `owner` that go on, the newest first."""
    query = sa.select(table).where(*_going_on(owner, now)).order_by(table.c.created_at.desc())
    return [
        SessionRow(
            id=row.id,
            created_at=row.created_at,
            last_used_at=row.rotated_at,
            expires_at=row.expires_at,
            program=row.program,
            system=row.system,
            source=row.source,
            provider=row.provider,
            current=row.id == owner.session,
        )
        for row in connection.execute(query)
    ]


def end(connection: sa.Connection, session: str, owner: Actor, now: float) -> None:
    """End one session of `owner`.

    Raises:
        Refused: `no_such_session`, also for somebody else's.
    """
    query = sa.select(table).where(table.c.id == session, *_going_on(owner, now))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise Refused("no_such_session")
    sessions.end(connection, session, now)
    device = " ".join(filter(None, (row.program, row.system)))
    audit.record(connection, owner, Action.SESSION_ENDED, now, Target(SESSION, None, device))


def end_others(connection: sa.Connection, owner: Actor, now: float) -> int:
    """End all sessions of `owner` but the one that asks; how many those were."""
    account = accounts.active(connection, owner.account)
    others = [row for row in listed(connection, owner, now) if not row.current]
    if others:
        sessions.end_all(connection, owner.account, now, but=owner.session)
        target = audit.user(account)
        after = {"ended": len(others)}
        audit.record(connection, owner, Action.OTHER_SESSIONS_ENDED, now, target, after=after)
    return len(others)


def _going_on(owner: Actor, now: float) -> list[sa.ColumnElement[bool]]:
    return [
        table.c.account_id == owner.account,
        table.c.expires_at > now,
        table.c.ended.is_(False),
    ]
