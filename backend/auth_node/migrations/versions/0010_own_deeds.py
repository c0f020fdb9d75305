"""Where somebody was lately is looked up at each login; what was done to others is left out."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NAME = "ix_audit_log_actor_id_target_id"


def upgrade() -> None:
    op.create_index(NAME, "audit_log", ["actor_id", "target_id"])


def downgrade() -> None:
    op.drop_index(NAME, "audit_log")
