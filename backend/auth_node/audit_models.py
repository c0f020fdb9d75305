"""What travels of the audit log."""

from __future__ import annotations

from typing import Any

from backend.auth_node.models import Answer


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
