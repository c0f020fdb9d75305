"""Assembles the gateway."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

import backend
from backend.common.background import background
from backend.common.client import SocketClient
from backend.common.metrics import of_streams
from backend.common.readiness import lives
from backend.common.run import run_service
from backend.common.service import Frame, create_service
from backend.common.services import GATEWAY
from backend.common.settings import Settings
from backend.gateway.address import DOORS, PREFIX
from backend.gateway.page_headers import PageHeaders
from backend.gateway.pages import serve_pages
from backend.gateway.proxy import Proxy

BUILT_PAGES = Path(backend.__file__).parent.parent / "frontend/dist"  # in a checkout


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    frame: Frame = app.state.frame
    for door in DOORS.values():
        frame.readiness.needs(door.name, lives(frame.client, door))
    proxy: Proxy = app.state.proxy
    frame.collectors.append(of_streams(lambda: proxy.streams))
    async with background("handing selections on", proxy.selections.run):
        yield


def create_app(
    settings: Settings | None = None,
    client: SocketClient | None = None,
    clock: Callable[[], float] = time.time,
    built_pages: Path = BUILT_PAGES,
) -> FastAPI:
    """The gateway's application.

    Args:
        built_pages: the folder of the web pages, which need not be there.
    """
    app = create_service(
        GATEWAY,
        "The one address in front: pages, and the way to the auth, teacher and student nodes.",
        _lifespan,
        settings=settings,
        client=client,
        clock=clock,
    )
    frame: Frame = app.state.frame
    serve_pages(app, built_pages)
    app.add_middleware(PageHeaders)
    app.state.proxy = Proxy(frame.client, app.tallies, app.lateness)
    app.serve_prefix(PREFIX, app.state.proxy)
    return app


if __name__ == "__main__":
    run_service(GATEWAY, create_app)
