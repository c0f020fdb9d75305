"""The toolbox and the wire: nothing in here decides anything about courses or people."""

from backend.common.client import SocketClient
from backend.common.listening import create_socket_server_config
from backend.common.transport import SocketTransport

__all__ = ["SocketClient", "SocketTransport", "create_socket_server_config"]
