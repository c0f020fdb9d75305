"""Starting one service as a process."""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from backend.common.database import DatabaseInUseError
from backend.common.listening import AlreadyRunningError, create_socket_server_config
from backend.common.log import configure_logging
from backend.common.production import require_fitness
from backend.common.pulse import end_waiting
from backend.common.services import Service
from backend.common.settings import Settings, SettingsError

WRONG_SETTINGS = 78  # EX_CONFIG of sysexits.h

log = logging.getLogger(__name__)


def run_service(service: Service, create_app: Callable[[], FastAPI]) -> None:
    """Serve `create_app()` where callers look for `service`, until the process is told to stop.

    Exits with 78 where the settings cannot be used and says all reasons at once, with 1 where it
    cannot start otherwise, such as where another copy is running.
    """
    try:
        settings = require_fitness(service)
        configure_logging(service.name, settings)
        config = create_socket_server_config(service.name, service.port)
        app = create_app()
        server = _Server(uvicorn.Config(traced(app, service, settings), **config))
        _run(server, app, _sockets(server.config))
    except SettingsError as error:
        sys.exit(_say(f"{service.title} cannot start: {error}", WRONG_SETTINGS))
    except KeyboardInterrupt:
        return
    except (AlreadyRunningError, DatabaseInUseError, OSError) as error:
        sys.exit(_say(f"{service.title} cannot start: {error}", 1))
    if not server.started:
        sys.exit(1)


def traced(app: FastAPI, service: Service, settings: Settings) -> ASGIApp:
    """`app`, its requests told to a collector of traces where one is configured."""
    if not settings.otel_exporter_otlp_endpoint:
        return app
    from backend.common.tracing import trace  # noqa: PLC0415 - nobody else pays for it

    return trace(app, service, settings)


def _sockets(config: uvicorn.Config) -> list[socket.socket] | None:
    """The socket of `config`, as what it is: uvicorn takes every descriptor for a Unix socket."""
    return None if config.fd is None else [socket.socket(fileno=os.dup(config.fd))]


def _run(server: uvicorn.Server, app: FastAPI, sockets: list[socket.socket] | None) -> None:
    """Run `server`; what kept `app` from starting is raised as it was."""
    failures: list[Exception] = []
    starting = app.router.lifespan_context

    @asynccontextmanager
    async def watched(app: FastAPI) -> AsyncIterator[None]:
        try:
            async with starting(app):
                yield
        except Exception as error:
            failures.append(error)
            raise

    app.router.lifespan_context = watched
    try:
        server.run(sockets)
    except SystemExit:
        raise failures[0] if failures else SystemExit(1) from None


class _Server(uvicorn.Server):
    """A server whose long polls and event streams end as soon as it begins to stop."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: as every uvicorn, after everybody who waits has been woken."""
        end_waiting()
        await super().shutdown(sockets)


def _say(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code
