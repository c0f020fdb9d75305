"""A log of every decision, chained by hashes, that only grows."""

import sqlalchemy as sa
from alembic import op

from backend.common.migrations import forbid, forbid_no_longer

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OF_A_REHEARSAL = "exists (select 1 from terms where id = old.term_id and scratch)"
UNLESS = {"update": "", "delete": OF_A_REHEARSAL}


def upgrade() -> None:
    op.create_table(
        "decision_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("term_id", "sequence"),
    )
    op.create_index(op.f("ix_decision_log_at"), "decision_log", ["at"])
    for verb, unless in UNLESS.items():
        forbid(verb, "decision_log", "the decision log only grows", unless)


def downgrade() -> None:
    op.drop_table("decision_log")
    for verb in UNLESS:
        forbid_no_longer(verb, "decision_log")
