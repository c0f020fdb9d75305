"""Students told that they hold less than their minimum when a round is over."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "rounds", sa.Column("end_told", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    over = sa.text("update rounds set end_told = :told where closes_at <= :now")
    op.get_bind().execute(over, {"told": True, "now": time.time()})
    op.create_table(
        "below_notices",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("student_id", "round_id"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("below_notices")
    op.drop_column("rounds", "end_told")
