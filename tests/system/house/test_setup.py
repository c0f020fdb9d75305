"""Setting a checkout up says in words what is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.house.conftest import Checkout

TOOLS = ("bash", "env", "dirname", "cat", "cksum", "grep", "rm")


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[tuple[Checkout, Path]]:
    """A checkout that nobody has set up, and the only folder of programs it sees."""
    made = Checkout()
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (programs / tool).symlink_to(found)
    made.environment["PATH"] = os.fspath(programs)
    yield made, programs
    shutil.rmtree(made.folder)


def python_that_says(programs: Path, script: str) -> None:
    program = programs / "python3"
    program.write_text(f"#!/usr/bin/env bash\n{script}\n")
    program.chmod(0o755)


def test_a_missing_python_is_named(bare: tuple[Checkout, Path]) -> None:
    checkout, _ = bare
    done = checkout.run()
    assert done.returncode == 1
    assert "There is no python3 here" in done.stderr


def test_an_old_python_is_named(bare: tuple[Checkout, Path]) -> None:
    checkout, programs = bare
    python_that_says(programs, '[ "$1" = --version ] && echo "Python 3.9.2"; exit 1')
    done = checkout.run("setup")
    assert done.returncode == 1
    assert "Python 3.9.2 is too old; this needs Python 3.11 or newer." in done.stderr


def test_a_python_without_environments_is_named(bare: tuple[Checkout, Path]) -> None:
    checkout, programs = bare
    python_that_says(programs, '[ "${2#*version_info}" != "$2" ]')
    done = checkout.run("setup", "--dev")
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (checkout.folder / ".venv").exists()


def test_the_environment_of_another_checkout_is_left_alone(
    bare: tuple[Checkout, Path], tmp_path: Path
) -> None:
    checkout, programs = bare
    python_that_says(programs, '[ "$1 $2" != "-m venv" ] || exit 1')
    kept = tmp_path / "other" / "kept"
    kept.parent.mkdir()
    kept.touch()
    link = checkout.folder / ".venv"
    link.symlink_to(kept.parent)
    checkout.run("setup")
    assert not link.is_symlink(), "it went on to make one of its own"
    assert kept.exists()


def test_stop_and_status_set_nothing_up(bare: tuple[Checkout, Path]) -> None:
    checkout, _ = bare
    assert checkout.run("stop").returncode == 0
    assert "not set up yet" in checkout.run("status").stderr
    assert not (checkout.folder / ".venv").exists()


def test_an_unknown_command_shows_the_known_ones(bare: tuple[Checkout, Path]) -> None:
    checkout, _ = bare
    done = checkout.run("begin")
    assert done.returncode == 2
    assert "Usage: ./start_backend.sh [COMMAND]" in done.stderr


def test_an_installed_checkout_is_left_as_it_is(bare: tuple[Checkout, Path]) -> None:
    checkout, _ = bare
    checkout.install()
    before = (checkout.folder / ".venv/.installed").stat().st_mtime_ns
    done = checkout.run("setup")
    assert (done.returncode, done.stderr) == (0, "")
    assert (checkout.folder / ".venv/.installed").stat().st_mtime_ns == before
