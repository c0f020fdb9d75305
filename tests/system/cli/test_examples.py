"""Every command has an example that runs, and what it prints as JSON is what is promised."""

from __future__ import annotations

import contextlib
import json
import shlex
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest

from tests.cli import roster_files
from tests.docs.printed import PRINTED
from tests.system.cli.examples import (
    ALL_FORMS,
    ANSWERS,
    ELSEWHERE,
    FILES,
    NO_DATA,
    NO_SUCH_FORM,
    PRINTS_SOMETHING_ELSE,
    STANDS_FOR,
    Example,
    chosen_examples,
    leaves,
    preparations_for,
)
from tests.system.command_line import CommandLine
from tests.system.promised import SCHEMAS, called, check_printed, validator

COMMANDS = dict(leaves())
PRINTS_JSON = {
    path
    for path, command in COMMANDS.items()
    if any("--json" in parameter.opts for parameter in command.params)
}


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
        assert done.stdout
        check_printed((*example.path.split(), "--json"), done.stdout)
    else:
        assert done.stdout == "" or example.path in PRINTS_SOMETHING_ELSE


def test_what_is_not_run_here_is_a_command() -> None:
    assert ELSEWHERE.keys() <= COMMANDS.keys()


def test_every_command_that_prints_json_has_an_exact_schema() -> None:
    assert PRINTED.keys() == PRINTS_JSON
    assert {file.stem for file in SCHEMAS.glob("*.json")} == {
        path.replace(" ", "-") for path in PRINTS_JSON
    }
    for path in PRINTS_JSON:
        schema = validator(path).schema
        jsonschema.Draft202012Validator.check_schema(schema)
        assert all(node.get("additionalProperties") is False for node in objects(schema)), path


def objects(node: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """All parts of a schema that are objects with named fields."""
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict) and "properties" in node:
        yield node
    for part in parts:
        yield from objects(part)


PERSON = {
    "id": 7,
    "role": "student",
    "username": "alice",
    "name": "Alice",
    "email": "alice@uni.edu",
    "group": "",
    "active": True,
    "totp": "none",
    "passkeys": 0,
    "linked": False,
    "must_change_password": False,
    "created_at": 1_900_000_000.0,
}


@pytest.mark.parametrize(
    "change",
    [
        {"id": "7"},
        {"id": 0},
        {"role": "dean"},
        {"email": "alice"},
        {"totp": "perhaps"},
        {"active": 1},
        {"password": "secret"},
    ],
    ids=str,
)
def test_a_schema_refuses_what_is_not_promised(change: dict[str, Any]) -> None:
    arguments = ("user", "list", "--user-type", "student", "--json")
    check_printed(arguments, json.dumps([PERSON]))
    with pytest.raises(jsonschema.ValidationError):
        check_printed(arguments, json.dumps([PERSON | change]))
    less = {name: value for name, value in PERSON.items() if name not in change}
    if less != PERSON:
        with pytest.raises(jsonschema.ValidationError):
            check_printed(arguments, json.dumps([less]))


def test_a_call_is_known_by_its_words() -> None:
    assert called(("--server", "http://x", "rehearse", "--json")) == "rehearse"
    assert called(("import", "users", "user.csv", "--json")) == "import users"
    with pytest.raises(AssertionError, match="no schema"):
        called(("user", "logout", "--json"))


def test_all_forms_are_there_wherever_data_is_printed() -> None:
    for path, command in COMMANDS.items():
        forms = [
            set(parameter.type.choices)
            for parameter in command.params
            if {"--output", "--format"} & set(parameter.opts)
            and isinstance(parameter.type, click.Choice)
        ]
        if path in NO_DATA:
            assert (forms, path in PRINTS_JSON) == ([], False), path
        else:
            assert forms == [ALL_FORMS - NO_SUCH_FORM.get(path, set())], path
            assert path in PRINTS_JSON, path
    assert NO_DATA.keys() | NO_SUCH_FORM.keys() <= COMMANDS.keys()
