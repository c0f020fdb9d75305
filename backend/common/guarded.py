"""An application behind its guard: who may call, request ids, body sizes, the busiest routes."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from time import perf_counter
from typing import Any, Protocol

from fastapi import FastAPI, Request, Response
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from backend.common.errors import PROBLEM_TYPE, Refused
from backend.common.lateness import Lateness
from backend.common.log import new_request_id, request_id
from backend.common.secrets import same_secret
from backend.common.tallies import Tallies, Tally, template_of
from backend.common.whole_request import AtOnce, QuickEndpoint, WholeRequest
from backend.domain.urgency import urgency_of

MIB = 1024 * 1024
USUAL_BODY = 1 * MIB
OPEN = frozenset({"/health", "/livez", "/readyz"})  # nobody has to show anything there
LONGEST_REQUEST_ID = 64
HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}

log = logging.getLogger(__name__)

Endpoint = Callable[[Request], Awaitable[Response]]


class Door(Protocol):
    """An application of its own behind a prefix."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        ...

    def quick(self, method: bytes, raw_path: bytes) -> QuickEndpoint | None:
        """What answers a route in one piece and raises nothing; None leaves it to `__call__`."""
        ...


class GuardedApp(FastAPI):
    """FastAPI behind a guard; some routes are answered without FastAPI's work around them.

    Args:
        internal_token: what callers must show everywhere but at `OPEN`; "" lets everybody in.
        large_bodies: path to the largest body it takes in bytes, where 1 MiB is too little.
        service: whose requests these are, which says what can wait; "" lets none.

    Attributes:
        tallies: what was counted of all requests.
        lateness: how late this process is; while it is, some requests have to come again.
    """

    def __init__(
        self,
        *,
        internal_token: str,
        large_bodies: Mapping[str, int],
        service: str = "",
        **options: Any,  # noqa: ANN401 - FastAPI's own
    ) -> None:
        super().__init__(**options)
        self.tallies = Tallies()
        self.lateness = Lateness()
        self._service = service
        self._internal_token = internal_token
        self._large_bodies = large_bodies
        self._fast: dict[tuple[str, str], Endpoint] = {}
        self._quick: dict[tuple[bytes, bytes], QuickEndpoint] = {}
        self._at_once: dict[bytes, tuple[AtOnce, Tally]] = {}
        self._prefixes: list[tuple[str, Door]] = []

    def serve_fast(
        self, method: str, path: str, endpoint: Endpoint, at_once: AtOnce | None = None
    ) -> None:
        """Answer a route by `endpoint` alone; declare it as a FastAPI route too, for OpenAPI.

        Args:
            at_once: gives the same answer where nothing must be waited for, and None elsewhere;
                only for GET.
        """
        self._fast[method, path] = endpoint
        tally = self.tallies.route(method, path)
        self._quick[method.encode(), path.encode()] = partial(self._guarded, endpoint, tally)
        if at_once is not None:
            self._at_once[path.encode()] = (at_once, tally)

    def serve_stream(self, method: str, path: str, endpoint: Endpoint) -> None:
        """The same for a route whose answer is not one piece."""
        self._fast[method, path] = endpoint

    @property
    def fast_routes(self) -> list[tuple[str, str]]:
        """Method and path of the routes that `serve_fast` was told of."""
        return list(self._fast)

    def serve_prefix(self, prefix: str, door: Door) -> None:
        """Leave every path that begins with `prefix` to `door`, which guards itself."""
        self._prefixes.append((prefix, door))

    def quick(self, method: bytes, raw_path: bytes) -> QuickEndpoint | None:
        """What answers a route in one piece and raises nothing; None leaves it to `__call__`."""
        for prefix, door in self._prefixes:
            if raw_path.startswith(prefix.encode()):
                return door.quick(method, raw_path)
        return self._quick.get((method, raw_path))

    def at_once(self, request: WholeRequest) -> Response | None:
        """The answer of a route that can give it without waiting; raises nothing."""
        scope = request.scope
        found = self._at_once.get(scope["raw_path"])
        if found is None or scope["method"] != "GET":
            return None
        tell, tally = found
        try:
            refused = self._refusal(scope["path"], request.lines.by_name)
            answer = tell(request) if refused is None else self.refuse(refused)
        except Refused as refusal:
            answer = self.refuse(refusal)
        except Exception:
            log.exception("%s cannot be answered at once", scope["path"])
            answer = self.refuse(Refused("internal_error"))
        if answer is not None:
            tally.note_at_once(answer.status_code)
        return answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        path = scope["path"]
        for prefix, app in self._prefixes:
            if path.startswith(prefix):
                await app(scope, receive, send)
                return
        endpoint = self._fast.get((scope["method"], path))
        with self.tallies.counted(
            scope, send, lambda: path if endpoint else template_of(scope)
        ) as send_counted:
            await self._serve(endpoint, scope, receive, send_counted)

    async def _serve(
        self, endpoint: Endpoint | None, scope: Scope, receive: Receive, send: Send
    ) -> None:
        path = scope["path"]
        headers = dict(scope["headers"])
        request_id.set(_request_id(headers.get(b"x-request-id", b"")))
        refused = self._refusal(path, headers) or self._must_wait(scope)
        if refused is not None:
            await self.refuse(refused)(scope, receive, send)
            return
        if b"content-length" not in headers:
            receive = _counted(receive, self._large_bodies.get(path, USUAL_BODY))
        odd = _zero_in(scope)
        if odd is not None:
            await self.refuse(odd)(scope, receive, send)
        elif endpoint is None:
            await super().__call__(scope, receive, send)
        else:
            scope["app"] = self
            answer = await self._answered(endpoint, Request(scope, receive, send))
            await answer(scope, receive, send)

    async def _guarded(self, endpoint: Endpoint, tally: Tally, request: WholeRequest) -> Response:
        began = perf_counter()
        headers = request.lines.by_name
        request_id.set(_request_id(headers.get(b"x-request-id", b"")))
        refused = self._refusal(request.scope["path"], headers) or self._must_wait(request.scope)
        if refused is None:
            answer = await self._answered(endpoint, request)
        else:
            answer = self.refuse(refused)
        tally.note(answer.status_code, perf_counter() - began)
        return answer

    def refuse(self, refused: Refused) -> Response:
        """A refusal as the answer to a request, counted."""
        self.tallies.refusals[refused.code] += 1
        return problem_response(refused)

    async def _answered(self, endpoint: Endpoint, request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refused as refused:
            return self.refuse(refused)
        except HTTPException as error:
            return self.refuse(http_problem(error))
        except Exception as error:
            log.exception("%s %s failed", request.method, request.url.path)
            return self.refuse(unforeseen(error))

    def _must_wait(self, scope: Scope) -> Refused | None:
        """Why a request has to come again; what `at_once` answers never has to."""
        if not self.lateness.degree:
            return None
        return self.lateness.refusal(urgency_of(self._service, scope["method"], scope["path"]))

    def _refusal(self, path: str, headers: Mapping[bytes, bytes]) -> Refused | None:
        if self._internal_token and path not in OPEN:
            shown = headers.get(b"internal-token", b"").decode("latin-1")
            if not same_secret(shown, self._internal_token):
                return Refused("caller_not_internal")
        length = headers.get(b"content-length", b"0")
        if not length.isdigit():
            return Refused("bad_request")
        limit = self._large_bodies.get(path, USUAL_BODY)
        return Refused("body_too_large", limit=limit) if int(length) > limit else None


def problem_response(refused: Refused) -> Response:
    """A refusal as the answer to a request."""
    return Response(
        refused.body(),
        status_code=refused.refusal.status,
        headers=refused.headers,
        media_type=PROBLEM_TYPE,
    )


def http_problem(error: HTTPException) -> Refused:
    """What the framework refuses, as a refusal of ours."""
    code = HTTP_CODES.get(error.status_code, "bad_request")
    return Refused(code, limit=error.detail)


def unforeseen(error: Exception) -> Refused:
    """What to say of an error that no rule foresees: whether it is worth trying again."""
    if isinstance(error, OperationalError):  # the database is locked, full or away
        return Refused("service_away", service="The database")
    return Refused("internal_error")


def _zero_in(scope: Scope) -> Refused | None:
    """Why an address with the character zero is refused, which not every database takes."""
    if "\0" in scope["path"]:
        return Refused("not_found")
    if b"%00" in scope.get("query_string", b""):
        place = {"where": "query", "message": "it has a character that no text has"}
        return Refused("invalid_fields", errors=[place])
    return None


def _request_id(given: bytes) -> str:
    if not given:
        return new_request_id()
    text = given.decode("latin-1")
    if 0 < len(text) <= LONGEST_REQUEST_ID and text.replace("-", "").isalnum():
        return text
    return new_request_id()


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
