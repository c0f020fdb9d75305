"""Assembles the data node."""

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
from backend.common.parameters import LARGEST_CATALOGUE
from backend.common.run import run_service
from backend.common.service import Frame, create_service
from backend.common.services import DATA
from backend.common.settings import Settings
from backend.data_node import (
    api,
    calendars_api,
    catalogue_api,
    credit_rules_api,
    decision_log_api,
    deeds_api,
    draws_api,
    history_api,
    holds_api,
    notices_api,
    permits_api,
    promotions_api,
    receipts,
    receipts_api,
    reports_api,
    requirements_api,
    rounds_api,
    scratch_api,
    sections_api,
    shared_seats_api,
    tags_api,
    terms_api,
)
from backend.data_node.draws import Drawing
from backend.data_node.reserve_ends import ReserveEnds
from backend.data_node.round_ends import RoundEnds

MIGRATIONS = Path(__file__).parent / "migrations"
LARGEST_BATCH = 16 * MIB


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    frame: Frame = app.state.frame
    database = Database(frame.settings.database_url("data"), MIGRATIONS)
    await database.start()
    app.state.database = database
    frame.stores_in(database)
    app.state.receipt_signer = receipts.load_signer(frame.settings)
    drawing = Drawing(database, frame.client, frame.clock)
    frame.trouble["draws"] = lambda: drawing.trouble
    reserves = ReserveEnds(database, frame.clock)
    ends = RoundEnds(database, frame.clock)
    async with (
        background("drawing rounds", drawing.run),
        background("the end of what is kept", reserves.run),
        background("who is below the minimum", ends.run),
    ):
        yield
    await database.stop()


def create_app(
    settings: Settings | None = None,
    client: SocketClient | None = None,
    clock: Callable[[], float] = time.time,
) -> FastAPI:
    """The data node's application."""
    app = create_service(
        DATA,
        "Owns courses, sections, seats and enrolments, and decides every seat.",
        _lifespan,
        settings=settings,
        client=client,
        clock=clock,
        large_bodies={
            "/catalogue/import": LARGEST_CATALOGUE,
            "/history/import": LARGEST_CATALOGUE,
            "/decisions": LARGEST_BATCH,
        },
    )
    api.add_routes(app)
    app.include_router(calendars_api.router)
    app.include_router(catalogue_api.router)
    app.include_router(deeds_api.router)
    app.include_router(credit_rules_api.router)
    app.include_router(shared_seats_api.router)
    app.include_router(decision_log_api.router)
    app.include_router(sections_api.router)
    app.include_router(holds_api.router)
    app.include_router(requirements_api.router)
    app.include_router(history_api.router)
    app.include_router(notices_api.router)
    app.include_router(permits_api.router)
    app.include_router(promotions_api.router)
    app.include_router(receipts_api.router)
    app.include_router(reports_api.router)
    app.include_router(rounds_api.router)
    app.include_router(draws_api.router)
    app.include_router(scratch_api.router)
    app.include_router(tags_api.router)
    app.include_router(terms_api.router)
    app.include_router(backups.router)
    return app


if __name__ == "__main__":
    run_service(DATA, create_app)
