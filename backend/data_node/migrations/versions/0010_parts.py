"""What became of each wish of a plan."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outcomes", sa.Column("parts", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("outcomes", "parts")
