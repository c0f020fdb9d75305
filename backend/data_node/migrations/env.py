"""Alembic's entry for data.db."""

from backend.common.migrations import run_migrations

run_migrations()
