"""Where a node listens: a Unix socket bound and locked before the server starts, or its port.

The socket is bound here and handed to the server as a file descriptor, because a server that binds
it itself makes it readable for everybody and lets a second copy steal the path of a live one.
"""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import stat
from pathlib import Path
from typing import Any

from backend.common.address import LONGEST_SOCKET_PATH
from backend.common.secrets import PRIVATE_DIRECTORY, PRIVATE_FILE
from backend.common.services import service_named
from backend.common.settings import Settings, SettingsError, get_settings

BACKLOG = 2048
KEEP_ALIVE = 75  # seconds; longer than the clients keep an idle connection
STOP_WITHIN = 8  # seconds for requests under way when a node stops
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

log = logging.getLogger(__name__)


class AlreadyRunningError(Exception):
    """Another copy of this service holds its socket."""


class ListeningSocket:
    """A bound Unix socket of mode 0600 with a lock that keeps a second copy out.

    Raises:
        AlreadyRunningError: another process holds the lock.
        OSError: the socket cannot be had there; the text says why and names the path.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        _check_length(path)
        _own_directory(path.parent)
        self._lock = _lock(path)
        try:
            self.socket = _bind(path)
        except OSError:
            os.close(self._lock)
            raise
        self._inode = path.stat().st_ino

    def close(self) -> None:
        """Stop listening; remove the socket file if it is still this one's."""
        try:
            if self.path.stat().st_ino == self._inode:
                self.path.unlink()
        except FileNotFoundError:
            pass
        self.socket.close()
        os.close(self._lock)


_listening: dict[str, ListeningSocket] = {}


def create_socket_server_config(
    service: str, default_port: int, settings: Settings | None = None
) -> dict[str, Any]:
    """Keyword arguments for `uvicorn.run` so that `service` listens where callers look for it.

    With sockets on, the socket is locked and bound here; `release_socket` removes it again. If it
    cannot be had, a development node says why in one warning and serves its port instead.

    Args:
        service: a name such as `"data_node"`.
        default_port: the port over HTTP where the settings name no other.
        settings: None takes those of this process.

    Raises:
        AlreadyRunningError: another copy of the service is running.
        OSError: production, and the socket cannot be had.
        SettingsError: a development node was told to serve an address off the loopback.
    """
    settings = settings or get_settings()
    common: dict[str, Any] = {
        "loop": "uvloop",
        "http": "httptools",
        "ws": "none",
        "lifespan": "on",
        "access_log": False,
        "log_config": None,
        "server_header": False,
        "date_header": False,
        "proxy_headers": False,
        "backlog": BACKLOG,
        "timeout_keep_alive": KEEP_ALIVE,
        "timeout_graceful_shutdown": STOP_WITHIN,
    }
    if settings.sockets_on and service_named(service).has_socket:
        path = settings.socket_path(service)
        try:
            listening = ListeningSocket(path)
        except OSError as error:
            if not settings.development:
                raise
            log.warning("no socket at %s (%s); serving the port instead", path, error)
        else:
            _listening[service] = listening
            return {**common, "fd": listening.socket.fileno()}
    return {**common, **_port_config(service, default_port, settings)}


def release_socket(service: str) -> None:
    """Stop listening on the socket of `service` and remove its file."""
    listening = _listening.pop(service, None)
    if listening is not None:
        listening.close()


def _port_config(service: str, default_port: int, settings: Settings) -> dict[str, Any]:
    if settings.development and settings.host not in LOOPBACK:
        raise SettingsError(
            f"HOST: {settings.host} is off the loopback; development serves this machine only"
        )
    if not settings.development and settings.host not in LOOPBACK and not settings.allow_plain_http:
        raise SettingsError(
            f"HOST: {settings.host} would be served over plain HTTP;"
            " set ALLOW_PLAIN_HTTP=true only on a private network"
        )
    return {"host": settings.host, "port": settings.port(service) or default_port}


def _check_length(path: Path) -> None:
    length = len(os.fsencode(path))
    if length > LONGEST_SOCKET_PATH:
        raise OSError(f"the path has {length} bytes, the kernel takes {LONGEST_SOCKET_PATH}")


def _own_directory(directory: Path) -> None:
    directory.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    status = directory.stat()
    if status.st_uid != os.geteuid():
        raise PermissionError(f"the directory {directory} belongs to somebody else")
    if stat.S_IMODE(status.st_mode) != PRIVATE_DIRECTORY:
        directory.chmod(PRIVATE_DIRECTORY)


def _lock(path: Path) -> int:
    locks = path.parent.with_name(f"{path.parent.name}.locks")
    _own_directory(locks)
    file = locks / f"{path.stem}.lock"
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise AlreadyRunningError(f"another {path.stem} is already serving {path}") from None
    return descriptor


def _bind(path: Path) -> socket.socket:
    """The lock is ours, so a file at `path` is a crashed run's."""
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        before = os.umask(0o777 - PRIVATE_FILE)
        try:
            listening.bind(os.fspath(path))
        finally:
            os.umask(before)
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)  # noqa: FBT003 - the standard library takes no name
    return listening
