"""In which order requests of a round are decided, and those that wait for a draw."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("policy", sa.String(), nullable=False, server_default="first_come"),
        sa.Column("priorities", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("early_seconds", sa.Float(), nullable=True),
        sa.Column("seed", sa.String(), nullable=True),
        sa.Column("drawn_at", sa.Float(), nullable=True),
    ):
        op.add_column("rounds", column)
    op.create_table(
        "staged",
        sa.Column("ticket_id", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_staged_round_id", "staged", ["round_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_staged_round_id", "staged")
    op.drop_table("staged")
    for column in ("drawn_at", "seed", "early_seconds", "priorities", "policy"):
        op.drop_column("rounds", column)
