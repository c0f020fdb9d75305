"""A request that is here already, body and all: what routes that are answered in one piece get."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.types import Scope


class Lines(Headers):
    """Header lines that are looked up often; of a name that came twice the last one counts."""

    def __init__(self, raw: list[tuple[bytes, bytes]], by_name: dict[bytes, bytes]) -> None:
        self._list = raw
        self.by_name = by_name

    def __getitem__(self, key: str) -> str:
        return self.by_name[key.lower().encode("latin-1")].decode("latin-1")

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - as a Mapping has it
        """The value of a line, or `default`."""
        found = self.by_name.get(key.lower().encode("latin-1"))
        return default if found is None else found.decode("latin-1")


class WholeRequest(Request):
    """A request whose body is here already."""

    def __init__(self, scope: Scope, by_name: dict[bytes, bytes], body: bytes) -> None:
        self.scope = scope
        self.lines = self._headers = Lines(scope["headers"], by_name)
        self._whole = body

    async def body(self) -> bytes:
        """The body."""
        return self._whole


QuickEndpoint = Callable[[WholeRequest], Awaitable[Response]]
AtOnce = Callable[[WholeRequest], Response | None]
"""Answers where nothing must be waited for; None leaves it to the route's endpoint."""
