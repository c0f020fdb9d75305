"""The examples of README and guide, run as they are printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.documents import GUIDE, README, Block, blocks
from tests.system.installation import CHECKOUT, Installation
from tests.tools import need

PATIENCE = 60  # seconds
BENCHMARK = [sys.executable, "-m", "benchmarks.transport"]
WALK = "walk"
NOT_RUN = "not run"
GATEWAY_IN_THE_TEXT = "http://127.0.0.1:8000"
SOCKETS_IN_THE_TEXT = "/tmp/course-selection-sockets"
PYTHON = [
    block
    for document in (README, GUIDE)
    for block in blocks(document, "python")
    if not block.mark.startswith(NOT_RUN)
]
PRINTED = ("200", "200", "caller_not_internal", "unix://")


def run(
    command: list[str], installation: Installation, home: Path
) -> subprocess.CompletedProcess[str]:
    programs = os.pathsep.join([os.fspath(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        command,
        cwd=home,
        env={**installation.environment, "HOME": os.fspath(home), "PATH": programs},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def as_here(text: str, installation: Installation) -> str:
    """`text` with the addresses of this installation."""
    return text.replace(GATEWAY_IN_THE_TEXT, installation.gateway_url).replace(
        SOCKETS_IN_THE_TEXT, os.fspath(installation.socket_dir)
    )


@pytest.mark.parametrize(
    ("block", "printed"),
    list(zip(PYTHON, PRINTED, strict=True)),
    ids=[f"{block.document}-{number}" for number, block in enumerate(PYTHON)],
)
def test_a_python_example_runs(
    block: Block, printed: str, installation: Installation, tmp_path: Path
) -> None:
    done = run([sys.executable, "-c", block.text], installation, tmp_path)
    assert done.returncode == 0, done.stderr
    assert printed in done.stdout


def test_the_walk_from_nothing_to_a_seat(installation: Installation, tmp_path: Path) -> None:
    need("oathtool")
    need("curl")
    (walk,) = (block for block in blocks(GUIDE, "sh") if block.mark == WALK)
    script = "set -euo pipefail\n" + as_here(walk.text, installation)
    done = run(["bash", "-c", script], installation, tmp_path)
    assert done.returncode == 0, done.stderr
    assert '"enrolled"' in done.stdout.splitlines()[-1]


def test_the_examples_of_people_and_catalogues_run(
    installation: Installation, tmp_path: Path
) -> None:
    run(
        ["course-cli", "user", "login", "--username", "admin", "--password", "admin123"],
        installation,
        tmp_path,
    )
    texts = [block.text for block in blocks(GUIDE, "sh") if "<<'CSV'" in block.text]
    for text in (text for text in texts if "login" not in text):
        done = run(["bash", "-c", f"set -e\n{text}"], installation, tmp_path)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "results.csv").read_text().count("created") == 2


def test_the_socket_is_asked_by_hand(installation: Installation, tmp_path: Path) -> None:
    need("curl")
    (block,) = (block for block in blocks(GUIDE, "sh") if "--unix-socket" in block.text)
    script = f"cd {CHECKOUT}\n{as_here(block.text, installation)}"
    done = run(["bash", "-c", script], installation, tmp_path)
    assert '"data_node"' in done.stdout
    assert "srw-------" in done.stdout
    assert done.stdout.count("online") == 5, done.stdout + done.stderr


def test_make_bench_prints_the_table_of_the_guide() -> None:
    done = subprocess.run(
        [*BENCHMARK, "--rounds", "1", "--seconds", "0.1", "--in-flight", "1"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed = [line for line in done.stdout.splitlines() if line.startswith("|")]
    in_the_guide = [line for line in GUIDE.read_text().splitlines() if " | 1 | " in line]
    assert printed[0] in GUIDE.read_text()
    assert sorted(map(first_cells, printed[2:])) == sorted(map(first_cells, in_the_guide))


def first_cells(line: str) -> str:
    """Which row of the table this is, without its figures."""
    return "|".join(line.split("|")[1:3])
