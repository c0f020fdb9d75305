"""When a term is taught."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("terms", sa.Column("first_day", sa.Date()))
    op.add_column("terms", sa.Column("last_day", sa.Date()))
    op.add_column("terms", sa.Column("holidays", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    for name in ("holidays", "last_day", "first_day"):
        op.drop_column("terms", name)
