"""Which copy of the queue node hands the line on."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("insert into counters (name, value) values ('leader', 0)")


def downgrade() -> None:
    op.execute("delete from counters where name = 'leader'")
