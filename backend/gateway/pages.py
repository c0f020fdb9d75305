"""The gateway's pages: the built ones, the page of what runs, and one page of routes a node."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import fastapi_offline
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles

import backend
from backend.common.deps import ServiceFrame
from backend.common.errors import Refused
from backend.common.health import Health, ask_health
from backend.common.service import errors
from backend.common.services import NODES, Service
from backend.common.settings import DEVELOPMENT_PASSWORD, DEVELOPMENT_USERNAME, Settings
from backend.gateway import site
from backend.gateway.address import DOORS, PREFIX
from backend.gateway.page_headers import CSP, WITH_DATA_IMAGES, WITH_INLINE_STYLES
from backend.gateway.site import Site

HERE = Path(__file__).parent
SWAGGER_UI = Path(fastapi_offline.__file__).parent / "static"
SUMMARY = "Thousands of students, the same few seats, the same minute."
DOCUMENT_WITHIN = 5.0  # seconds
NOT_KEPT = {"Cache-Control": "no-store"}

router = APIRouter(tags=["pages"])
last_router = APIRouter()
_start = Template((HERE / "templates/start.html").read_text())
_docs = Template((HERE / "templates/docs.html").read_text())


def serve_pages(app: FastAPI, built: Path) -> None:
    """Add the pages and the files they need to `app`.

    Args:
        built: the folder of the web pages; without it "/" shows what runs.
    """
    app.include_router(router)
    app.mount("/static/swagger-ui", StaticFiles(directory=SWAGGER_UI))
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    app.state.site = site.load(built)
    app.include_router(last_router)  # it takes every path that nothing else took


@last_router.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def web_page(request: Request, frame: ServiceFrame) -> Response:
    """The web pages; their own router decides in the browser what an address shows."""
    pages: Site = request.app.state.site
    found = site.page_or_file(pages, request.scope["raw_path"])
    if found is not None:
        answer = site.answer(found, request)
        answer.headers[CSP] = WITH_DATA_IMAGES
        return answer
    if not pages and request.url.path == "/":
        return await status_page(frame)
    raise Refused("not_found")


@router.get("/status", summary="What runs", response_class=HTMLResponse)
async def status_page(frame: ServiceFrame) -> HTMLResponse:
    """What runs, and what to do first."""
    page = _start.substitute(
        summary=SUMMARY,
        nodes="\n".join(_node_item(health) for health in await ask_health(frame.client, NODES)),
        links="\n".join(_links(NODES)),
        administrator=escape(frame.settings.admin_username or DEVELOPMENT_USERNAME),
        password=_password_sentence(frame.settings),
        version=escape(backend.__version__),
    )
    return HTMLResponse(page, headers=NOT_KEPT)


@router.get(
    "/docs/{node}",
    summary="The routes of a node, to read and to try",
    response_class=HTMLResponse,
    responses=errors("not_found", "invalid_fields"),
)
async def docs_page(node: str) -> HTMLResponse:
    """Swagger UI, from this machine, on the node's OpenAPI document."""
    known = _node(node)
    page = _docs.substitute(
        title=known.title, node=known.name, reachable="yes" if _door_name(known) else "no"
    )
    return HTMLResponse(page, headers={CSP: WITH_INLINE_STYLES})


@router.get(
    "/docs/{node}/openapi.json",
    summary="The OpenAPI document of a node",
    responses=errors("not_found", "invalid_fields", "service_away"),
)
async def docs_document(node: str, frame: ServiceFrame) -> JSONResponse:
    """The node's own document, with the address under which the gateway leads to it."""
    known = _node(node)
    answer = await frame.client.get(known.name, "/openapi.json", timeout=DOCUMENT_WITHIN)
    document: dict[str, Any] = answer.raise_for_status().json()
    if door := _door_name(known):
        document["servers"] = [{"url": f"{PREFIX}{door}"}]
        schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
        schemes["bearer"] = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
        document["security"] = [{"bearer": []}]
    return JSONResponse(document, headers=NOT_KEPT)


def _node(name: str) -> Service:
    for node in NODES:
        if node.name == name:
            return node
    raise Refused("not_found")


def _door_name(node: Service) -> str:
    """The name under `/api/` that leads to `node`, or ""."""
    return next((name for name, service in DOORS.items() if service is node), "")


def _node_item(health: Health) -> str:
    trouble = f"<p>{escape(health.trouble)}</p>" if health.trouble else ""
    return (
        f"<li><strong>{health.service.title}</strong>"
        f'<span class="state {health.word}">{health.word}</span>{trouble}</li>'
    )


def _links(nodes: Iterable[Service]) -> Iterable[str]:
    return (f'<li><a href="/docs/{node.name}">{node.title}</a></li>' for node in nodes)


def _password_sentence(settings: Settings) -> str:
    if settings.development and not settings.admin_password:
        return f"The password is <code>{DEVELOPMENT_PASSWORD}</code>, as in every new checkout."
    return "The password is the one in <code>ADMIN_PASSWORD</code>."
