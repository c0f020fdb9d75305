"""Whether somebody else already stands where our services want to listen over HTTP."""

from __future__ import annotations

import socket
from contextlib import suppress

from backend.common.services import SERVICES
from backend.common.settings import Settings

CONNECT_WITHIN = 1.0  # seconds


class AddressTakenError(Exception):
    """Somebody else listens where a service of this installation should."""


def check_ports(settings: Settings) -> None:
    """See that nobody listens on a port that is needed. Sockets have locks of their own for that.

    Raises:
        AddressTakenError: somebody does; the text says where.
    """
    for service in SERVICES:
        if not (settings.sockets_on and service.has_socket):
            host, port = settings.host, settings.port(service.name)
            if _answers(host, port):
                raise AddressTakenError(f"somebody else already answers at http://{host}:{port}")


def _answers(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe, suppress(OSError):
        probe.settimeout(CONNECT_WITHIN)
        probe.connect((host, port))
        return True
    return False
