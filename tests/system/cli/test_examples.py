"""Every command has an example that runs, and what it prints as JSON is what is promised."""

from __future__ import annotations

import contextlib
import json
import shlex
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from backend.cli.main import __file__ as main_file
from tests.cli import roster_files
from tests.system.cli.examples import (
    ANSWERS,
    ELSEWHERE,
    FILES,
    STANDS_FOR,
    Example,
    chosen_examples,
    leaves,
    preparations_for,
)
from tests.system.command_line import CommandLine

SCHEMAS = Path(main_file).with_name("schemas")
COMMANDS = dict(leaves())


def schema_of(path: str) -> dict[str, Any]:
    """What the JSON of a command looks like."""
    schema: dict[str, Any] = json.loads((SCHEMAS / f"{path.replace(' ', '-')}.json").read_text())
    return schema


def fill(folder: Path, example: Example) -> None:
    """Put the files into `folder` that the examples name."""
    for name, content in FILES.items():
        (folder / name).write_text(content)
    if not example.path.startswith("import"):
        return
    with zipfile.ZipFile(folder / "roster.zip", "w") as bundle:
        for name, content in roster_files.FILES.items():
            bundle.writestr(f"{name}.csv", content)


def words_of(example: Example, admin: CommandLine) -> list[str]:
    """The arguments, with the IDs of this installation."""
    number, username = STANDS_FOR.get(example.path, ("", ""))
    if not number:
        return example.words
    found = str(admin.json("user", "show", username)["id"])
    return [found if word == number else word for word in example.words]


@pytest.mark.parametrize(
    "example", chosen_examples(), ids=lambda example: example.path.replace(" ", "-")
)
def test_an_example_of_every_command_runs(
    example: Example, admin: CommandLine, tmp_path: Path
) -> None:
    as_json = ["--json"] if "--json" in example.options - set(example.words) else []
    fill(tmp_path, example)
    with contextlib.chdir(tmp_path):
        for line in preparations_for(example.path):
            admin(*shlex.split(line))
        done = admin(*words_of(example, admin), *as_json, typed=ANSWERS.get(example.path, "y\n"))
    assert done.returncode == 0, done.stderr
    if "--json" in example.options:
        jsonschema.validate(json.loads(done.stdout), schema_of(example.path))


def test_what_is_not_run_here_is_a_command() -> None:
    assert ELSEWHERE.keys() <= COMMANDS.keys()


def test_every_command_that_prints_json_has_a_schema_that_says_something() -> None:
    for path, command in COMMANDS.items():
        if any("--json" in parameter.opts for parameter in command.params):
            schema = schema_of(path)
            jsonschema.Draft202012Validator.check_schema(schema)
            assert {"$schema", "title", "type"} <= schema.keys(), path
    wanted = {path.replace(" ", "-") for path in COMMANDS}
    assert {file.stem for file in SCHEMAS.glob("*.json")} <= wanted


def test_the_check_itself_can_fail() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{"id": "7"}], schema_of("user list"))
