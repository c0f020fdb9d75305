"""Passing a request on to the node that owns the matter, and its answer back unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request, Response

from backend.common.deps import bearer_token, showing
from backend.common.service import Frame
from backend.common.services import DATA
from backend.common.transport import DEFAULT_TIMEOUT, Params
from backend.common.transport import Response as Answer

PASSED_BACK = ("Retry-After",)
LONG_TIMEOUT = 60.0  # seconds; a whole catalogue, a whole rehearsal


class Forwarder:
    """Calls other nodes on behalf of whoever made the request, who is asked for again there."""

    def __init__(self, frame: Frame, token: str, forwarded_for: str = "") -> None:
        self._client = frame.client
        self._token = token
        self._forwarded_for = forwarded_for

    async def call(
        self,
        method: str,
        path: str,
        *,
        service: str = DATA.name,
        params: Params | None = None,
        content: bytes | None = None,
        timeout: float = DEFAULT_TIMEOUT,  # noqa: ASYNC109 - handed on to the client
    ) -> Answer:
        """The other node's answer, good or bad.

        Raises:
            ServiceAway: it gave none.
        """
        headers = showing(self._token)
        if self._forwarded_for:
            headers["X-Forwarded-For"] = self._forwarded_for
        if content is not None:
            headers["Content-Type"] = "application/octet-stream"
        return await self._client.request(
            method,
            service,
            path,
            params=params,
            content=content,
            headers=headers,
            timeout=timeout,
        )

    async def get(
        self,
        path: str,
        params: Params | None = None,
        *,
        service: str = DATA.name,
        timeout: float = DEFAULT_TIMEOUT,  # noqa: ASYNC109 - handed on to the client
    ) -> Response:
        """The other node's answer to `GET path`, as one's own."""
        return own(await self.call("GET", path, service=service, params=params, timeout=timeout))


async def _forwarder(request: Request) -> Forwarder:
    forwarded_for = request.headers.get("x-forwarded-for", "")
    return Forwarder(request.app.state.frame, await bearer_token(request), forwarded_for)


Forward = Annotated[Forwarder, Depends(_forwarder)]


def own(answer: Answer) -> Response:
    """The answer of another node as one's own: status, body and what clients must know."""
    passed: Mapping[str, str] = {name.lower(): value for name, value in answer.headers.items()}
    headers = {name: passed[name.lower()] for name in PASSED_BACK if name.lower() in passed}
    return Response(
        answer.content,
        status_code=answer.status_code,
        headers=headers,
        media_type=passed.get("content-type"),
    )
