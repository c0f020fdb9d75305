"""All rows of a node's database into another one, of either engine, and whether they are the same.

Both have the same revision of the schema. Tables are found in the source, so that this knows no
node; rows go over in the order of their primary keys, parts at a time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from backend.common.bulk import fetch, insert_rows
from backend.common.database_file import sync
from backend.common.dialects import POSTGRES
from backend.common.secrets import PRIVATE_FILE

REVISION = "alembic_version"
ROWS_AT_ONCE = 5000

COUNTERS = "counters"  # which a schema has rows of from the beginning


class Counted(NamedTuple):
    """What is in a table.

    Attributes:
        digest: of all rows in the order of the primary key, in hexadecimal.
    """

    table: str
    rows: int
    digest: str


class TransferError(Exception):
    """The rows cannot go over, or did not arrive as they were; the text names the table."""


def transfer(
    source: sa.Connection,
    target: sa.Connection,
    told: Callable[[str, int], None] = lambda _table, _rows: None,
) -> list[Counted]:
    """Put all rows of `source` into `target`, which has none, in the transactions of both.

    Args:
        told: called with a table and its rows that went over so far.

    Raises:
        TransferError: `target` is of another version, has rows, or has others afterwards.
    """
    if _revision(source) != _revision(target):
        raise TransferError("the files are of another version; start this one on them once")
    tables = tables_of(target if source.dialect.name == POSTGRES else source)
    for table in reversed(tables):
        if table.name == COUNTERS:
            target.execute(sa.delete(table))
        elif target.execute(sa.select(table).limit(1)).first() is not None:
            raise TransferError(f"{table.name} has rows already; use a new database")
    counted = [_transfer(source, target, table, told) for table in tables]
    for table, before in zip(tables, counted, strict=True):
        if count(target, table) != before:
            raise TransferError(f"{table.name} did not arrive as it was")
    return counted


def write_copy_of(
    source: sa.Connection, path: Path, migrate: Callable[[sa.Connection], None]
) -> None:
    """Write what `source` has to the new SQLite file `path` (mode 0600), on disk.

    Args:
        migrate: brings a schema to the version of `source`.

    Raises:
        OSError: it cannot be written, or is there already; then nothing is left of it.
        TransferError: as `transfer`.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as target:
            migrate(target)
            transfer(source, target)
        sync(path)
    except BaseException:
        path.unlink()
        raise
    finally:
        engine.dispose()


def tables_of(connection: sa.Connection) -> list[sa.Table]:
    """The tables of a node's database in SQLite, each after those it refers to."""
    metadata = sa.MetaData()
    sa.event.listen(metadata, "column_reflect", _of_both)
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != REVISION]


def _of_both(_inspector: object, _table: object, column: dict[str, Any]) -> None:
    column["type"] = column["type"].as_generic()


def _revision(connection: sa.Connection) -> str:
    return str(connection.execute(sa.text(f"select version_num from {REVISION}")).scalar_one())  # noqa: S608


def count(connection: sa.Connection, table: sa.Table) -> Counted:
    """What is in `table`; the same of both engines."""
    seen = _Digest(table)
    for rows in _parts(connection, table, _names(table)):
        seen.add(rows)
    return seen.counted()


def _transfer(
    source: sa.Connection,
    target: sa.Connection,
    table: sa.Table,
    told: Callable[[str, int], None],
) -> Counted:
    names = _names(table)
    seen = _Digest(table)
    for rows in _parts(source, table, names):
        insert_rows(target, table, names, rows)
        seen.add(rows)
        told(table.name, seen.rows)
    last = _last_id(source, table)
    if last:
        _raise_last_id(target, table, last)
    return seen.counted()


def _names(table: sa.Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


class _Digest:
    """A digest of rows whose values come in the order of the columns of `table`."""

    def __init__(self, table: sa.Table) -> None:
        self._table = table.name
        self._json = [
            place for place, column in enumerate(table.columns) if isinstance(column.type, sa.JSON)
        ]
        self._hash = hashlib.sha256()
        self.rows = 0

    def add(self, rows: list[tuple[Any, ...]]) -> None:
        self.rows += len(rows)
        for row in rows:
            values = list(row)
            for place in self._json:
                if values[place] is not None:
                    values[place] = msgspec.json.decode(values[place])
            self._hash.update(msgspec.json.encode(values))

    def counted(self) -> Counted:
        return Counted(self._table, self.rows, self._hash.hexdigest())


def _parts(
    connection: sa.Connection, table: sa.Table, names: tuple[str, ...]
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of `table` in the order of its key, at most `ROWS_AT_ONCE` at a time."""
    keys = list(table.primary_key.columns)
    query = sa.select(*(table.c[name] for name in names)).order_by(*(keys or table.columns))
    if not keys:
        yield fetch(connection, query, ())
        return
    query = query.limit(sa.literal_column(str(ROWS_AT_ONCE)))
    query = query.offset(sa.literal_column("0"))  # said, or it would be a parameter of its own
    after = [sa.bindparam(f"after_{key.name}", type_=key.type) for key in keys]
    beyond = query.where(sa.tuple_(*keys) > sa.tuple_(*after))
    places = [names.index(key.name) for key in keys]
    rows = fetch(connection, query, ())
    while rows:
        yield rows
        last = tuple(rows[-1][place] for place in places)
        rows = fetch(connection, beyond, tuple(each.key for each in after), last)


def _last_id(connection: sa.Connection, table: sa.Table) -> int:
    """The newest id that the database gave out itself, also if its row is gone; 0 for none."""
    if connection.dialect.name == POSTGRES:
        sequence = _sequence(connection, table)
        if sequence is None:
            return 0
        used = sa.text(f"select case when is_called then last_value else 0 end from {sequence}")  # noqa: S608 - its own name of it
        return int(connection.execute(used).scalar_one())
    if not sa.inspect(connection).has_table("sqlite_sequence"):
        return 0
    found = connection.execute(
        sa.text("select seq from sqlite_sequence where name = :table"), {"table": table.name}
    ).scalar()
    return int(found or 0)


def _raise_last_id(connection: sa.Connection, table: sa.Table, last: int) -> None:
    if connection.dialect.name == POSTGRES:
        sequence = _sequence(connection, table)
        if sequence is not None:
            raised = sa.text("select setval(:sequence, :last)")
            connection.execute(raised, {"sequence": sequence, "last": last})
        return
    for statement in (
        "delete from sqlite_sequence where name = :table",
        "insert into sqlite_sequence (name, seq) values (:table, :last)",
    ):
        connection.execute(sa.text(statement), {"table": table.name, "last": last})


def _sequence(connection: sa.Connection, table: sa.Table) -> str | None:
    for column in table.primary_key.columns:
        found = connection.execute(
            sa.text("select pg_get_serial_sequence(:table, :column)"),
            {"table": f'"{table.name}"', "column": column.name},
        ).scalar()
        if found is not None:
            return str(found)
    return None
