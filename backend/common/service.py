"""The frame around every service: who may call, request ids, problem details, health, lifespan."""

from __future__ import annotations

import gc
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import backend
from backend.common.background import background
from backend.common.client import SocketClient
from backend.common.errors import PROBLEM_TYPE, Refused
from backend.common.listening import keep_socket, release_socket
from backend.common.log import request_id
from backend.common.secrets import internal_token, same_secret
from backend.common.services import AUTH, GATEWAY, Service
from backend.common.settings import Settings, get_settings
from backend.common.tokens import TokenVerifier
from backend.domain.refusals import REFUSALS

MIB = 1024 * 1024
USUAL_BODY = 1 * MIB
LONGEST_REQUEST_ID = 64
HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Frame:
    """What every service has at hand, as `app.state.frame`.

    Attributes:
        trouble: name to a function that says in words what is wrong with that part, or "".
    """

    service: Service
    settings: Settings
    client: SocketClient
    verifier: TokenVerifier
    clock: Callable[[], float]
    trouble: dict[str, Callable[[], str]] = field(default_factory=dict)

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
) -> FastAPI:
    """An application with the frame on it; the service adds its routes.

    Args:
        summary: what the service is for, in one sentence.
        lifespan: opens what the service needs and closes it again.
        settings: None takes those of this process.
        client: how other services are reached; None makes one when the service starts.
        clock: the time in Unix seconds.
        large_bodies: path to the largest body it takes in bytes, where 1 MiB is too little.
    """
    settings = settings or get_settings()
    app = FastAPI(
        title=f"Course selection: {service.title}",
        summary=summary,
        version=backend.__version__,
        lifespan=_frame_lifespan(service, lifespan, client is None),
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    reached_by = client or SocketClient(internal_token(settings))
    app.state.frame = Frame(service, settings, reached_by, TokenVerifier(reached_by, clock), clock)

    @app.get("/health", summary="Whether this service is well", tags=["health"])
    async def health(request: Request) -> dict[str, Any]:
        frame: Frame = request.app.state.frame
        return frame.health()

    _answer_with_problems(app)
    token = "" if service is GATEWAY else internal_token(settings)
    app.add_middleware(Guard, internal_token=token, large_bodies=large_bodies or {})
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
                frame.trouble["sessions"] = lambda: (
                    "" if frame.verifier.current else "the auth node does not answer"
                )
            await stack.enter_async_context(lifespan(app))
            await stack.enter_async_context(
                background("keeping the socket file", lambda: keep_socket(service.name))
            )
            gc.collect()
            gc.freeze()
            log.info("%s is ready", service.title)
            yield
            release_socket(service.name)

    return run


def problem_response(refused: Refused) -> Response:
    """A refusal as the answer to a request."""
    return Response(
        refused.body(),
        status_code=refused.refusal.status,
        headers=refused.headers,
        media_type=PROBLEM_TYPE,
    )


def _answer_with_problems(app: FastAPI) -> None:
    @app.exception_handler(Refused)
    async def refused(_request: Request, error: Refused) -> Response:
        return problem_response(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        places = [
            {"where": ".".join(str(part) for part in item["loc"]), "message": item["msg"]}
            for item in error.errors()
        ]
        return problem_response(Refused("invalid_fields", errors=places))

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> Response:
        code = HTTP_CODES.get(error.status_code, "bad_request")
        return problem_response(Refused(code, limit=error.detail))

    @app.exception_handler(Exception)
    async def broken(_request: Request, _error: Exception) -> Response:
        return problem_response(Refused("internal_error"))


class Guard:
    """The outermost layer: request ids, the internal token, body sizes.

    Args:
        internal_token: what callers must show everywhere but at `/health`; "" lets everybody in.
        large_bodies: path to the largest body it takes in bytes.
    """

    def __init__(self, app: ASGIApp, internal_token: str, large_bodies: Mapping[str, int]) -> None:
        self.app = app
        self.internal_token = internal_token
        self.large_bodies = large_bodies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request_id.set(_request_id(headers.get(b"x-request-id", b"")))
        refused = self._refusal(scope["path"], headers)
        if refused is not None:
            await problem_response(refused)(scope, receive, send)
            return
        limit = self.large_bodies.get(scope["path"], USUAL_BODY)
        if b"content-length" not in headers:
            receive = _counted(receive, limit)
        await self.app(scope, receive, send)

    def _refusal(self, path: str, headers: Mapping[bytes, bytes]) -> Refused | None:
        if self.internal_token and path != "/health":
            shown = headers.get(b"internal-token", b"").decode("latin-1")
            if not same_secret(shown, self.internal_token):
                return Refused("caller_not_internal")
        limit = self.large_bodies.get(path, USUAL_BODY)
        length = headers.get(b"content-length", b"0")
        if not length.isdigit():
            return Refused("bad_request")
        return Refused("body_too_large", limit=limit) if int(length) > limit else None


def _request_id(given: bytes) -> str:
    text = given.decode("latin-1")
    if 0 < len(text) <= LONGEST_REQUEST_ID and text.replace("-", "").isalnum():
        return text
    return secrets.token_hex(8)


def _counted(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def receive_counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413, str(limit))
        return message

    return receive_counted


def serve_fast(
    app: FastAPI, method: str, path: str, endpoint: Callable[[Request], Awaitable[Response]]
) -> None:
    """Answer a route without FastAPI's work around it, ahead of all others.

    Declare the same function as a FastAPI route too, for OpenAPI.
    """
    app.router.routes.insert(0, Route(path, endpoint, methods=[method]))


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
