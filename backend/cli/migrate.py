"""`course-cli migrate`: what SQLite files hold, into the PostgreSQL databases of the settings."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend.cli.output import (
    Column,
    Failure,
    Form,
    emit_json,
    emit_rows,
    examples,
    output_option,
    say,
)
from backend.domain.refusals import Exit

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlalchemy.ext.asyncio import AsyncEngine

    from backend.common.settings import Settings
    from backend.common.transfer import Counted

DATABASES = ("data", "auth", "queue")
COLUMNS = [
    Column("Database", "database"),
    Column("Table", "table"),
    Column("Rows", "rows"),
    Column("SHA-256", "sha256"),
]


@click.command(
    epilog=examples(
        "./start_backend.sh stop && course-cli migrate",
        "course-cli migrate --from /var/lib/course-selection --json",
    )
)
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of data.db, auth.db and queue.db.  [default: DATA_DIR]",
)
@output_option
def migrate(folder: Path | None, form: Form) -> None:
    """Copy SQLite databases into PostgreSQL, and check every row there.

    DATA_DATABASE_URL, AUTH_DATABASE_URL and QUEUE_DATABASE_URL name the new databases, which have
    to be empty; their passwords stay out of the command line. Stop the system first. The files stay
    as they are. Unless all three arrived whole, nothing is in any of them.
    """
    from backend.common.settings import get_settings  # noqa: PLC0415 - quick start

    settings = get_settings()
    source = folder or settings.data_path
    _require_postgres(settings)
    counted = asyncio.run(_migrate(settings, source))
    total = sum(each.rows for tables in counted.values() for each in tables)
    rows = [
        {"database": name, "table": each.table, "rows": each.rows, "sha256": each.digest}
        for name, tables in counted.items()
        for each in tables
    ]
    if form is Form.JSON:
        emit_json({"from": str(source), "tables": rows})
    else:
        emit_rows(COLUMNS, rows, form)
    say(f"{total} rows are in PostgreSQL, each compared. Start again now.")


def _require_postgres(settings: Settings) -> None:
    from backend.common.dialects import POSTGRES  # noqa: PLC0415 - quick start

    for name in DATABASES:
        url = _url(settings, name)
        if url.get_backend_name() != POSTGRES:
            variable = f"{name.upper()}_DATABASE_URL"
            raise Failure(
                f"{variable} does not name a PostgreSQL database",
                exit_code=Exit.USAGE,
                hint=f"set {variable}=postgresql://USER:PASSWORD@HOST/{name} in .env",
            )


def _url(settings: Settings, name: str) -> sa.URL:
    import sqlalchemy as sa  # noqa: PLC0415 - quick start

    from backend.common.database_url import read_url  # noqa: PLC0415 - quick start

    try:
        return read_url(settings.database_url(name))
    except sa.exc.ArgumentError:
        raise Failure(
            f"{name.upper()}_DATABASE_URL is no URL of a database", exit_code=Exit.USAGE
        ) from None


async def _migrate(settings: Settings, folder: Path) -> dict[str, list[Counted]]:
    """All three in transactions that are committed when the last one is checked."""
    import sqlalchemy as sa  # noqa: PLC0415 - quick start
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415

    from backend.common.postgres_servers import Servers  # noqa: PLC0415
    from backend.common.transfer import TransferError  # noqa: PLC0415

    engines = {
        name: create_async_engine(
            "postgresql+asyncpg://",
            connect_args={"async_creator_fn": partial(Servers(_url(settings, name)).connect, {})},
        )
        for name in DATABASES
    }
    with ExitStack() as sources:
        opened = {name: sources.enter_context(_source(folder, name)) for name in DATABASES}
        try:
            return await _all(opened, engines)
        except TransferError as error:
            raise Failure(
                f"nothing was copied: {error}", hint="course-cli migrate --help"
            ) from None
        except (OSError, sa.exc.SQLAlchemyError) as error:
            words = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise Failure(
                f"nothing was copied: PostgreSQL says: {words}", exit_code=Exit.AWAY
            ) from None
        finally:
            for engine in engines.values():
                await engine.dispose()


async def _all(
    sources: dict[str, sa.Connection], engines: dict[str, AsyncEngine]
) -> dict[str, list[Counted]]:
    counted: dict[str, list[Counted]] = {}
    async with AsyncExitStack() as open_ones:
        targets = {
            name: await open_ones.enter_async_context(engine.connect())
            for name, engine in engines.items()
        }
        for name, target in targets.items():
            counted[name] = await target.run_sync(_transfer, sources[name], name)
        for target in targets.values():
            await target.commit()
    return counted


def _transfer(target: sa.Connection, source: sa.Connection, name: str) -> list[Counted]:
    import backend  # noqa: PLC0415 - quick start
    from backend.common.database import migrate as bring_up_to_date  # noqa: PLC0415
    from backend.common.transfer import transfer  # noqa: PLC0415

    bring_up_to_date(Path(backend.__file__).parent / f"{name}_node" / "migrations", target)
    return transfer(source, target)


@contextmanager
def _source(folder: Path, name: str) -> Iterator[sa.Connection]:
    """The database `name` of `folder`, which nobody else has open meanwhile.

    Raises:
        Failure: it is not there, or a node has it open.
    """
    import sqlalchemy as sa  # noqa: PLC0415 - quick start

    from backend.common.database_file import DatabaseInUseError, lock, require_whole  # noqa: PLC0415

    path = folder / f"{name}.db"
    if not path.is_file():
        raise Failure(
            f"{path} is not there", exit_code=Exit.USAGE, hint="course-cli migrate --from DIR"
        )
    try:
        require_whole(path)
        held = lock(path)
    except DatabaseInUseError as error:
        raise Failure(str(error), hint="./start_backend.sh stop") from None
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
        os.close(held)
