"""A search is read without FastAPI, and as FastAPI describes and would read it."""

from __future__ import annotations

import tracemalloc
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError

from backend.common.bodies import answer
from backend.common.errors import Refused
from backend.common.inprocess import InProcessTransport
from backend.student_node.catalogue_api import Filters, filters_in

QUERIES = [
    "limit=20&offset=7",
    "limit=1&limit=2",
    "limit=+5",
    "limit=",
    "limit=0",
    "limit=1e2",
    "credits=3.5",
    "credits=x",
    "open=yes&days=MTW&tag=online",
    "open=maybe&days=X",
    "q=%E6%9D%8E+b;c&subject=",
    "term=%ff",
    "qq=1&limit=5",
    "q",
    "&&open=1",
    f"q={'x' * 5000}&q=a",
]


def read_here(query: str) -> object:
    try:
        return filters_in(query.encode()).model_dump()
    except Refused as refused:
        return refused.problem()["errors"]


async def read_by_fastapi(query: str) -> object:
    app = FastAPI()

    @app.get("/")
    async def read(asked: Annotated[Filters, Query()]) -> Any:  # noqa: ANN401 - JSON
        return asked.model_dump()

    @app.exception_handler(RequestValidationError)
    async def wrong(_request: Request, error: RequestValidationError) -> Response:
        places = [(".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        return answer([{"where": where, "message": message} for where, message in places])

    return (await InProcessTransport({"app": app}).request("GET", f"http://app/?{query}")).json()


@pytest.mark.parametrize("query", QUERIES)
async def test_a_query_is_read_as_it_is_described(query: str) -> None:
    assert read_here(query) == await read_by_fastapi(query)


def test_long_queries_do_not_fill_the_memory() -> None:
    tracemalloc.start()
    for number in range(400):
        filters_in(b"q=%s&offset=%d&q=a" % (b"x" * 50_000, number))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 4_000_000
