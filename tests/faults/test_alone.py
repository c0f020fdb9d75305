"""Each node runs by itself, `python -m` and nothing else, and goes without a trace."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from backend.common.services import NODES
from tests.faults.supervised import until
from tests.system.installation import CHECKOUT, Installation

NAMES = [node.name for node in NODES]


@pytest.fixture
def empty() -> Iterator[Installation]:
    made = Installation()
    yield made
    made.close()


def begin(installation: Installation, name: str, **environment: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"backend.{name}.main"],
        cwd=CHECKOUT,
        env={**installation.environment, **environment},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    installation.processes[name] = process
    return process


@pytest.mark.parametrize("name", NAMES)
def test_a_node_alone(empty: Installation, name: str) -> None:
    process = begin(empty, name)
    until(lambda: empty.health(name))
    health = empty.health(name)
    assert health is not None
    assert health["service"] == name
    assert [file.name for file in empty.socket_dir.iterdir()] == [f"{name}.sock"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) in (0, -signal.SIGTERM)
    assert [file.name for file in empty.socket_dir.iterdir()] == []
