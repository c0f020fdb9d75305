"""`course-cli` with a home of its own: in this process, as a real one, or at a terminal."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pexpect

from backend.cli.main import main
from backend.common import secrets
from backend.common.settings import get_settings
from tests.system.promised import check_printed

COMMAND = os.fspath(Path(sys.executable).with_name("course-cli"))
PATIENCE = 60  # seconds a command may take
Done = subprocess.CompletedProcess[str]


class CommandLine:
    """Runs commands in `environment`, with the session in `home`."""

    def __init__(self, environment: dict[str, str], home: Path) -> None:
        self.home = home
        self.environment = {**environment, "HOME": os.fspath(home)}

    @property
    def session_file(self) -> Path:
        return self.home / ".course_selection" / "config.json"

    @property
    def session(self) -> dict[str, Any]:
        """The current session, as the file holds it."""
        stored = json.loads(self.session_file.read_bytes())
        session: dict[str, Any] = stored["contexts"][stored["current"]]
        return session

    def change_session(self, **values: object) -> None:
        """Change the current session in the file."""
        stored = json.loads(self.session_file.read_bytes())
        stored["contexts"][stored["current"]] |= values
        self.session_file.write_text(json.dumps(stored))

    def __call__(self, *arguments: str, typed: str = "", **environment: str) -> Done:
        """Run a command without a terminal; `typed` is piped into it.

        It runs in this process, which saves the start of Python; `process` proves that this makes
        no difference.
        """
        with _as_process({**self.environment, **environment}, arguments, typed) as (out, err):
            try:
                main()
            except SystemExit as ending:
                code = int(ending.code or 0)
        printed = _text(out)
        if code == 0:
            check_printed(arguments, printed)
        return Done([COMMAND, *arguments], code, printed, _text(err))

    def process(self, *arguments: str, typed: str = "", **environment: str) -> Done:
        """The same as a process of its own."""
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


@contextlib.contextmanager
def _as_process(
    environment: Mapping[str, str], arguments: tuple[str, ...], typed: str
) -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Let this process look like a new one: environment, arguments, streams, no settings read."""
    kept = dict(os.environ), sys.argv, sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8")
    sys.stdout, sys.stderr = (_stream(), _stream())
    sys.argv = [COMMAND, *arguments]
    os.environ.clear()
    os.environ.update(environment)
    _forget_settings()
    try:
        yield sys.stdout, sys.stderr
    finally:
        os.environ.clear()
        os.environ.update(kept[0])
        _, sys.argv, sys.stdin, sys.stdout, sys.stderr = kept
        _forget_settings()


def _forget_settings() -> None:
    get_settings.cache_clear()
    for value in vars(secrets).values():
        if callable(forget := getattr(value, "cache_clear", None)):
            forget()


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode()


def ended(child: pexpect.spawn[str]) -> int:
    """Wait for a command at a terminal; its exit code."""
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus is not None, f"ended by signal {child.signalstatus}"
    return int(child.exitstatus)
