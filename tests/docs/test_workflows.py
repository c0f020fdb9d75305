"""The workflows of the guide are scripts: they run as they are written, one after the other."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.docs.documents import GUIDE, Block, blocks
from tests.docs.test_examples import run
from tests.system.installation import Installation

WORKFLOWS = [block for block in blocks(GUIDE, "sh") if block.mark == "workflow"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all of them run."""
    return tmp_path_factory.mktemp("registrar")


@pytest.mark.parametrize("block", WORKFLOWS, ids=range(len(WORKFLOWS)))
def test_a_workflow_runs_to_its_end(block: Block, installation: Installation, home: Path) -> None:
    done = run(["bash", "-c", block.text], installation, home)
    assert done.returncode == 0, done.stderr
    assert "error:" not in done.stderr
    assert "is down" not in done.stdout


@pytest.mark.usefixtures("installation")  # so that it stays in one process with the others
def test_what_they_leave_behind_is_what_the_guide_says(home: Path) -> None:
    with (home / "codes.csv").open(newline="") as file:
        people = list(csv.DictReader(file))
    assert [person["status"] for person in people] == ["created", "created"]
    assert all(person["activation_code"] for person in people)
    with (home / "rosters.csv").open(newline="") as file:
        (seat,) = csv.DictReader(file)
    assert (seat["username"], seat["name"], seat["group"]) == ("chen.m", "陈明", "CS-2026")
    assert json.loads((home / "rehearsal.json").read_text())["passed"] is True
    assert len(WORKFLOWS) >= 4


def test_a_workflow_that_fails_is_noticed(installation: Installation, tmp_path: Path) -> None:
    script = "set -euo pipefail\ncourse-cli term show NOWHERE | cat\ntrue\n"
    done = run(["bash", "-c", script], installation, tmp_path)
    assert done.returncode == 4
