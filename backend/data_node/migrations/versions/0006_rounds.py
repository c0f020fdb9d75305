"""Rounds of a term: when, for whom, for what and how much."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("opens_at", sa.Float(), nullable=False),
        sa.Column("closes_at", sa.Float(), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("credit_limit", sa.Integer(), nullable=True),
        sa.Column("section_limit", sa.Integer(), nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        sa.ForeignKeyConstraint(["term_id"], ["terms.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rounds_term_id", "rounds", ["term_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_rounds_term_id", "rounds")
    op.drop_table("rounds")
