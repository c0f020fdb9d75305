"""Searching the audit log must not hold up who logs in meanwhile."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SEARCHED = ("at", "action", "actor_id", "source", "target_id", "target")


def upgrade() -> None:
    for column in SEARCHED:
        op.create_index(op.f(f"ix_audit_log_{column}"), "audit_log", [column])


def downgrade() -> None:
    for column in SEARCHED:
        op.drop_index(op.f(f"ix_audit_log_{column}"), "audit_log")
