"""What is documented is complete, and what is migrated is what queries name."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from backend.auth_node.main import MIGRATIONS
from backend.auth_node.tables import metadata
from tests.nodes.auth.conftest import School


async def test_every_route_is_documented(school: School) -> None:
    document: dict[str, Any] = (await school.call("GET", "/openapi.json")).json()
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            where = (method, path)
            assert route["summary"], where
            if path == "/health" or path.startswith("/internal/"):
                continue
            assert route["description"], where
            [good] = [status for status in route["responses"] if status.startswith("2")]
            if good != "204":
                assert "example" in route["responses"][good]["content"]["application/json"], where
            if path not in {"/sign-up", "/oidc"}:  # ask for nothing and refuse nobody
                assert any(status.startswith("4") for status in route["responses"]), where
            if "requestBody" in route:
                content = route["requestBody"]["content"]["application/json"]
                assert "example" in content, where
                assert content["schema"], where


def test_the_migration_makes_the_tables_that_queries_name_and_takes_them_back() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with sa.create_engine("sqlite://").connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        command.downgrade(config, "base")
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
