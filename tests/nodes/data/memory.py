"""The data node's database in memory: real SQLite, real schema, nothing on disk to wait for."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from backend.common.database import Database
from backend.data_node.main import MIGRATIONS


def database() -> sa.Connection:
    """A connection to a new database with the schema and nothing in it."""
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)

    @sa.event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.deserialize(_empty())
        connection.execute("PRAGMA foreign_keys = ON")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine.connect()


@cache
def _empty() -> bytes:
    return asyncio.run(_migrated())


async def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        opened = Database(f"sqlite:///{folder}/data.db", MIGRATIONS)
        await opened.start()
        copy = Path(folder) / "copy.db"
        await opened.copy_to(copy)  # not in WAL mode, which a database in memory cannot be in
        await opened.stop()
        return copy.read_bytes()
