"""What students are to be told, and how each section filled."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notices_student_id", "notices", ["student_id"])
    op.create_index("ix_notices_section_id", "notices", ["section_id"])
    op.create_index(
        "ix_outcomes_filling",
        "outcomes",
        ["section_id"],
        sqlite_where=sa.text("outcome IN ('enrolled', 'dropped')"),
    )
    op.create_index(
        "ix_outcomes_leaving",
        "outcomes",
        ["instead_of"],
        sqlite_where=sa.text("instead_of IS NOT NULL AND outcome = 'enrolled'"),
    )


def downgrade() -> None:
    op.drop_index("ix_outcomes_leaving", "outcomes")
    op.drop_index("ix_outcomes_filling", "outcomes")
    op.drop_table("notices")
