"""The routes that everybody asks for at once, without FastAPI's work around them."""

from __future__ import annotations

from fastapi import Request, Response

from backend.auth_node import api, sessions_api
from backend.auth_node.actor import MARK, visitor_of
from backend.auth_node.cookies import visit_of
from backend.common.guarded import GuardedApp


async def _log_in(request: Request) -> Response:
    visit = visit_of(request, request.headers.get(MARK, ""))
    return await api.log_in(request, request.app.state.office, visitor_of(request), visit)


async def _refresh(request: Request) -> Response:
    visit = visit_of(request, request.headers.get(MARK, ""))
    return await sessions_api.refresh(request, request.app.state.office, visitor_of(request), visit)


def serve_storm(app: GuardedApp) -> None:
    """Answer logins and refreshed sessions on the short way; the routes stay documented."""
    app.serve_fast("POST", "/login", _log_in)
    app.serve_fast("POST", "/refresh", _refresh)
