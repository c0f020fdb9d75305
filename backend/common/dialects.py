"""SQL that SQLite and PostgreSQL write differently, as expressions of SQLAlchemy."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler, TypeCompiler
from sqlalchemy.sql.functions import FunctionElement

POSTGRES = "postgresql"
COPY = "copy"  # of a connection's `info`: which copy of a node it belongs to
TOLD = "told"  # the channel of `tell`

_TELL = sa.text(f"select pg_notify('{TOLD}', :words)")


def is_shared(connection: sa.Connection) -> bool:
    """Whether other copies of the node may use this database too."""
    return connection.dialect.name == POSTGRES


def tell(connection: sa.Connection, words: str) -> None:
    """Let other copies of this node hear `words` (at most 7,900 bytes) when this is committed."""
    if is_shared(connection):
        connection.execute(_TELL, {"words": f"{connection.info[COPY]} {words}"})


def take_time(connection: sa.Connection) -> None:
    """Let this transaction compute for minutes between two statements."""
    if is_shared(connection):
        connection.execute(sa.text("set local idle_in_transaction_session_timeout = '10min'"))


class _Values(FunctionElement[Any]):
    """The values of a list in JSON, as rows."""

    name = "each"
    inherit_cache = True


class _Pairs(FunctionElement[Any]):
    """The lists in a list in JSON, as rows."""

    name = "each"
    inherit_cache = True


class _Member(FunctionElement[Any]):
    """The member of a value in JSON at a path, as text."""

    name = "member"
    inherit_cache = True


def among(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """`column` is one of the values of the parameter `name`, a list in JSON.

    One parameter however many values, so that a statement is compiled once.
    """
    values = _Values(sa.bindparam(name, type_=sa.String)).table_valued("value")
    return column.in_(sa.select(sa.cast(values.c.value, column.type)))


def having_pairs(
    table: sa.Table, first: sa.Column[Any], second: sa.Column[Any], name: str
) -> sa.Select[Any]:
    """The rows of `table` whose (first, second) is one of the pairs of the parameter `name`.

    Two lists would not do: the database would look for every first with every second.
    """
    pairs = _Pairs(sa.bindparam(name, type_=sa.String)).table_valued("value")
    match = sa.and_(
        first == sa.cast(member(pairs.c.value, 0), first.type),
        second == sa.cast(member(pairs.c.value, 1), second.type),
    )
    return sa.select(table).select_from(pairs.join(table, match))


def total(column: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """The sum of a column of whole numbers, which is one too; 0 of none."""
    return sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.Integer)


def member(value: sa.ColumnElement[Any], *path: str | int) -> sa.ColumnElement[str]:
    """What stands at `path` in the JSON of `value`."""
    steps = (sa.literal_column(f"'{step}'", sa.String) for step in path)
    return sa.type_coerce(_Member(value, *steps), sa.String)


@compiles(_Values)
@compiles(_Pairs)
def _each(element: _Values | _Pairs, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(_Values, POSTGRES)
def _values(element: _Values, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return f"json_array_elements_text(cast({compiler.process(element.clauses, **kw)} as json))"


@compiles(_Pairs, POSTGRES)
def _pairs(element: _Pairs, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return f"json_array_elements(cast({compiler.process(element.clauses, **kw)} as json))"


@compiles(_Member)
def _member(element: _Member, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    value, *path = (compiler.process(clause, **kw) for clause in element.clauses)
    steps = (step.strip("'") for step in path)
    said = "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in steps)
    return f"json_extract({value}, '${said}')"


@compiles(_Member, POSTGRES)
def _member_on_postgres(element: _Member, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    value, *path = (compiler.process(clause, **kw) for clause in element.clauses)
    said = ",".join(step.strip("'") for step in path)
    return f"(cast({value} as json) #>> '{{{said}}}')"


@compiles(sa.Integer, POSTGRES)
def _integer(_type: sa.Integer, _compiler: TypeCompiler, **_kw: Any) -> str:  # noqa: ANN401
    return "BIGINT"  # as in SQLite: numbers of tickets and of the feed go on for ever
