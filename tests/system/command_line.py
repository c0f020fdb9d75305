"""`course-cli` as a real process, with a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect

COMMAND = os.fspath(Path(sys.executable).with_name("course-cli"))
PATIENCE = 60  # seconds a command may take


class CommandLine:
    """Runs commands in `environment`, with the session in `home`."""

    def __init__(self, environment: dict[str, str], home: Path) -> None:
        self.home = home
        self.environment = {**environment, "HOME": os.fspath(home)}

    @property
    def session_file(self) -> Path:
        return self.home / ".course_selection" / "config.json"

    def __call__(
        self, *arguments: str, typed: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command without a terminal; `typed` is piped into it."""
        return subprocess.run(
            [COMMAND, *arguments],
            env={**self.environment, **environment},
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def json(self, *arguments: str, **environment: str) -> Any:  # noqa: ANN401
        """The JSON that a command prints; it must succeed."""
        done = self(*arguments, "--json", **environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def on_terminal(
        self, *arguments: str, columns: int = 160, **environment: str
    ) -> pexpect.spawn[str]:
        """Run a command at a terminal."""
        return pexpect.spawn(
            COMMAND,
            list(arguments),
            env={"TERM": "xterm-256color", **self.environment, **environment},
            encoding="utf-8",
            timeout=PATIENCE,
            dimensions=(60, columns),
        )


def ended(child: pexpect.spawn[str]) -> int:
    """Wait for a command at a terminal; its exit code."""
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus is not None, f"ended by signal {child.signalstatus}"
    return int(child.exitstatus)
