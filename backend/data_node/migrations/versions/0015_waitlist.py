"""Who waits for a seat of a section."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sections", sa.Column("waitlist_limit", sa.Integer(), nullable=True))
    limited = sa.text("waitlist_limit IS NOT NULL")
    op.create_index(
        "ix_sections_waitlist_limit",
        "sections",
        ["waitlist_limit"],
        sqlite_where=limited,
        postgresql_where=limited,
    )
    op.create_table(
        "waitlist",
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("instead_of", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.Float(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("since", sa.Float(), nullable=False),
        sa.Column("skipped", sa.String(), nullable=True),
        sa.Column("skipped_values", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("section_id", "student_id"),
    )
    op.create_index("ix_waitlist_student_id", "waitlist", ["student_id"])
    op.execute("INSERT INTO counters (name, value) VALUES ('waitlist', 0)")


def downgrade() -> None:
    op.execute("DELETE FROM counters WHERE name = 'waitlist'")
    op.drop_index("ix_waitlist_student_id", "waitlist")
    op.drop_table("waitlist")
    op.drop_index("ix_sections_waitlist_limit", "sections")
    op.drop_column("sections", "waitlist_limit")
