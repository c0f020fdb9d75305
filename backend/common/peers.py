"""Who is at the other end of a Unix socket: the kernel knows the user, whatever is sent."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import struct

from backend.common.http_server import QuickProtocol

ROOT = 0
_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid

log = logging.getLogger(__name__)


def peer_user(connection: socket.socket) -> int:
    """The user id of the process at the other end of a Unix socket (SO_PEERCRED)."""
    packed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, user, _ = _CREDENTIALS.unpack(packed)
    return int(user)


class PeerCheckedProtocol(QuickProtocol):
    """HTTP for callers of this user (and root); others are hung up on before they say a word."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Look who is there."""
        connection = transport.get_extra_info("socket")
        if connection is not None and connection.family == socket.AF_UNIX:
            user = peer_user(connection)
            if user not in (os.geteuid(), ROOT):
                log.warning("a connection by user %d is refused", user)
                transport.abort()
                return
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection that was taken on."""
        if getattr(self, "transport", None) is not None:
            super().connection_lost(exc)
