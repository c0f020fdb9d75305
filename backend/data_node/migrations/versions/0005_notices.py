"""What students are to be told, and how each section filled."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

EARLIER_DEPARTURES = """
    INSERT INTO departures (section_id, taken_at, left_at)
    SELECT section_id, before, decided_at
    FROM (
        SELECT section_id, outcome, decided_at,
               LAG(decided_at) OVER (
                   PARTITION BY student_id, section_id ORDER BY decided_at, ticket_id
               ) AS before
        FROM outcomes
        WHERE outcome IN ('enrolled', 'dropped') AND section_id IN (SELECT id FROM sections)
    ) AS changes
    WHERE outcome = 'dropped' AND before IS NOT NULL
"""


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
    op.create_table(
        "departures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.Float(), nullable=False),
        sa.Column("left_at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(EARLIER_DEPARTURES)
    op.create_index("ix_departures_section_id", "departures", ["section_id"])


def downgrade() -> None:
    op.drop_table("departures")
    op.drop_table("notices")
