"""Writes the schemas of what commands print as JSON: `python -m tests.docs.schemas`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from backend.cli.main import __file__ as main_file
from backend.cli.main import cli
from backend.common.bodies import schema_of_type
from tests.docs.printed import PRINTED

FOLDER = Path(main_file).with_name("schemas")
NOTES = frozenset({"title", "description", "default", "properties", "required"})
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def file_of(path: str) -> Path:
    """Where the schema of a command is."""
    return FOLDER / f"{path.replace(' ', '-')}.json"


def schema(path: str) -> str:
    """The schema of what the command `path` prints, as its file holds it."""
    described = {
        "$schema": DIALECT,
        "title": f"course-cli {path} --json",
        "description": _first_sentence(path),
    }
    shapes = [exact(schema_of_type(kind)) for kind in PRINTED[path]]
    both = "anyOf" if all(shape.get("type") == "array" for shape in shapes) else "oneOf"
    shape = shapes[0] if len(shapes) == 1 else {both: shapes}  # an empty list fits every list
    return json.dumps({**described, **shape}, ensure_ascii=False, indent=2) + "\n"


def exact(node: Any) -> Any:  # noqa: ANN401 - JSON
    """A schema without notes for programmers, which allows the named fields and no others.

    Every field is there: none is left out, except those that have no default and may be unset.
    """
    if isinstance(node, list):
        return [exact(item) for item in node]
    if not isinstance(node, dict):
        return node
    shape = {name: exact(part) for name, part in node.items() if name not in NOTES}
    if isinstance(node.get("properties"), dict):
        named = {name: exact(part) for name, part in node["properties"].items()}
        sure = [name for name in named if not _may_be_unset(name, node)]
        shape |= {"properties": named, "required": sure, "additionalProperties": False}
    return shape


def _may_be_unset(name: str, node: dict[str, Any]) -> bool:
    return name not in node.get("required", ()) and "default" not in node["properties"][name]


def _first_sentence(path: str) -> str:
    command: click.Command = cli
    for word in path.split():
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None, path
        command = found
    return (command.help or "").split("\n\n")[0].replace("\n", " ").strip()


if __name__ == "__main__":
    for name in PRINTED:
        file_of(name).write_text(schema(name))
