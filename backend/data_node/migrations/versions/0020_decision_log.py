"""A log of every decision, chained by hashes, that only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SQLITE = "sqlite"
OF_A_REHEARSAL = "exists (select 1 from terms where id = old.term_id and scratch)"
TRIGGERS = {
    "update": "",
    "delete": f" when not {OF_A_REHEARSAL}",
}


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
    if op.get_bind().dialect.name == SQLITE:
        for verb, when in TRIGGERS.items():
            op.execute(
                f"create trigger decision_log_no_{verb} before {verb} on decision_log{when}"
                " begin select raise(abort, 'the decision log only grows'); end"
            )


def downgrade() -> None:
    op.drop_table("decision_log")
