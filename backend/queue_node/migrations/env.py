"""Alembic's entry for queue.db."""

from backend.common.migrations import run_migrations

run_migrations()
