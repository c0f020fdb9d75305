"""Plans: many wishes in one ticket, and what became of each."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("plan", sa.String(), nullable=True))
    op.add_column("tickets", sa.Column("parts", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("tickets", "parts")
    op.drop_column("tickets", "plan")
