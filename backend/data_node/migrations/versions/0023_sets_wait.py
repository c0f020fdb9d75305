"""Sets of sections, and wishes of a plan, can wait."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("waitlist") as table:
        table.add_column(sa.Column("plan", sa.String()))
        table.add_column(sa.Column("gives", sa.String()))
        table.add_column(sa.Column("credits", sa.Integer()))
        table.add_column(sa.Column("wish", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.execute("DELETE FROM waitlist WHERE plan IS NOT NULL")
    with op.batch_alter_table("waitlist") as table:
        for name in ("wish", "credits", "gives", "plan"):
            table.drop_column(name)
