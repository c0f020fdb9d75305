"""Busy statements without SQLAlchemy's work for each run or row; they still come from Core.

Each is compiled once and handed to the driver. Measured: Core's own `executemany` of 500 rows takes
about ten times as long as this, and a query for one row, built anew, thirty times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPICursor

from backend.common.dialects import POSTGRES

Rows = Sequence[tuple[Any, ...]]
Change = Callable[[Any], Any]


class _Statement(NamedTuple):
    """A statement as the driver takes it.

    Attributes:
        given: places of values and what the driver wants of them.
        found: places in rows of the answer and what callers want of them.
    """

    text: str
    given: tuple[tuple[int, Change], ...]
    found: tuple[tuple[int, Change], ...]


def listed(values: Iterable[int | str | tuple[int, str]]) -> str:
    """The values for a parameter of `among` or `having_pairs`."""
    return msgspec.json.encode(list(values)).decode()


def insert_rows(
    connection: sa.Connection, table: sa.Table, columns: tuple[str, ...], rows: Rows
) -> None:
    """Insert `rows`, whose values come in the order of `columns`, which is that of the table.

    Raises:
        ValueError: the columns come in another order than in the table.
    """
    if rows:
        _run(connection, _insertion(connection.dialect, table, columns), rows)


def upsert_rows(
    connection: sa.Connection, table: sa.Table, columns: tuple[str, ...], rows: Rows
) -> None:
    """As `insert_rows`; a row whose primary key is there takes its place."""
    if rows:
        _run(connection, _upsertion(connection.dialect, table, columns), rows)


def fetch(
    connection: sa.Connection,
    query: sa.Select[Any] | sa.UpdateBase,
    names: tuple[str, ...],
    values: tuple[Any, ...] = (),
) -> list[tuple[Any, ...]]:
    """The rows of `query`, as SQLite has them: booleans are numbers, JSON and dates are text.

    Args:
        query: made once, when its module is loaded.
        names: the names of its parameters, in their order; checked against the query.
        values: those of the parameters.

    Raises:
        ValueError: the query takes its parameters in another order.
    """
    statement = _prepared(connection.dialect, query, names)
    if statement.given:
        (values,) = _changed([values], statement.given)
    cursor = _begun(connection, statement.text, values)
    try:
        rows = list(cursor.fetchall())
    finally:
        cursor.close()
    return _changed(rows, statement.found) if statement.found else rows


def run_rows(
    connection: sa.Connection,
    statement: sa.UpdateBase,
    names: tuple[str, ...],
    rows: Rows,
) -> None:
    """Run `statement` once a row; the values of a row come in the order of its parameters.

    Args:
        names: the names of the parameters as the rows have them; checked against the statement.

    Raises:
        ValueError: the statement takes its parameters in another order.
    """
    if rows:
        _run(connection, _prepared(connection.dialect, statement, names), rows)


def run_text(connection: sa.Connection, text: str) -> None:
    """Run a statement that is text already and gives no rows."""
    _begun(connection, text, ()).close()


def _run(connection: sa.Connection, statement: _Statement, rows: Rows) -> None:
    if statement.given:
        rows = _changed(rows, statement.given)
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(statement.text, rows)
    except Exception as error:
        raise _named(connection, statement.text, rows, error) from error
    finally:
        cursor.close()


def _begun(connection: sa.Connection, text: str, values: tuple[Any, ...]) -> DBAPICursor:
    cursor = connection.connection.cursor()
    try:
        cursor.execute(text, values)
    except Exception as error:
        cursor.close()
        raise _named(connection, text, values, error) from error
    return cursor


def _changed(rows: Rows, changes: tuple[tuple[int, Change], ...]) -> list[tuple[Any, ...]]:
    changed = []
    for row in rows:
        values = list(row)
        for place, change in changes:
            if values[place] is not None:
                values[place] = change(values[place])
        changed.append(tuple(values))
    return changed


def _named(
    connection: sa.Connection, text: str, values: Sequence[Any], error: Exception
) -> BaseException:
    """What SQLAlchemy calls an error of the driver."""
    named: BaseException = sa.exc.DBAPIError.instance(
        text,
        values,
        error,
        connection.dialect.loaded_dbapi.Error,
        hide_parameters=True,
        dialect=connection.dialect,
    )
    return named


@lru_cache(maxsize=64)
def _insertion(dialect: sa.Dialect, table: sa.Table, columns: tuple[str, ...]) -> _Statement:
    statement = sa.insert(table).values({name: sa.bindparam(name) for name in columns})
    return _prepared(dialect, statement, columns)


@lru_cache(maxsize=16)
def _upsertion(dialect: sa.Dialect, table: sa.Table, columns: tuple[str, ...]) -> _Statement:
    insert = postgresql.insert if dialect.name == POSTGRES else sqlite.insert
    statement = insert(table).values({name: sa.bindparam(name) for name in columns})
    keys = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in columns if name not in keys}
    return _prepared(
        dialect, statement.on_conflict_do_update(index_elements=keys, set_=rest), columns
    )


@lru_cache(maxsize=256)
def _prepared(
    dialect: sa.Dialect, statement: sa.Select[Any] | sa.UpdateBase, names: tuple[str, ...]
) -> _Statement:
    compiled = statement.compile(dialect=dialect)
    taken = tuple(getattr(compiled, "positiontup", None) or ())
    if taken != names:
        raise ValueError(f"the parameters are taken in the order {taken}, not {names}")
    if dialect.name != POSTGRES:
        return _Statement(str(compiled), (), ())
    binds = getattr(compiled, "binds", {})
    given = _changes((binds[name].type for name in taken), _TO_POSTGRES)
    answer = getattr(statement, "exported_columns", ())
    found = _changes((column.type for column in answer), _FROM_POSTGRES)
    return _Statement(str(compiled), given, found)


_TO_POSTGRES: dict[type, Change] = {
    sa.Boolean: bool,
    sa.Date: lambda day: date.fromisoformat(day) if isinstance(day, str) else day,
}
_FROM_POSTGRES: dict[type, Change] = {
    sa.Boolean: int,
    sa.Date: date.isoformat,
    sa.JSON: lambda value: msgspec.json.encode(value).decode(),
}


def _changes(
    types: Iterable[sa.types.TypeEngine[Any]], known: dict[type, Change]
) -> tuple[tuple[int, Change], ...]:
    return tuple(
        (place, change)
        for place, kind in enumerate(types)
        for family, change in known.items()
        if isinstance(kind, family)
    )
