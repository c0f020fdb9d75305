"""The nodes' listening sockets, owned by the parent.

While a killed node starts again, callers wait in its socket's queue instead of being turned away.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from backend.common.listening import LOOK_EVERY, restore
from backend.common.services import NODES, Service
from backend.common.settings import Settings
from backend.common.unix_socket import ListeningSocket

NO_SOCKET = -1


class Sockets:
    """One listening socket a node where sockets are on and can be had."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._open: dict[Service, ListeningSocket] = {}

    def open(self) -> None:
        """Open them all, or none.

        A socket that cannot be had is left to its node, which says why and serves its port.

        Raises:
            AlreadyRunningError: another process has one of them.
        """
        if not self._settings.sockets_on:
            return
        try:
            for node in NODES:
                with suppress(OSError):
                    path = self._settings.socket_path(node.name)
                    self._open[node] = ListeningSocket(path)
        except BaseException:
            for node in NODES:
                self.close(node)
            raise

    def descriptor(self, service: Service) -> int:
        """The socket of `service` for its process, or `NO_SOCKET`."""
        listening = self._open.get(service)
        return NO_SOCKET if listening is None else listening.socket.fileno()

    async def keep(self) -> None:
        """Put files back that somebody deletes, for as long as this runs."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            for listening in self._open.values():
                restore(listening)

    def close(self, service: Service) -> None:
        """Stop listening for `service` and remove the file."""
        listening = self._open.pop(service, None)
        if listening is not None:
            listening.close()
