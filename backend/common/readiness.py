"""Whether a service lives, and whether it can do its work: for what starts it and sends callers.

`/livez` says that the process answers; whoever gets no answer starts it again. `/readyz` says that
it can do its work; whoever hears no sends callers to another copy, and starts nothing again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from backend.common.client import SocketClient
from backend.common.database import Database
from backend.common.errors import Refused
from backend.common.pulse import waiting_is_over
from backend.common.services import Service

LIVEZ = "/livez"
READYZ = "/readyz"
KEPT = 1.0  # seconds an answer is told again, so that who asks all the time costs nothing
PATIENCE = 2.0  # seconds one part may take to answer
ASK_AGAIN = {"Retry-After": "1"}

log = logging.getLogger(__name__)

Check = Callable[[], Awaitable[str]]


class Readiness:
    """What a service needs for its work.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._checks: dict[str, Check] = {}
        self._lacking: dict[str, str] = {}
        self._asked_at = -KEPT
        self._asking = asyncio.Lock()

    def needs(self, part: str, check: Check) -> None:
        """Count on `part`; `check` says in words what is wrong with it, or ""."""
        self._checks[part] = check

    def needs_no_trouble(self, part: str, tell: Callable[[], str]) -> None:
        """Count on `part`, which knows without asking what is wrong with it."""

        async def check() -> str:
            return tell()

        self._checks[part] = check

    async def lacking(self) -> dict[str, str]:
        """Part to what is wrong with it, not older than `KEPT`; empty where all is well."""
        async with self._asking:
            if self._clock() >= self._asked_at + KEPT:
                told = await asyncio.gather(*(_within(check) for check in self._checks.values()))
                self._lacking = {
                    part: words for part, words in zip(self._checks, told, strict=True) if words
                }
                self._asked_at = self._clock()
        return {**self._lacking, "stopping": "it stops"} if waiting_is_over() else self._lacking


def serve_readiness(app: FastAPI, service: Service, readiness: Readiness) -> None:
    """Add `/livez` and `/readyz` to `app`."""

    @app.get(LIVEZ, include_in_schema=False)
    async def livez(_request: Request) -> dict[str, str]:
        return {"service": service.name, "status": "alive"}

    @app.get(READYZ, include_in_schema=False)
    async def readyz(_request: Request) -> Response:
        lacking = await readiness.lacking()
        told: dict[str, Any] = {"service": service.name, "ready": not lacking, "lacking": lacking}
        return JSONResponse(told, 503 if lacking else 200, ASK_AGAIN if lacking else None)


def answers(database: Database) -> Check:
    """Asks a database whether it answers."""

    async def check() -> str:
        await database.read(lambda connection: connection.execute(sa.select(1)).scalar())
        return ""

    return check


def lives(client: SocketClient, service: Service) -> Check:
    """Asks whether a copy of `service` answers."""

    async def check() -> str:
        try:
            await client.get(service.name, LIVEZ, timeout=PATIENCE, patience=PATIENCE / 2)
        except Refused as refused:
            return str(refused.detail)
        return ""

    return check


async def _within(check: Check) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check()
    except TimeoutError:
        return f"it does not answer within {PATIENCE:g} seconds"
    except Exception as error:  # what is open to everybody does not name what only logs may say
        log.warning("not ready: %s", error)
        return "it does not answer"
