"""The migrations of data and queue node make what queries name, step by step, and take it back."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from backend.data_node import main as data
from backend.data_node import tables as data_tables
from backend.queue_node import main as queue
from backend.queue_node import tables as queue_tables

_SECTION = {
    **dict.fromkeys(("title", "instructor", "location"), ""),
    **dict.fromkeys(("credits", "credits_max"), 0),
    "number": "1",
    "capacity": 5,
    "ceiling": 5,
    "taken": 2,
    "state": "open",
}


@pytest.mark.parametrize(
    ("migrations", "metadata"),
    [
        (data.MIGRATIONS, data_tables.metadata),
        (queue.MIGRATIONS, queue_tables.metadata),
    ],
    ids=["data", "queue"],
)
def test_each_step_goes_forward_and_back(migrations: Path, metadata: sa.MetaData) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations))
    steps = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    with sa.create_engine("sqlite://").connect() as connection:
        config.attributes["connection"] = connection
        for step in reversed(steps):
            command.upgrade(config, step)
            command.downgrade(config, "-1")
            command.upgrade(config, step)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        command.downgrade(config, "base")
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]


def test_seats_given_back_before_are_noted_with_their_times() -> None:
    config = Config()
    config.set_main_option("script_location", str(data.MIGRATIONS))
    with sa.create_engine("sqlite://").connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        _one_section(connection)
        for place, (student, outcome) in enumerate(
            [(7, "enrolled"), (8, "enrolled"), (7, "dropped"), (7, "enrolled"), (7, "refused")]
        ):
            row = {"at": 10.0 * place, "outcome": outcome, "student": student, "id": f"{place}"}
            connection.execute(
                sa.text(
                    "INSERT INTO outcomes (ticket_id, number, student_id, section_id, action,"
                    " outcome, decided_at) VALUES (:id, 1, :student, 1, 'select', :outcome, :at)"
                ),
                row,
            )
        command.upgrade(config, "0005")
        noted = connection.exec_driver_sql("SELECT section_id, taken_at, left_at FROM departures")
        assert noted.all() == [(1, 0.0, 20.0)]


def _one_section(connection: sa.Connection) -> None:
    for table, values in (
        ("terms", {"id": 1, "code": "F26", "name": "", "state": "open", "scratch": False}),
        ("courses", {"id": 1, "term_id": 1, "code": "CS-1", "title": ""}),
        ("sections", {"id": 1, "term_id": 1, "course_id": 1, **_SECTION}),
    ):
        columns: list[sa.ColumnClause[object]] = [sa.column(name) for name in values]
        connection.execute(sa.insert(sa.table(table, *columns)).values(values))
