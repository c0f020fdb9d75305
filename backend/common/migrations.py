"""What every node's Alembic environment runs, and what its migrations share."""

from __future__ import annotations

from alembic import context, op

from backend.common.dialects import POSTGRES


def run_migrations() -> None:
    """Apply the migrations that Alembic was asked for, in the transaction already begun."""
    context.configure(connection=context.config.attributes["connection"])
    context.run_migrations()


def forbid(verb: str, table: str, words: str, unless: str = "") -> None:
    """Let the database itself refuse to update or delete rows of `table`.

    Args:
        verb: update or delete.
        words: what the refusal says.
        unless: a condition on the row `old` under which it may be done all the same.
    """
    name = f"{table}_no_{verb}"
    if op.get_bind().dialect.name == POSTGRES:
        let = f"if {unless} then return old; end if; " if unless else ""
        op.execute(
            f"create function {name}() returns trigger language plpgsql as"
            f" $$ begin {let}raise exception '{words}'"
            " using errcode = 'integrity_constraint_violation'; end $$"
        )
        op.execute(
            f"create trigger {name} before {verb} on {table} for each row execute function {name}()"
        )
    else:
        when = f" when not ({unless})" if unless else ""
        op.execute(
            f"create trigger {name} before {verb} on {table}{when}"
            f" begin select raise(abort, '{words}'); end"
        )


def forbid_no_longer(verb: str, table: str) -> None:
    """Take back `forbid`, after the table has gone."""
    if op.get_bind().dialect.name == POSTGRES:
        op.execute(f"drop function if exists {table}_no_{verb}()")
