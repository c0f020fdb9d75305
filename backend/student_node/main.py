"""Assembles the student node."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI

from backend.common import bundle
from backend.common.background import background
from backend.common.client import SocketClient
from backend.common.guarded import MIB
from backend.common.metrics import of_streams
from backend.common.pulse import happens_within
from backend.common.run import run_service
from backend.common.service import Frame, create_service
from backend.common.services import STUDENT
from backend.common.settings import Settings
from backend.student_node.api import add_routes
from backend.student_node.calendars import Calendars
from backend.student_node.desk import Desk

LARGEST_BUNDLE = 16 * MIB
LOAD_WITHIN = 3.0  # seconds; without the data node this one starts all the same


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    frame: Frame = app.state.frame
    desk = Desk(frame.client)
    app.state.desk = desk
    app.state.calendars = Calendars(frame.client, frame.settings)
    frame.depends_on("catalogue", lambda: desk.follower.trouble)
    frame.feeds.append(desk.follower.following)
    frame.collectors.append(of_streams(lambda: desk.hub.open_streams))
    frame.verifier.on_session_end.append(desk.hub.close_session)
    frame.verifier.on_new_token.append(desk.herald.announce)
    async with (
        background("following the data node", desk.follower.run),
        background("feeding the event streams", desk.hub.run),
        background("carrying submissions", desk.courier.run),
        background("announcing students", desk.herald.run),
    ):
        # Callers who came while this node started again wait with their connections meanwhile.
        await happens_within(desk.follower.loaded, LOAD_WITHIN)
        yield


def create_app(
    settings: Settings | None = None,
    client: SocketClient | None = None,
    clock: Callable[[], float] = time.time,
) -> FastAPI:
    """The student node's application."""
    app = create_service(
        STUDENT,
        "What a student does: browse, preview, select, drop, timetable, live events.",
        _lifespan,
        settings=settings,
        client=client,
        clock=clock,
        large_bodies={bundle.PATH: LARGEST_BUNDLE},
    )
    add_routes(app)
    return app


if __name__ == "__main__":
    run_service(STUDENT, create_app)
