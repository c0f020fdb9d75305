"""How many credits of a range are wanted."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("credits", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("tickets", "credits")
