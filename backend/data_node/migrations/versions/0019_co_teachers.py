"""Several teachers of one section."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "co_teachers",
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["teacher_id"], ["teachers.id"]),
        sa.PrimaryKeyConstraint("section_id", "teacher_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_co_teachers_teacher_id", "co_teachers", ["teacher_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_co_teachers_teacher_id", "co_teachers")
    op.drop_table("co_teachers")
