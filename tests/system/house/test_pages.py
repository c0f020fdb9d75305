"""The start builds the web pages when that changes something, and never fails because of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.house.conftest import Checkout

TOOLS = ("bash", "cat", "dirname", "find", "mkdir", "mktemp", "rm", "tail", "touch")
NODE = '[ "$1" = -e ] && exit 0'
NPM = """echo "$3" >>"$HOME/npm.txt"
cd frontend
[ "$3" != ci ] || { mkdir -p node_modules; touch node_modules/.package-lock.json; }
[ "$3" != run ] || { mkdir -p dist; touch dist/index.html; }"""
LATER = 10  # seconds


class Pages:
    """A checkout with sources of pages; `npm` and `node` are scripts that note what they do."""

    def __init__(self, programs: Path) -> None:
        self.checkout = Checkout()
        self.checkout.environment["PATH"] = os.fspath(programs)
        self.programs = programs
        self.frontend = self.checkout.folder / "frontend"
        (self.frontend / "src").mkdir(parents=True)
        for name in ("package.json", "package-lock.json", "index.html", "src/main.ts"):
            (self.frontend / name).touch()
            self.age(name, -LATER)
        for name, script in (("node", NODE), ("npm", NPM)):
            self.program(name, script)
        self._noted = 0

    def program(self, name: str, script: str) -> None:
        (self.programs / name).write_text(f"#!/usr/bin/env -S bash\n{script}\n")
        (self.programs / name).chmod(0o755)

    def age(self, name: str, seconds: float) -> None:
        """Move the time of change of a file."""
        path = self.frontend / name
        moved = path.stat().st_mtime + seconds
        os.utime(path, (moved, moved))

    def build(self) -> tuple[list[str], str]:
        """What npm was asked for since the last time, and what was said."""
        done = self.checkout.run("pages")
        assert done.returncode == 0, done.stderr
        noted = self.checkout.folder / "npm.txt"
        asked = noted.read_text().split() if noted.exists() else []
        before, self._noted = self._noted, len(asked)
        return asked[before:], done.stderr


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    for tool in (*TOOLS, "env"):
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / tool).symlink_to(found)
    made = Pages(tmp_path)
    yield made
    shutil.rmtree(made.checkout.folder)


def test_they_are_built_once_until_something_changes(pages: Pages) -> None:
    asked, said = pages.build()
    assert asked == ["ci", "run"]
    assert said.startswith("Building the web pages")
    assert pages.build() == ([], "")
    pages.age("src/main.ts", 2 * LATER)
    assert pages.build()[0] == ["run"]


def test_another_lock_installs_anew_and_a_file_that_went_away_builds_anew(pages: Pages) -> None:
    pages.build()
    pages.age("package-lock.json", 2 * LATER)
    assert pages.build()[0] == ["ci", "run"]
    pages.age("package-lock.json", -2 * LATER)
    (pages.frontend / "src/main.ts").unlink()
    pages.age("src", LATER)
    assert pages.build()[0] == ["run"]


@pytest.mark.parametrize("missing", ["npm", "node"])
def test_without_node_one_line_says_so(pages: Pages, missing: str) -> None:
    (pages.programs / missing).unlink()
    asked, said = pages.build()
    assert asked == []
    assert said.count("\n") == 1
    assert "no Node.js 20.19 or newer" in said
    assert "shows what runs" in said


def test_an_old_node_is_not_used(pages: Pages) -> None:
    pages.program("node", "exit 1")
    assert "no Node.js 20.19 or newer" in pages.build()[1]


def test_a_failed_build_is_explained_and_keeps_nothing_from_starting(pages: Pages) -> None:
    pages.program("npm", 'echo "src/main.ts: no such thing"; exit 1')
    _, said = pages.build()
    assert "src/main.ts: no such thing" in said
    assert "could not be built" in said


def test_what_a_build_left_that_did_not_come_to_its_end_is_built_anew(pages: Pages) -> None:
    pages.program("npm", f'{NPM}\n[ "$3" != run ] || exit 1')
    assert "could not be built" in pages.build()[1]
    assert (pages.frontend / "dist/index.html").exists()
    pages.program("npm", NPM)
    assert pages.build()[0] == ["run"]
    assert pages.build() == ([], "")


def test_a_checkout_without_sources_of_pages_says_nothing(pages: Pages) -> None:
    shutil.rmtree(pages.frontend)
    assert pages.build() == ([], "")
