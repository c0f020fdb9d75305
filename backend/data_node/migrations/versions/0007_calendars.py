"""How often a section changed, and the secret addresses of students' calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sections", sa.Column("revision", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("student_id"),
        sa.UniqueConstraint("digest"),
    )


def downgrade() -> None:
    op.drop_table("calendar_feeds")
    op.drop_column("sections", "revision")
