"""Databases with a schema and nothing in them. Migrating is dear, so it is done once and copied."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import sqlalchemy as sa

from backend.auth_node.main import MIGRATIONS as AUTH
from backend.common.database import Database
from backend.common.secrets import PRIVATE_FILE
from backend.common.settings import Settings
from backend.data_node.main import MIGRATIONS as DATA
from backend.queue_node.main import MIGRATIONS as QUEUE

MIGRATIONS = {"auth_node": AUTH, "data_node": DATA, "queue_node": QUEUE}
_empty: dict[str, bytes] = {}


async def lay_out(node: str, settings: Settings) -> None:
    """Put a node's empty database where the node looks for it, unless there is one."""
    if node not in MIGRATIONS:
        return
    url = sa.make_url(settings.database_url(node.removesuffix("_node")))
    path = Path(url.database or "")
    if url.get_backend_name() != "sqlite" or path.exists() or not path.parent.is_dir():
        return
    if node not in _empty:
        _empty[node] = await _migrated(MIGRATIONS[node])
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE), "wb") as file:  # noqa: PTH123, ASYNC230
        file.write(_empty[node])


async def _migrated(migrations: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        database = Database(f"sqlite:///{path}", migrations)
        await database.start()
        await database.stop()
        return path.read_bytes()
