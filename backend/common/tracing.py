"""Traces over all nodes, told to a collector by OTLP/HTTP; imported only where one is configured.

A traced service is answered by uvicorn and ASGI alone, so the quick ways know nothing of traces and
cost nothing more without them. Spans are gathered and sent as OTLP's JSON; where no collector takes
them they are forgotten, because no request may wait for it.

https://www.w3.org/TR/trace-context/, https://opentelemetry.io/docs/specs/otlp/
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, NamedTuple

import msgspec
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import backend
from backend.common.background import background
from backend.common.errors import Refused
from backend.common.log import traceparent
from backend.common.services import GATEWAY, Service
from backend.common.settings import Settings
from backend.common.tallies import NO_ROUTE, ROUTE
from backend.common.transport import SocketTransport, Transport

PARENT: Final = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
SERVER: Final = 2  # SPAN_KIND_SERVER
FAILED: Final = 2  # STATUS_CODE_ERROR
SAMPLED: Final = 1
SEND_EVERY: Final = 1.0  # seconds
LARGEST_SENDING: Final = 1000  # spans
MOST_KEPT: Final = 10_000  # spans; the oldest are forgotten first
WITHIN: Final = 5.0  # seconds the collector may take

log = logging.getLogger(__name__)


class Span(NamedTuple):
    """One request that was answered.

    Attributes:
        parent: the span of the caller, "" at the porch.
        begun, ended: Unix nanoseconds.
    """

    trace: str
    id: str
    parent: str
    method: str
    route: str
    status: int
    begun: int
    ended: int

    def told(self) -> dict[str, object]:
        """As OTLP's JSON has it."""
        attributes = {
            "http.request.method": {"stringValue": self.method},
            "http.route": {"stringValue": self.route},
            "http.response.status_code": {"intValue": str(self.status)},
        }
        return {
            "traceId": self.trace,
            "spanId": self.id,
            "parentSpanId": self.parent,
            "name": f"{self.method} {self.route}",
            "kind": SERVER,
            "startTimeUnixNano": str(self.begun),
            "endTimeUnixNano": str(self.ended),
            "attributes": [{"key": key, "value": value} for key, value in attributes.items()],
            "status": {"code": FAILED} if self.status >= 500 else {},
        }


class Collector:
    """Where spans go.

    Args:
        endpoint: the collector's address, without `/v1/traces`.
        service: who tells.
    """

    def __init__(self, endpoint: str, service: Service, transport: Transport) -> None:
        self._url = f"{endpoint.rstrip('/')}/v1/traces"
        self._service = service
        self._transport = transport
        self._spans: deque[Span] = deque(maxlen=MOST_KEPT)
        self._silent = False

    def add(self, span: Span) -> None:
        """Take a span along with the next sending."""
        self._spans.append(span)

    async def run(self) -> None:
        """Send what gathers, for as long as this runs."""
        while True:
            await asyncio.sleep(SEND_EVERY)
            await self.send()

    async def send(self) -> None:
        """Send all there is; what the collector does not take is forgotten."""
        while self._spans:
            count = min(len(self._spans), LARGEST_SENDING)
            await self._post([self._spans.popleft() for _ in range(count)])

    async def _post(self, spans: list[Span]) -> None:
        try:
            answer = await self._transport.request(
                "POST",
                self._url,
                content=msgspec.json.encode(self._told(spans)),
                headers={"Content-Type": "application/json"},
                timeout=WITHIN,
                service="the collector of traces",
            )
            answer.raise_for_status()
        except Refused as refused:
            if not self._silent:
                log.warning(
                    "%d spans are forgotten, and all until it answers: %s", len(spans), refused
                )
            self._silent = True
        else:
            self._silent = False

    def _told(self, spans: list[Span]) -> dict[str, object]:
        name = {"key": "service.name", "value": {"stringValue": self._service.name}}
        scope = {"name": "course-selection", "version": backend.__version__}
        told = {"scope": scope, "spans": [span.told() for span in spans]}
        return {"resourceSpans": [{"resource": {"attributes": [name]}, "scopeSpans": [told]}]}


class Traced:
    """An application each of whose requests is a span.

    Args:
        share: of the traces that begin here, how many are told; those that began elsewhere are
            told as it was decided there.
        trusts: whether callers may say of what trace a request is part.
    """

    def __init__(self, app: ASGIApp, collector: Collector, *, share: float, trusts: bool) -> None:
        self._app = app
        self._collector = collector
        self._share = share
        self._trusts = trusts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace, parent, flags = self._beginning(scope)
        own, begun, status = secrets.token_hex(8), time.time_ns(), 0

        async def send_seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        traceparent.set(f"00-{trace}-{own}-{flags:02x}")
        try:
            await self._app(scope, receive, send_seen)
        finally:
            if flags & SAMPLED:
                route = scope.get(ROUTE, NO_ROUTE)
                self._collector.add(
                    Span(trace, own, parent, scope["method"], route, status, begun, time.time_ns())
                )

    def _beginning(self, scope: Scope) -> tuple[str, str, int]:
        """The trace, the caller's span and the flags of a request."""
        if self._trusts:
            said = dict(scope["headers"]).get(b"traceparent", b"").decode("latin-1")
            found = PARENT.fullmatch(said)
            if found:
                return found[1], found[2], int(found[3], 16)
        sampled = secrets.randbelow(1_000_000) < self._share * 1_000_000
        return secrets.token_hex(16), "", SAMPLED if sampled else 0


def trace(
    app: FastAPI, service: Service, settings: Settings, transport: Transport | None = None
) -> Traced:
    """`app` with its requests told to the configured collector, for as long as it runs."""
    transport = transport or SocketTransport(use_sockets=False, settings=settings)
    collector = Collector(settings.otel_exporter_otlp_endpoint, service, transport)
    starting = app.router.lifespan_context

    @asynccontextmanager
    async def told(app: FastAPI) -> AsyncIterator[None]:
        async with starting(app), background("telling traces", collector.run):
            yield
        await collector.send()
        await transport.aclose()

    app.router.lifespan_context = told
    return Traced(
        app,
        collector,
        share=settings.otel_traces_sampler_arg,
        trusts=service is not GATEWAY,
    )
