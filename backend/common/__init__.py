"""The toolbox and the wire: nothing in here decides anything about courses or people.

Its three public names are loaded when they are first used, so that a program that only needs a
small part of the toolbox does not pay for the wire.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.common.client import SocketClient
    from backend.common.listening import create_socket_server_config
    from backend.common.transport import SocketTransport

__all__ = ["SocketClient", "SocketTransport", "create_socket_server_config"]

_HOMES = {
    "SocketClient": "backend.common.client",
    "SocketTransport": "backend.common.transport",
    "create_socket_server_config": "backend.common.listening",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
