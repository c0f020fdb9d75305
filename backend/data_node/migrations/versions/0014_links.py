"""Linked sections: parts of a course that are had together."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEPT = "student_id, course_id, section_id, ticket_id, enrolled_at"


def upgrade() -> None:
    for name in ("component", "link_label"):
        column = sa.Column(name, sa.String(), nullable=False, server_default="")
        op.add_column("sections", column)
    linked = sa.text("component != ''")
    op.create_index(
        "ix_sections_linked",
        "sections",
        ["course_id"],
        unique=False,
        sqlite_where=linked,
        postgresql_where=linked,
    )
    component = sa.Column("component", sa.String(), nullable=False, server_default="")
    _make_enrolments_anew([component], ["student_id", "course_id", "component"], KEPT)


def downgrade() -> None:
    # One seat a student and course is all that there was room for: of a set the first part stays.
    op.execute(
        "DELETE FROM enrolments WHERE EXISTS (SELECT 1 FROM enrolments AS other"
        " WHERE other.student_id = enrolments.student_id"
        " AND other.course_id = enrolments.course_id AND other.component < enrolments.component)"
    )
    op.execute(
        "UPDATE sections SET taken = (SELECT count(*) FROM enrolments"
        " WHERE enrolments.section_id = sections.id) WHERE component != ''"
    )
    _make_enrolments_anew([], ["student_id", "course_id"], KEPT)
    op.drop_index("ix_sections_linked", table_name="sections")
    op.drop_column("sections", "link_label")
    op.drop_column("sections", "component")


def _make_enrolments_anew(more: list[sa.Column[str]], key: list[str], kept: str) -> None:
    """Another primary key needs another table, where rows lie in the order of their key."""
    op.drop_index("ix_enrolments_section_id", table_name="enrolments")
    op.rename_table("enrolments", "old_enrolments")
    op.create_table(
        "enrolments",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        *more,
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.String(), nullable=False),
        sa.Column("enrolled_at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(*key),
        sqlite_with_rowid=False,
    )
    op.execute(f"INSERT INTO enrolments ({kept}) SELECT {kept} FROM old_enrolments")  # noqa: S608
    op.drop_table("old_enrolments")
    op.create_index(op.f("ix_enrolments_section_id"), "enrolments", ["section_id"], unique=False)
