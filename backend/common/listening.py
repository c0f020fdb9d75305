"""Where a service listens: an inherited socket, its Unix socket, or its port."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import Any

from backend.common.http_server import QuickProtocol
from backend.common.inherited import inherited_socket
from backend.common.peers import PeerCheckedProtocol
from backend.common.services import service_named
from backend.common.settings import LOOPBACK, Settings, SettingsError, get_settings
from backend.common.unix_socket import BACKLOG, AlreadyRunningError, ListeningSocket

KEEP_ALIVE = 75  # seconds; longer than the clients keep an idle connection
STOP_WITHIN = 8  # seconds for requests under way when a service stops
LOOK_EVERY = 2.0  # seconds between looks whether the socket file is still there

log = logging.getLogger(__name__)

__all__ = [
    "AlreadyRunningError",
    "create_socket_server_config",
    "keep_socket",
    "open_socket",
    "release_socket",
]

_listening: dict[str, ListeningSocket] = {}


def create_socket_server_config(
    service: str, default_port: int, settings: Settings | None = None
) -> dict[str, Any]:
    """Keyword arguments for `uvicorn.run` so that `service` listens where callers look for it.

    A socket that the parent process handed over (LISTEN_FDS) is used as it is; the gateway leaves
    it to the mode of a Unix socket who may call there, such as a web server. Otherwise, with
    sockets on, the socket is locked and bound here; `release_socket` removes it again. If it
    cannot be had, a development node says why in one warning and serves its port instead.

    Args:
        service: a name such as `"data_node"`.
        default_port: the port over HTTP where the settings name no other.
        settings: None takes those of this process.

    Raises:
        AlreadyRunningError: another copy of the service is running.
        OSError: production, and the socket cannot be had.
        SettingsError: the address must not be served, or what was handed over is no socket.
    """
    settings = settings or get_settings()
    common: dict[str, Any] = {
        "loop": "uvloop",
        "http": PeerCheckedProtocol if service_named(service).has_socket else QuickProtocol,
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
    inherited = inherited_socket(os.environ)
    if inherited is not None:
        return {**common, "fd": inherited.detach()}
    listening = open_socket(service, settings)
    if listening is not None:
        _listening[service] = listening
        return {**common, "fd": listening.socket.fileno()}
    return {**common, **_port_config(service, default_port, settings)}


def open_socket(service: str, settings: Settings) -> ListeningSocket | None:
    """The socket of `service`, or None where it serves its port: as told, or for want of one.

    Raises:
        AlreadyRunningError: another copy of the service is running.
        OSError: production, and the socket cannot be had.
    """
    if not (settings.sockets_on and service_named(service).has_socket):
        return None
    path = settings.socket_path(service)
    try:
        return ListeningSocket(path)
    except OSError as error:
        if not settings.development:
            raise
        log.warning("no socket at %s (%s); serving the port instead", path, error)
        return None


async def keep_socket(service: str) -> None:
    """Put the socket file of `service` back whenever somebody deletes it."""
    listening = _listening.get(service)
    while listening is not None:
        await asyncio.sleep(LOOK_EVERY)
        restore(listening)


def restore(listening: ListeningSocket) -> None:
    """Put a socket file back if it is gone, and say so."""
    try:
        if listening.restore():
            log.warning("the socket file %s was gone; it is back", listening.path)
    except OSError as error:
        log.error("the socket file %s cannot be put back: %s", listening.path, error)  # noqa: TRY400


def release_socket(service: str) -> None:
    """Stop listening on the socket of `service` and remove its file."""
    listening = _listening.pop(service, None)
    if listening is not None:
        listening.close()


def _port_config(service: str, default_port: int, settings: Settings) -> dict[str, Any]:
    check_host(settings)
    return {"host": settings.host, "port": settings.port(service) or default_port}


def check_host(settings: Settings) -> None:
    """Let pass only a HOST that may be served over plain HTTP.

    Raises:
        SettingsError: it may not; the text says why.
    """
    if settings.host in LOOPBACK:
        return
    if settings.development:
        raise SettingsError(
            f"HOST: {settings.host} is off the loopback; development serves this machine only"
        )
    if not settings.allow_plain_http:
        raise SettingsError(
            f"HOST: {settings.host} would be served over plain HTTP;"
            " set ALLOW_PLAIN_HTTP=true only on a private network"
        )
