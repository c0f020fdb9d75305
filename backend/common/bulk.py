"""Busy statements without SQLAlchemy's work for each run or row; they still come from Core.

Each is compiled once and handed to the driver. Measured: Core's own `executemany` of 500 rows takes
about ten times as long as this, and a query for one row, built anew, thirty times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPICursor

Rows = Sequence[tuple[Any, ...]]


def among(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """`column` is one of the values of the parameter `name`, given by `listed`.

    One parameter however many values, so that a statement is compiled once.
    """
    listed_values = sa.func.json_each(sa.bindparam(name, type_=sa.String)).table_valued("value")
    return column.in_(sa.select(listed_values.c.value))


def having_pairs(
    table: sa.Table, first: sa.Column[Any], second: sa.Column[Any], name: str
) -> sa.Select[Any]:
    """The rows of `table` whose (first, second) is one of the pairs of the parameter `name`.

    Two lists would not do: the database would look for every first with every second.
    """
    pairs = sa.func.json_each(sa.bindparam(name, type_=sa.String)).table_valued("value")
    match = sa.and_(
        first == sa.func.json_extract(pairs.c.value, sa.literal_column("'$[0]'")),
        second == sa.func.json_extract(pairs.c.value, sa.literal_column("'$[1]'")),
    )
    return sa.select(table).select_from(pairs.join(table, match))


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


def fetch(
    connection: sa.Connection,
    query: sa.Select[Any] | sa.UpdateBase,
    names: tuple[str, ...],
    values: tuple[Any, ...] = (),
) -> list[tuple[Any, ...]]:
    """The rows of `query`, as the database has them: booleans are numbers, JSON is text.

    Args:
        query: made once, when its module is loaded.
        names: the names of its parameters, in their order; checked against the query.
        values: those of the parameters.

    Raises:
        ValueError: the query takes its parameters in another order.
    """
    cursor = _begun(connection, _text(connection.dialect, query, names), values)
    try:
        return list(cursor.fetchall())
    finally:
        cursor.close()


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
        _run(connection, _text(connection.dialect, statement, names), rows)


def run_text(connection: sa.Connection, text: str) -> None:
    """Run a statement that is text already and gives no rows."""
    _begun(connection, text, ()).close()


def _run(connection: sa.Connection, text: str, rows: Rows) -> None:
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(text, rows)
    except Exception as error:
        raise _named(connection, text, rows, error) from error
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
def _insertion(dialect: sa.Dialect, table: sa.Table, columns: tuple[str, ...]) -> str:
    statement = sa.insert(table).values({name: sa.bindparam(name) for name in columns})
    return _text(dialect, statement, columns)


@lru_cache(maxsize=256)
def _text(
    dialect: sa.Dialect, statement: sa.Select[Any] | sa.UpdateBase, names: tuple[str, ...]
) -> str:
    compiled = statement.compile(dialect=dialect)
    taken = tuple(getattr(compiled, "positiontup", None) or ())
    if taken != names:
        raise ValueError(f"the parameters are taken in the order {taken}, not {names}")
    return str(compiled)
