"""Exceptions for one student in one section, and the seats they add to it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sections", sa.Column("permitted", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "permits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until", sa.Float(), nullable=True),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("granted_at", sa.Float(), nullable=False),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("revoked_at", sa.Float(), nullable=True),
        sa.Column("used_at", sa.Float(), nullable=True),
        sa.Column("ticket_id", sa.String(), nullable=True),
        sa.Column("used_kinds", sa.JSON(), nullable=True),
        sa.Column("left_at", sa.Float(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_permits_student_id", "permits", ["student_id"], unique=False)
    op.create_index("ix_permits_section_id", "permits", ["section_id"], unique=False)
    op.create_index(
        "ix_permits_live",
        "permits",
        ["student_id", "section_id"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )


def downgrade() -> None:
    op.drop_index("ix_permits_live", "permits")
    op.drop_index("ix_permits_section_id", "permits")
    op.drop_index("ix_permits_student_id", "permits")
    op.drop_table("permits")
    op.drop_column("sections", "permitted")
