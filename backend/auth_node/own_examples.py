"""Bodies and answers of sessions, recovery codes and the audit log, shown in the documentation."""

from __future__ import annotations

from backend.auth_node import audit_models, own_models
from backend.auth_node.audit import USER, Action
from backend.auth_node.examples import CHALLENGE, NOW, PASSWORD

SESSIONS = own_models.SessionList(
    items=[
        own_models.SessionRow(
            id=CHALLENGE,
            created_at=NOW,
            last_used_at=NOW + 1200,
            expires_at=NOW + 24 * 3600,
            program="Firefox",
            system="Windows",
            source="192.0.2.17",
            provider="",
            current=True,
        )
    ]
)
BOTH_FACTORS = own_models.BothFactors(password=PASSWORD, code="492039")
RECOVERY_CODES = own_models.RecoveryCodes(
    recovery_codes=["7Q2Z-KM4X-9TB8-H3W6", "RJ0P-VDC5-NA1E-G8KX"]
)
AUDIT_PAGE = audit_models.AuditPage(
    items=[
        audit_models.AuditRow(
            id=812,
            at=NOW,
            action=Action.USER_UPDATED.value,
            actor="admin",
            actor_role="admin",
            source="192.0.2.17",
            target_kind=USER,
            target="alice",
            before={"group": "CS-1"},
            after={"group": "CS-2"},
        )
    ],
    total=1,
    limit=100,
    offset=0,
)
