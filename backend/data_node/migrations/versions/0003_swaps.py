"""What a swap gives back, and what fills the sentence of a refusal."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outcomes", sa.Column("instead_of", sa.Integer(), nullable=True))
    op.add_column("outcomes", sa.Column("values", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("outcomes", "values")
    op.drop_column("outcomes", "instead_of")
