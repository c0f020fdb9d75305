"""Credits from below and of the own choice; seats that are shared, and seats that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("terms", sa.Column("credit_minimum", sa.Integer(), nullable=True))
    op.add_column("students", sa.Column("credit_minimum", sa.Integer(), nullable=True))
    op.add_column(
        "rounds",
        sa.Column("below_minimum", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("enrolments", sa.Column("credits", sa.Integer(), nullable=True))
    op.create_table(
        "pools",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("ceiling", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0", name="pool_taken_not_negative"),
        sa.CheckConstraint("taken <= ceiling", name="pool_never_oversold"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reserves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.CheckConstraint("seats > 0", name="reserve_of_seats"),
        sa.CheckConstraint("taken >= 0", name="reserve_taken_not_negative"),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reserves_section_id", "reserves", ["section_id"])
    op.add_column("sections", sa.Column("pool_id", sa.Integer(), nullable=True))
    op.create_index("ix_sections_pool_id", "sections", ["pool_id"])
    op.add_column("enrolments", sa.Column("reserve_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("enrolments", "reserve_id")
    op.drop_index("ix_sections_pool_id", "sections")
    op.drop_column("sections", "pool_id")
    op.drop_table("reserves")
    op.drop_table("pools")
    op.drop_column("enrolments", "credits")
    op.drop_column("rounds", "below_minimum")
    op.drop_column("students", "credit_minimum")
    op.drop_column("terms", "credit_minimum")
