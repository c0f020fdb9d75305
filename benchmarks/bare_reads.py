"""The floor of reading: Starlette and uvicorn with one route that answers 304, and no more."""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

TAG = '"bare"'


async def unchanged(request: Request) -> Response:
    """304 to who has the tag."""
    known = request.headers.get("if-none-match") == TAG
    return Response(status_code=304 if known else 200, headers={"ETag": TAG})


@asynccontextmanager
async def _lifespan(_app: Starlette) -> AsyncIterator[None]:
    gc.freeze()
    yield


if __name__ == "__main__":
    uvicorn.run(
        Starlette(routes=[Route("/catalogue/whole", unchanged)], lifespan=_lifespan),
        uds=sys.argv[1],
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
        date_header=False,
        server_header=False,
    )
