"""Assembles the teacher node."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI

from backend.common.client import SocketClient
from backend.common.parameters import LARGEST_CATALOGUE
from backend.common.run import run_service
from backend.common.service import create_service
from backend.common.services import TEACHER
from backend.common.settings import Settings
from backend.teacher_node import (
    api,
    credit_rules_api,
    draws_api,
    health_api,
    history_api,
    holds_api,
    permits_api,
    proof_api,
    rehearsals_api,
    reports_api,
    requirements_api,
    rounds_api,
    selection_api,
    shared_seats_api,
    terms_api,
)


@asynccontextmanager
async def _lifespan(_app: FastAPI) -> AsyncIterator[None]:
    yield


def create_app(
    settings: Settings | None = None,
    client: SocketClient | None = None,
    clock: Callable[[], float] = time.time,
) -> FastAPI:
    """The teacher node's application."""
    app = create_service(
        TEACHER,
        "What staff do: sections and rosters (teachers their own, administrators all), rehearsals.",
        _lifespan,
        settings=settings,
        client=client,
        clock=clock,
        large_bodies=dict.fromkeys(("/catalogue/import", "/history/import"), LARGEST_CATALOGUE),
    )
    app.include_router(api.router)
    app.include_router(terms_api.router)
    app.include_router(rounds_api.router)
    app.include_router(draws_api.router)
    app.include_router(holds_api.router)
    app.include_router(permits_api.router)
    app.include_router(requirements_api.router)
    app.include_router(history_api.router)
    app.include_router(credit_rules_api.router)
    app.include_router(shared_seats_api.router)
    app.include_router(proof_api.router)
    app.include_router(reports_api.router)
    app.include_router(selection_api.router)
    app.include_router(rehearsals_api.router)
    app.include_router(health_api.router)
    return app


if __name__ == "__main__":
    run_service(TEACHER, create_app)
