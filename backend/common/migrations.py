"""What every node's Alembic environment runs: its migrations on the connection it is given."""

from __future__ import annotations

from alembic import context


def run_migrations() -> None:
    """Apply the migrations that Alembic was asked for, in the transaction already begun."""
    context.configure(connection=context.config.attributes["connection"])
    context.run_migrations()
