"""Hand a service a Unix socket, as systemd would: `python on_socket.py PATH MODULE`.

A gateway takes the address of a student from the web server in front only over a Unix socket, which
nobody else can open; in containers that is a file on a volume that only the two of them have.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

FIRST_DESCRIPTOR = 3
BACKLOG = 2048
FOR_THE_WEB_SERVER = 0o666  # the volume says who gets there


def listen(path: Path) -> socket.socket:
    """A socket that listens at `path`, where a container before may have left its own."""
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    path.chmod(FOR_THE_WEB_SERVER)
    listening.listen(BACKLOG)
    return listening


def become(module: str, listening: socket.socket) -> None:
    """Go on as the service `module`, which finds the socket where systemd would have put it."""
    os.dup2(listening.fileno(), FIRST_DESCRIPTOR)
    environ = {**os.environ, "LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
    os.execve(sys.executable, [sys.executable, "-m", module], environ)  # noqa: S606 - this is its work


if __name__ == "__main__":
    become(sys.argv[2], listen(Path(sys.argv[1])))
