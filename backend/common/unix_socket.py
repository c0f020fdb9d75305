"""A listening Unix socket that nobody else can read, steal or lose.

It is bound under a second name in `SOCKET_DIR.locks/` and only linked to the name that callers use.
So it appears there at once and complete, and when somebody deletes that name it is linked again:
the socket itself, and whoever waits in it, is not touched.
"""

from __future__ import annotations

import fcntl
import os
import socket
import stat
from contextlib import suppress
from pathlib import Path

from backend.common.address import LONGEST_SOCKET_PATH
from backend.common.secrets import PRIVATE_DIRECTORY, PRIVATE_FILE

BACKLOG = 2048  # connections that wait to be accepted; a full backlog refuses at once


class AlreadyRunningError(Exception):
    """Another copy of this service holds its socket."""


class ListeningSocket:
    """A bound Unix socket of mode 0600 with a lock that keeps a second copy out.

    Args:
        path: where callers look for it.

    Raises:
        AlreadyRunningError: another process holds the lock.
        OSError: the socket cannot be had there; the text says why.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        _check_length(path)
        own_directory(path.parent)
        locks = locks_of(path.parent)
        own_directory(locks)
        self._kept = locks / path.name
        self._lock = _lock(locks / f"{path.stem}.lock", path)
        try:
            self.socket = _bind(self._kept)
            self._publish()
        except OSError:
            self._kept.unlink(missing_ok=True)
            os.close(self._lock)
            raise

    def restore(self) -> bool:
        """Put the file back if it is gone or somebody else's; whether that was needed.

        Raises:
            OSError: it cannot be put back; the text says why.
        """
        with suppress(FileNotFoundError):
            if self.path.stat().st_ino == self._kept.stat().st_ino:
                return False
        own_directory(self.path.parent)
        self._publish()
        return True

    def close(self) -> None:
        """Stop listening; remove the file if it is still this one's."""
        with suppress(FileNotFoundError):
            if self.path.stat().st_ino == self._kept.stat().st_ino:
                self.path.unlink()
        self._kept.unlink(missing_ok=True)
        self.socket.close()
        os.close(self._lock)

    def _publish(self) -> None:
        """Link the kept name to the public one, over whatever a crashed run left there."""
        draft = self._kept.with_suffix(".new")
        draft.unlink(missing_ok=True)
        os.link(self._kept, draft)
        draft.rename(self.path)


def locks_of(socket_dir: Path) -> Path:
    """Where the locks of the sockets in `socket_dir` are."""
    return socket_dir.with_name(f"{socket_dir.name}.locks")


def own_directory(directory: Path) -> None:
    """Make `directory` one of mode 0700 that belongs to this user.

    Raises:
        OSError: it belongs to somebody else or cannot be made.
    """
    directory.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    status = directory.stat()
    if status.st_uid != os.geteuid():
        raise PermissionError(f"the directory {directory} belongs to somebody else")
    if stat.S_IMODE(status.st_mode) != PRIVATE_DIRECTORY:
        directory.chmod(PRIVATE_DIRECTORY)


def _check_length(path: Path) -> None:
    length = len(os.fsencode(path))
    if length > LONGEST_SOCKET_PATH:
        raise OSError(f"the path has {length} bytes, the kernel takes {LONGEST_SOCKET_PATH}")


def _lock(file: Path, path: Path) -> int:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise AlreadyRunningError(f"another {path.stem} is already serving {path}") from None
    return descriptor


def _bind(kept: Path) -> socket.socket:
    """Bind through the open directory, whose path is longer than the one callers use."""
    kept.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    directory = os.open(kept.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    before = os.umask(0o777 - PRIVATE_FILE)
    try:
        listening.bind(f"/proc/self/fd/{directory}/{kept.name}")
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    finally:
        os.umask(before)
        os.close(directory)
    listening.setblocking(False)  # noqa: FBT003 - the standard library takes no name
    return listening
