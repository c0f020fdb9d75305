"""The workflows of the guide are scripts: they run as they are written, one after the other."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.docs.documents import GUIDE, blocks
from tests.docs.test_examples import run
from tests.system.installation import Installation

WORKFLOWS = [block.text for block in blocks(GUIDE, "sh") if block.mark == "workflow"]


def test_the_workflows_run_to_their_end(installation: Installation, tmp_path: Path) -> None:
    assert len(WORKFLOWS) >= 4
    for script in WORKFLOWS:
        done = run(["bash", "-c", script], installation, tmp_path)
        assert done.returncode == 0, done.stderr
        assert "error:" not in done.stderr
        assert "is down" not in done.stdout
    with (tmp_path / "codes.csv").open(newline="") as file:
        people = list(csv.DictReader(file))
    assert [person["status"] for person in people] == ["created", "created"]
    assert all(person["activation_code"] for person in people)
    with (tmp_path / "rosters.csv").open(newline="") as file:
        (seat,) = csv.DictReader(file)
    assert (seat["username"], seat["name"], seat["group"]) == ("chen.m", "陈明", "CS-2026")
    assert json.loads((tmp_path / "rehearsal.json").read_text())["passed"] is True


def test_a_workflow_that_fails_is_noticed(installation: Installation, tmp_path: Path) -> None:
    script = "set -euo pipefail\ncourse-cli term show NOWHERE | cat\ntrue\n"
    done = run(["bash", "-c", script], installation, tmp_path)
    assert done.returncode == 4
