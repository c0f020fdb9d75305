"""Accounts can be disabled; a login may have to wait for a password of one's own."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = "purpose in ('login', 'setup', 'reset')"
AFTER = "purpose in ('login', 'setup', 'reset', 'password')"


def upgrade() -> None:
    op.add_column(
        "accounts", sa.Column("disabled", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _make_challenges(AFTER)


def downgrade() -> None:
    _make_challenges(BEFORE)
    op.drop_column("accounts", "disabled")


def _make_challenges(purposes: str) -> None:
    """Half-finished logins live for five minutes; whoever is in one starts again."""
    op.drop_table("challenges")
    op.create_table(
        "challenges",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.CheckConstraint(purposes, name="challenge_purpose"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("digest"),
    )
    for column in ("account_id", "expires_at"):
        op.create_index(op.f(f"ix_challenges_{column}"), "challenges", [column], unique=False)
