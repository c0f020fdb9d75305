"""The frame around every service: problem details, health, lifespan; the guard is in front."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

import backend
from backend.common import metrics
from backend.common.background import background
from backend.common.client import INTERNAL_TOKEN, SocketClient
from backend.common.copies import INTERNAL_HEALTH, own_process
from backend.common.database import Database
from backend.common.errors import PROBLEM_TYPE, Refused
from backend.common.exposition import Collector
from backend.common.feeds import Following
from backend.common.guarded import GuardedApp, http_problem, unforeseen
from backend.common.lateness import Lateness
from backend.common.listening import keep_socket, release_socket
from backend.common.readiness import Readiness, answers, serve_readiness
from backend.common.secrets import internal_token, same_secret
from backend.common.services import AUTH, GATEWAY, Service
from backend.common.settings import Settings, get_settings
from backend.common.tokens import TokenVerifier
from backend.domain.refusals import REFUSALS

GARBAGE_AFTER = 20_000  # objects; a request in flight has hundreds, and hundreds are in flight

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Frame:
    """What every service has at hand, as `app.state.frame`.

    Attributes:
        trouble: name to a function that says in words what is wrong with that part, or "".
        readiness: what it needs for its work.
        collectors: what `/metrics` tells.
        feeds: those that are followed.
        lateness: how late the process is.
    """

    service: Service
    settings: Settings
    client: SocketClient
    verifier: TokenVerifier
    clock: Callable[[], float]
    trouble: dict[str, Callable[[], str]] = field(default_factory=dict)
    readiness: Readiness = field(default_factory=Readiness)
    collectors: list[Collector] = field(default_factory=list)
    feeds: list[Following] = field(default_factory=list)
    lateness: Lateness = field(default_factory=Lateness)

    def depends_on(self, part: str, tell: Callable[[], str]) -> None:
        """Be neither well nor ready while `tell` says what is wrong with `part`."""
        self.trouble[part] = tell
        self.readiness.needs_no_trouble(part, tell)

    def stores_in(self, database: Database) -> None:
        """Be not ready while `database` does not answer, and count its transactions."""
        self.readiness.needs("database", answers(database))
        self.collectors.append(metrics.of_database(database))

    def health(self) -> dict[str, Any]:
        """The answer of `GET /health`."""
        reasons = {name: reason for name, tell in self.trouble.items() if (reason := tell())}
        return {
            "service": self.service.name,
            "status": "degraded" if reasons else "ok",
            "version": backend.__version__,
            "trouble": reasons,
        }


Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_service(
    service: Service,
    summary: str,
    lifespan: Lifespan,
    *,
    settings: Settings | None = None,
    client: SocketClient | None = None,
    clock: Callable[[], float] = time.time,
    large_bodies: Mapping[str, int] | None = None,
) -> GuardedApp:
    """An application with the frame on it; the service adds its routes.

    Args:
        summary: what the service is for, in one sentence.
        lifespan: opens what the service needs and closes it again.
        settings: None takes those of this process.
        client: how other services are reached; None makes one when the service starts.
        clock: the time in Unix seconds.
        large_bodies: as `GuardedApp` takes it.
    """
    settings = settings or get_settings()
    app = GuardedApp(
        internal_token="" if service is GATEWAY else internal_token(settings),
        large_bodies=large_bodies or {},
        service=service.name,
        title=f"Course selection: {service.title}",
        summary=summary,
        version=backend.__version__,
        lifespan=_frame_lifespan(service, lifespan, client is None),
        responses=errors("body_too_large"),
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # to an address that the caller's Host line names
        separate_input_output_schemas=False,
    )
    reached_by = client or SocketClient(internal_token(settings))
    verifier = TokenVerifier(reached_by, clock)
    app.state.frame = Frame(service, settings, reached_by, verifier, clock, lateness=app.lateness)

    @app.get("/health", summary="Whether this service is well", tags=["health"])
    async def health(request: Request) -> dict[str, Any]:
        frame: Frame = request.app.state.frame
        return frame.health()

    frame: Frame = app.state.frame
    serve_readiness(app, service, frame.readiness)
    frame.collectors += [
        metrics.of_process(service),
        metrics.of_requests(app.tallies),
        metrics.of_lateness(app.lateness),
        metrics.of_trouble(frame.trouble),
        metrics.of_feeds(frame.feeds),
    ]
    metrics.serve_metrics(app, frame.collectors, internal_token(settings))
    if service is not GATEWAY:
        _tell_the_process(app, settings)
    _answer_with_problems(app)
    return app


def _frame_lifespan(service: Service, lifespan: Lifespan, owns_client: bool) -> Lifespan:
    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[None]:
        frame: Frame = app.state.frame
        async with AsyncExitStack() as stack:
            if owns_client:
                stack.push_async_callback(frame.client.aclose)
            if service not in (AUTH, GATEWAY):
                await stack.enter_async_context(
                    background("following the auth node", frame.verifier.follow)
                )
                frame.depends_on("sessions", frame.verifier.trouble)
                frame.feeds.append(frame.verifier.following)
            await stack.enter_async_context(
                background("looking how late it is", frame.lateness.run)
            )
            await stack.enter_async_context(lifespan(app))
            await stack.enter_async_context(
                background("keeping the socket file", lambda: keep_socket(service.name))
            )
            gc.collect()
            gc.freeze()
            gc.set_threshold(GARBAGE_AFTER)
            log.info("%s is ready", service.title)
            yield
            release_socket(service.name)

    return run


def _tell_the_process(app: GuardedApp, settings: Settings) -> None:
    @app.get(INTERNAL_HEALTH, include_in_schema=False)
    async def internal_health(request: Request) -> dict[str, Any]:
        if not same_secret(request.headers.get(INTERNAL_TOKEN, ""), internal_token(settings)):
            raise Refused("caller_not_internal")  # a door lets its users through without it
        frame: Frame = request.app.state.frame
        return {**frame.health(), "process": msgspec.to_builtins(own_process())}


def _answer_with_problems(app: GuardedApp) -> None:
    @app.exception_handler(Refused)
    async def refused(_request: Request, error: Refused) -> Response:
        return app.refuse(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        places = [
            {"where": ".".join(str(part) for part in item["loc"]), "message": item["msg"]}
            for item in error.errors()
        ]
        return app.refuse(Refused("invalid_fields", errors=places))

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> Response:
        return app.refuse(http_problem(error))

    @app.exception_handler(Exception)
    async def broken(_request: Request, error: Exception) -> Response:
        return app.refuse(unforeseen(error))


def errors(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that can refuse with `codes`, with an example of each."""
    answers: dict[int | str, dict[str, Any]] = {}
    for code in codes:
        status = REFUSALS[code].status
        answer = answers.setdefault(
            status, {"description": "", "content": {PROBLEM_TYPE: {"examples": {}}}}
        )
        answer["description"] = ", ".join(filter(None, [answer["description"], f"`{code}`"]))
        answer["content"][PROBLEM_TYPE]["examples"][code] = {"value": Refused(code).problem()}
    return answers
