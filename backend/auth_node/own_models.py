"""What travels of one's own sessions and recovery codes, of settings and of the audit log."""

from __future__ import annotations

from typing import Any

from backend.auth_node.models import Answer, Body, Secret


class SessionRow(Answer):
    """One of one's own sessions.

    Attributes:
        last_used_at: when its tokens were renewed last, which a page in use does every few minutes.
        program: browser or program that it was opened with, "" where that is not known.
        source: the address it was opened from.
        current: whether it is the one that asks.
    """

    id: str
    created_at: float
    last_used_at: float
    expires_at: float
    program: str
    system: str
    source: str
    current: bool


class SessionList(Answer):
    """One's own sessions, the newest first."""

    items: list[SessionRow]


class Ended(Answer):
    """How many sessions ended."""

    ended: int


class BothFactors(Body):
    """Password and a code of the second factor, asked for once more before something that matters.

    Attributes:
        code: of the app; a recovery code does not do.
    """

    password: Secret
    code: Secret


class RecoveryCodes(Answer):
    """Codes in place of the second factor, each for one login, shown once."""

    recovery_codes: list[str]


class AuditRow(Answer):
    """One entry of the audit log.

    Attributes:
        actor: user name of who did it, "" where nobody was logged in.
        source: the address it came from; `local` is this machine.
        target: user name, name or number of whom or what it happened to.
        before: what was there before, of what changed.
    """

    id: int
    at: float
    action: str
    actor: str
    actor_role: str
    source: str
    target_kind: str
    target: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class AuditPage(Answer):
    """A page of the audit log, newest first."""

    items: list[AuditRow]
    total: int
    limit: int
    offset: int
