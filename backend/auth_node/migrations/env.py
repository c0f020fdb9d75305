"""Alembic's entry for auth.db."""

from backend.common.migrations import run_migrations

run_migrations()
