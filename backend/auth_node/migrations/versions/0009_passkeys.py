"""Passkeys, a second factor beside the codes of an app."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BEFORE = "purpose in ('login', 'setup', 'reset', 'password')"
AFTER = "purpose in ('login', 'setup', 'reset', 'password', 'add')"


def upgrade() -> None:
    op.create_table(
        "passkey_owners",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("account_id"),
        sa.UniqueConstraint("handle"),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("last_used_at", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("credential_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_passkeys_account_id"), "passkeys", ["account_id"], unique=False)
    _make_challenges(AFTER, sa.Column("passkey_challenge", sa.String(), nullable=True))


def downgrade() -> None:
    _make_challenges(BEFORE)
    op.drop_table("passkeys")
    op.drop_table("passkey_owners")


def _make_challenges(purposes: str, *more: sa.Column[str]) -> None:
    """Half-finished logins live for five minutes; whoever is in one starts again."""
    op.drop_table("challenges")
    op.create_table(
        "challenges",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.Column("vouched", sa.String(), nullable=False, server_default=""),
        *more,
        sa.CheckConstraint(purposes, name="challenge_purpose"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("digest"),
    )
    for column in ("account_id", "expires_at"):
        op.create_index(op.f(f"ix_challenges_{column}"), "challenges", [column], unique=False)
