"""Assembles the queue node."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from backend.common import backups
from backend.common.background import background
from backend.common.client import SocketClient
from backend.common.database import Database
from backend.common.guarded import MIB
from backend.common.run import run_service
from backend.common.service import Frame, create_service
from backend.common.services import QUEUE
from backend.common.settings import Settings
from backend.queue_node import metrics
from backend.queue_node.api import add_routes
from backend.queue_node.company import Company
from backend.queue_node.desk import Desk
from backend.queue_node.limits import StudentLimits

MIGRATIONS = Path(__file__).parent / "migrations"
LARGEST_SUBMISSIONS = 16 * MIB


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    frame: Frame = app.state.frame
    company = Company()
    database = Database(frame.settings.database_url("queue"), MIGRATIONS, company.hear)
    await database.start()
    limits = StudentLimits(time.monotonic)
    desk = Desk(database, frame.client, frame.verifier, limits, frame.clock, company=company)
    await desk.resume()
    app.state.database = database
    app.state.desk = desk
    frame.depends_on("line", lambda: desk.worker.trouble)  # a pause is no trouble
    frame.stores_in(database)
    frame.collectors.append(metrics.of_line(desk))
    frame.trouble["selection"] = desk.worker.gate.trouble
    async with (
        background("handing on the line", desk.lead),
        background("hearing other copies", desk.hear),
        background("waiting for draws", desk.worker.waiting.run),
        background("accepting requests", desk.acceptor.run),
    ):
        yield
    await database.stop()


def create_app(
    settings: Settings | None = None,
    client: SocketClient | None = None,
    clock: Callable[[], float] = time.time,
) -> FastAPI:
    """The queue node's application."""
    app = create_service(
        QUEUE,
        "Takes the rush: limits, orders, keeps and hands on selection requests.",
        _lifespan,
        settings=settings,
        client=client,
        clock=clock,
        large_bodies={"/tickets": LARGEST_SUBMISSIONS},
    )
    add_routes(app)
    app.include_router(backups.router)
    return app


if __name__ == "__main__":
    run_service(QUEUE, create_app)
