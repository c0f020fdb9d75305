"""Signing in through a provider: who is linked to whom there, sign-ins that were used."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "oidc_links",
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id"), primary_key=True),
        sa.Column("issuer", sa.String(), primary_key=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("linked_at", sa.Float(), nullable=False),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.create_table(
        "oidc_used",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("expires_at", sa.Float(), nullable=False, index=True),
    )
    op.add_column(
        "challenges", sa.Column("vouched", sa.String(), nullable=False, server_default="")
    )
    op.add_column("sessions", sa.Column("provider", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("sessions", "provider")
    op.drop_column("challenges", "vouched")
    op.drop_table("oidc_used")
    op.drop_table("oidc_links")
