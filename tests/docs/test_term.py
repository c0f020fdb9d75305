"""The way through a term works as it is written."""

from __future__ import annotations

import contextlib
import csv
import shlex
import shutil
from pathlib import Path

import pytest

from tests.docs.documents import CHECKOUT, blocks, commands
from tests.docs.test_commands import check
from tests.system.command_line import CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation

DOCUMENT = CHECKOUT / "docs" / "running-a-term.md"
TESTED = "tested"


def test_a_term_runs_from_its_making_to_its_end(installation: Installation, tmp_path: Path) -> None:
    line = CommandLine(installation.environment, tmp_path)
    login = ("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
    assert line(*login).returncode == 0
    shutil.copytree(CHECKOUT / "examples", tmp_path / "examples")
    written = [b.text for b in blocks(DOCUMENT, "sh") if b.mark == TESTED]
    steps = [step for text in written for step in text.splitlines()]
    assert len(steps) > 20
    with contextlib.chdir(tmp_path):
        for step in steps:
            done = line(*shlex.split(step)[1:])
            assert done.returncode == 0, f"{step}\n{done.stderr}"
    with (tmp_path / "decisions.csv").open(newline="") as file:
        decided = [(row["outcome"], row["reason"]) for row in csv.DictReader(file)]
    assert sorted(decided) == [
        ("dropped", "Changed their mind"),
        ("enrolled", "Needs it to graduate"),
    ]


@pytest.mark.parametrize("line", sorted(set(commands(DOCUMENT))))
def test_a_command_in_it_exists(line: str) -> None:
    check(line)
