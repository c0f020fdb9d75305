"""The tables of what else decides about a student's seats. Migrations make them."""

from __future__ import annotations

import sqlalchemy as sa

from backend.data_node.tables import metadata

holds = sa.Table(
    "holds",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "student_id", sa.ForeignKey("students.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("contact", sa.String, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("since", sa.Float, nullable=False),
    sa.Column("until", sa.Float),
    sa.Column("lifted_at", sa.Float),
    sa.Column("lifted_by", sa.String),
    sqlite_autoincrement=True,
)
"""Why students take no seats; those that were lifted stay, with who lifted them. Columns mean what
`common.holds.HoldView` says."""

history = sa.Table(
    "history",
    metadata,
    sa.Column("student_id", sa.ForeignKey("students.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("course", sa.String, primary_key=True),
    sa.Column("term", sa.String, primary_key=True),
    sa.Column("grade", sa.String, nullable=False),
    sa.Column("credits", sa.Integer),
    sqlite_with_rowid=False,
)
"""What students took before: the course by `domain.history.course_key`, the term by its code, which
need not be known here, the grade as `domain.grades.read_grade` writes it. `credits` are hundredths
that it was worth, where somebody said so."""

requirements = sa.Table(
    "requirements",
    metadata,
    sa.Column(
        "course_id",
        sa.ForeignKey("courses.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("prerequisite", sa.String, nullable=False),
    sa.Column("corequisite", sa.String, nullable=False),
    sa.Column("exclusions", sa.JSON, nullable=False),
    sa.Column("groups", sa.JSON, nullable=False),
    sa.Column("tags", sa.JSON, nullable=False),
    sa.Column("repeats", sa.Boolean, nullable=False),
)
"""What courses require, one row a course that requires something. Columns mean what
`common.requirements.CourseRequirements` says, and needs are as `requirement_text` writes them."""
