"""Seats of which a decision has to know more than that they are held are found without a search."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    own_way = sa.text("credits is not null or reserve_id is not null")
    op.create_index(
        "ix_enrolments_own_way",
        "enrolments",
        ["student_id"],
        sqlite_where=own_way,
        postgresql_where=own_way,
    )


def downgrade() -> None:
    op.drop_index("ix_enrolments_own_way", "enrolments")
