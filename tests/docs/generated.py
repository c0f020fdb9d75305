"""Parts of documents that programs write: `python -m tests.docs.generated` writes them anew."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from backend.cli.main import cli
from tests.docs.documents import CHECKOUT, GUIDE, README
from tests.system.cli.examples import leaves
from tests.system.command_line import COMMAND
from tests.system.installation import Installation

WIDTH = 96
MISSION = (
    "course-cli user login --username admin --password admin123",
    "course-cli user add-student --username li.lei --name 李雷 --email li.lei@example.edu",
    (
        "course-cli user add-teacher --username turing.a --name 'Alan Turing'"
        " --email turing.a@example.edu"
    ),
    "course-cli user list --user-type student --search li.lei",
    "course-cli code generate --user-type student",
    (
        "course-cli import csv examples/students.csv --user-type student --generate-passwords"
        " --output results.csv"
    ),
    "course-cli status",
)


def part_of(document: Path, name: str) -> str:
    """What stands between the marks of a generated part."""
    found = _between(name).search(document.read_text())
    assert found is not None, f"{document.name} has no part {name}"
    return found["text"]


def put(document: Path, name: str, text: str) -> None:
    """Replace a generated part."""
    whole = document.read_text()
    begin, end = f"<!-- {name}: written by `make docs` -->", f"<!-- /{name} -->"
    document.write_text(_between(name).sub(lambda _: f"{begin}\n{text}{end}", whole))


def _between(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"<!-- {name}: written by `make docs` -->\n(?P<text>.*?)<!-- /{name} -->", re.S
    )


def reference() -> str:
    """Every command with what its help says."""
    return "".join(_entry(path, command) for path, command in leaves())


def _entry(path: str, command: click.Command) -> str:
    context = click.Context(
        command,
        info_name=f"course-cli {path}",
        max_content_width=WIDTH,
        terminal_width=WIDTH,
        **cli.context_settings,
    )
    lines = (line.rstrip() for line in command.get_help(context).splitlines())
    text = "\n".join(line for line in lines if "Show this message and exit" not in line)
    return f"#### `course-cli {path}`\n\n```text\n{text}\n```\n\n"


def transcript(environment: Mapping[str, str], home: Path) -> str:
    """The mission's own workflow, as a terminal shows it."""
    shutil.copytree(CHECKOUT / "examples", home / "examples")
    shown = [_run(line, environment, home) for line in MISSION]
    return "```console\n" + "\n".join(shown) + "```\n"


def _run(line: str, environment: Mapping[str, str], home: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=home,
        env={
            **environment,
            "HOME": os.fspath(home),
            "PATH": f"{Path(COMMAND).parent}:{os.environ['PATH']}",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    return f"$ {line}\n{done.stdout}"


def main() -> None:
    """Write all parts."""
    put(GUIDE, "reference", reference())
    installation = Installation()
    try:
        installation.start()
        with tempfile.TemporaryDirectory() as home:
            put(README, "transcript", transcript(installation.environment, Path(home)))
    finally:
        installation.close()


if __name__ == "__main__":
    main()
