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
