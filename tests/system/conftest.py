"""The command line to the one running installation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.system.command_line import CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation


@pytest.fixture
def cli(installation: Installation, tmp_path: Path) -> CommandLine:
    """The command line with a fresh home: nobody is logged in."""
    return CommandLine(installation.environment, tmp_path)


@pytest.fixture(scope="session")
def admin(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The command line with the administrator logged in."""
    line = CommandLine(installation.environment, tmp_path_factory.mktemp("admin-home"))
    done = line("user", "login", "--username", ADMIN, "--password", ADMIN_PASSWORD)
    assert done.returncode == 0, done.stderr
    return line
