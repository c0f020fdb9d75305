"""Whether somebody else already stands where our services want to listen."""

from __future__ import annotations

import socket
from contextlib import suppress

from backend.common.address import LONGEST_SOCKET_PATH
from backend.common.services import SERVICES, Service
from backend.common.settings import Settings

CONNECT_WITHIN = 1.0  # seconds


def taken_address(settings: Settings) -> str:
    """The first address where somebody already listens, or "" if all are free.

    A file that a crash left behind is free: nobody answers there.
    """
    return next(filter(None, (_taken(service, settings) for service in SERVICES)), "")


def _taken(service: Service, settings: Settings) -> str:
    path = str(settings.socket_path(service.name))
    if settings.sockets_on and service.has_socket:
        if len(path.encode()) > LONGEST_SOCKET_PATH:
            return ""
        return f"unix://{path}" if _answers(socket.AF_UNIX, path) else ""
    host, port = settings.host, settings.port(service.name)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return f"http://{host}:{port}" if _answers(family, (host, port)) else ""


def _answers(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family) as probe, suppress(OSError):
        probe.settimeout(CONNECT_WITHIN)
        probe.connect(address)
        return True
    return False
