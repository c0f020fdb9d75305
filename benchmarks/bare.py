"""Processes that show what the machine does without the system: the floors."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_WITHIN = 10.0  # seconds


@contextmanager
def serving(module: str) -> Iterator[Path]:
    """`python -m module SOCKET` until the block ends; the socket."""
    with tempfile.TemporaryDirectory(prefix="bare-") as folder:
        path = Path(folder) / "s"
        process = subprocess.Popen([sys.executable, "-m", module, str(path)])
        try:
            wait_for(path)
            yield path
        finally:
            process.terminate()
            process.wait()


def wait_for(path: Path) -> None:
    """Wait until something takes connections at the socket `path`.

    Raises:
        TimeoutError: nothing does.
    """
    until = time.monotonic() + START_WITHIN
    while True:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(path)) == 0:
                return
        if time.monotonic() > until:
            raise TimeoutError(f"nothing listens at {path}")
        time.sleep(0.05)
