"""Which copy leads, and before which moment nothing is accepted any more."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NEW = ("leader", "let_through")
COUNTER = sa.text("insert into counters (name, value) values (:name, 0)")
GONE = sa.text("delete from counters where name = :name")


def upgrade() -> None:
    for name in NEW:
        op.execute(
            sa.text("insert into counters (name, value) values (:name, 0)").bindparams(name=name)
        )


def downgrade() -> None:
    for name in NEW:
        op.execute(GONE.bindparams(name=name))
