"""One running installation for all tests that ask for it, and the command line to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.command_line import CommandLine
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests of the one installation in one process, so that it is started once."""
    for item in items:
        if "installation" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("installation"))


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """All nodes and the gateway. A test that stops one starts it again."""
    running = Installation()
    try:
        running.start()
        yield running
    finally:
        running.close()


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
