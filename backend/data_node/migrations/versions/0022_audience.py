"""Rounds for students by credits earned and by name, and what courses taken before were worth."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rounds", sa.Column("earned_from", sa.Integer(), nullable=True))
    op.add_column("rounds", sa.Column("earned_to", sa.Integer(), nullable=True))
    op.add_column(
        "rounds", sa.Column("named", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.create_table(
        "round_students",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "student_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_round_students_student_id", "round_students", ["student_id"])
    op.add_column("history", sa.Column("credits", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("history", "credits")
    op.drop_table("round_students")
    op.drop_column("rounds", "named")
    op.drop_column("rounds", "earned_to")
    op.drop_column("rounds", "earned_from")
