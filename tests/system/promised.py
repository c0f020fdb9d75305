"""Whether the JSON that a command prints is what its schema in the repository promises."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import jsonschema

from backend.cli.main import __file__ as main_file

SCHEMAS = Path(main_file).with_name("schemas")


@cache
def validator(path: str) -> jsonschema.Draft202012Validator:
    """Of the command `path`, written as `user list`."""
    schema = json.loads((SCHEMAS / f"{path.replace(' ', '-')}.json").read_text())
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


def check_printed(arguments: Sequence[str], printed: str) -> None:
    """Do nothing if `printed` is what a call with `arguments` promises, or it promises no JSON.

    Raises:
        AssertionError: the command has no schema.
        jsonschema.ValidationError: it prints something else.
    """
    if "--json" in arguments and printed:
        validator(called(arguments)).validate(json.loads(printed))


def called(arguments: Sequence[str]) -> str:
    """The command in `arguments`: the first words that have a schema."""
    known = {file.stem for file in SCHEMAS.glob("*.json")}
    for at in range(len(arguments)):
        for words in (arguments[at : at + 2], arguments[at : at + 1]):
            if "-".join(words) in known:
                return " ".join(words)
    raise AssertionError(f"no schema belongs to {' '.join(arguments)}")
