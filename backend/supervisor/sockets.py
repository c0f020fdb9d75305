"""The listening sockets of all services, owned by the parent: Unix sockets and ports.

While a killed service starts again, callers wait in its socket's queue; nobody is turned away.
"""

from __future__ import annotations

import asyncio
import socket

from backend.common.listening import LOOK_EVERY, check_host, restore
from backend.common.services import SERVICES, Service
from backend.common.settings import Settings
from backend.common.unix_socket import BACKLOG, ListeningSocket
from backend.supervisor.addresses import AddressTakenError

NO_SOCKET = -1


class Sockets:
    """One listening socket a service."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._files: dict[Service, ListeningSocket] = {}
        self._ports: dict[Service, socket.socket] = {}

    def open(self) -> None:
        """Open them all, or none.

        A Unix socket that cannot be had is left to its node, which says why and serves its port.

        Raises:
            AddressTakenError: a port cannot be had.
            AlreadyRunningError: another process has one of the Unix sockets.
            SettingsError: HOST must not be served.
        """
        try:
            for service in SERVICES:
                if self._settings.sockets_on and service.has_socket:
                    self._open_file(service)
                else:
                    check_host(self._settings)
                    self._ports[service] = listen(self._settings, service)
        except BaseException:
            for service in SERVICES:
                self.close(service)
            raise

    def _open_file(self, service: Service) -> None:
        try:
            self._files[service] = ListeningSocket(self._settings.socket_path(service.name))
        except OSError:
            return

    def descriptor(self, service: Service) -> int:
        """The socket of `service` for its process, or `NO_SOCKET`."""
        if service in self._ports:
            return self._ports[service].fileno()
        listening = self._files.get(service)
        return NO_SOCKET if listening is None else listening.socket.fileno()

    async def keep(self) -> None:
        """Put files back that somebody deletes, for as long as this runs."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            for listening in self._files.values():
                restore(listening)

    def close_port(self, service: Service) -> None:
        """Leave the port of `service` to its process alone, so that it ends with that."""
        port = self._ports.pop(service, None)
        if port is not None:
            port.close()

    def close(self, service: Service) -> None:
        """Stop listening for `service` and remove the file."""
        self.close_port(service)
        listening = self._files.pop(service, None)
        if listening is not None:
            listening.close()


def listen(settings: Settings, service: Service) -> socket.socket:
    """A socket that listens on the port of `service`.

    Raises:
        AddressTakenError: it cannot be had; the text says why.
    """
    host, port = settings.host, settings.port(service.name)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, _, _, _, address = min(found, key=lambda entry: entry[0])  # IPv4 before IPv6
        listening = socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except OSError as error:
        raise AddressTakenError(f"no port {port} on {host} ({error.strerror})") from error
    listening.setblocking(False)  # noqa: FBT003 - the standard library takes no name
    return listening
