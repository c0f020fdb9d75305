"""One supervisor per DATA_DIR: a locked file with its process id, for `stop` and `status`."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from pathlib import Path

from backend.common.secrets import PRIVATE_FILE, private_directory

LOOK_AGAIN = 0.05  # seconds
NO_PID = 0  # the file is locked, but its holder has not written yet


class AlreadySupervisedError(Exception):
    """Another supervisor runs this installation."""


class Instance:
    """The right to run the installation whose data is in `data_path`; held until this process ends.

    The lock decides, not the file: what a crash left behind stops nobody.

    Raises:
        AlreadySupervisedError: another process has it; the text names it.
    """

    def __init__(self, data_path: Path) -> None:
        path = pid_file(data_path)
        private_directory(data_path)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
        if not _try_lock(self._descriptor):
            pid = _read_pid(self._descriptor)
            os.close(self._descriptor)
            raise AlreadySupervisedError(f"already running here (process {pid}, {path})")
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)


def pid_file(data_path: Path) -> Path:
    """Where the running supervisor has written its process id."""
    return data_path / "supervisor.pid"


def running_pid(data_path: Path) -> int | None:
    """The process id of the running supervisor, or None if none runs."""
    try:
        descriptor = os.open(pid_file(data_path), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        return None if _try_lock(descriptor) else _read_pid(descriptor)
    finally:
        os.close(descriptor)


def stop_running(data_path: Path, patience: float) -> bool:
    """Tell the running supervisor to stop and wait until it and its children are gone.

    Args:
        patience: seconds.

    Returns:
        Whether one was running.

    Raises:
        TimeoutError: it is still there after `patience` seconds.
    """
    pid = running_pid(data_path)
    if pid is None:
        return False
    deadline = time.monotonic() + patience
    told = NO_PID
    while (pid := running_pid(data_path)) is not None:
        if pid not in (told, NO_PID):
            os.kill(pid, signal.SIGTERM)
            told = pid
        if time.monotonic() > deadline:
            raise TimeoutError(f"process {pid} still runs after {patience:.0f} seconds")
        time.sleep(LOOK_AGAIN)
    return True


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read_pid(descriptor: int) -> int:
    text = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
    return int(text) if text.isdigit() else NO_PID
