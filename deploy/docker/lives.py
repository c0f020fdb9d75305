"""Whether a service lives that listens on a Unix socket: `python lives.py PATH`; 0 if it does."""

from __future__ import annotations

import socket
import sys

WITHIN = 2.0  # seconds
LIVEZ = b"GET /livez HTTP/1.0\r\n\r\n"


def lives(path: str) -> bool:
    """Whether the service at `path` says so."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(WITHIN)
        try:
            asking.connect(path)
            asking.sendall(LIVEZ)
            return asking.recv(64).split(b" ")[1:2] == [b"200"]
        except OSError:
            return False


if __name__ == "__main__":
    sys.exit(not lives(sys.argv[1]))
