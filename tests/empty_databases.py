"""Databases with a schema and nothing in them. Migrating is dear, so it is done once and copied.

They are SQLite files, or databases of a PostgreSQL server where the variable TEST_DATABASE says
`postgresql`.
"""

from __future__ import annotations

import atexit
import os
import tempfile
from functools import cache
from pathlib import Path

import msgspec
import sqlalchemy as sa

from backend.auth_node.main import MIGRATIONS as AUTH
from backend.common.database import Database
from backend.common.secrets import PRIVATE_FILE
from backend.common.settings import Settings
from backend.data_node.main import MIGRATIONS as DATA
from backend.queue_node.main import MIGRATIONS as QUEUE
from tests.postgres import Server

MIGRATIONS = {"auth": AUTH, "data": DATA, "queue": QUEUE}
ON_POSTGRES = os.environ.get("TEST_DATABASE") == "postgresql"
_empty: dict[str, bytes] = {}
_urls: dict[Path, str] = {}


def database_url(file: Path) -> str:
    """The URL of the database that would be in `file` on SQLite; the same one each time."""
    if not ON_POSTGRES:
        return f"sqlite:///{file}"
    if file not in _urls:
        _urls[file] = server().create(f"test{len(_urls)}")
    return _urls[file]


@cache
def server() -> Server:
    """The PostgreSQL server of this process."""
    started = Server()
    started.start()
    atexit.register(started.close)
    return started


async def lay_out(node: str, settings: Settings) -> Settings:
    """Settings with which a node finds its database, which is made empty unless it is there."""
    name = node.removesuffix("_node")
    if name not in MIGRATIONS:
        return settings
    if ON_POSTGRES:
        return await _on_postgres(name, settings)
    await _as_file(name, settings)
    return settings


async def _on_postgres(name: str, settings: Settings) -> Settings:
    variable = f"{name}_database_url"
    if getattr(settings, variable):
        return settings
    file = settings.data_path / f"{name}.db"
    if file not in _urls:
        template = f"empty_{name}"
        if name not in _empty:
            await _migrate(server().create(template), MIGRATIONS[name])
            _empty[name] = b""
        _urls[file] = server().create(f"test{len(_urls)}", template)
    return msgspec.structs.replace(settings, **{variable: _urls[file]})


async def _as_file(name: str, settings: Settings) -> None:
    url = sa.make_url(settings.database_url(name))
    path = Path(url.database or "")
    if url.get_backend_name() != "sqlite" or path.exists() or not path.parent.is_dir():
        return
    if name not in _empty:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "empty.db"
            await _migrate(f"sqlite:///{made}", MIGRATIONS[name])
            _empty[name] = made.read_bytes()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE), "wb") as file:  # noqa: PTH123, ASYNC230
        file.write(_empty[name])


async def _migrate(url: str, migrations: Path) -> None:
    database = Database(url, migrations)
    await database.start()
    await database.stop()
