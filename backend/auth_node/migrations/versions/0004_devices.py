"""Sessions say when, where and with what they were opened."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LIFETIME = 24 * 3600  # seconds, of a session when this was written


def upgrade() -> None:
    op.add_column(
        "sessions", sa.Column("created_at", sa.Float(), nullable=False, server_default="0")
    )
    for name in ("program", "system", "source"):
        op.add_column("sessions", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.execute(f"update sessions set created_at = expires_at - {LIFETIME}")  # noqa: S608


def downgrade() -> None:
    for name in ("source", "system", "program", "created_at"):
        op.drop_column("sessions", name)
