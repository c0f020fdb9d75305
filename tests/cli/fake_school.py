"""The auth node as the command line sees it when people are imported, in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from typing import Any, NamedTuple, Self

Row = dict[str, Any]


class FakeAnswer(NamedTuple):
    """An answer of the node."""

    content: bytes

    def json(self) -> Any:  # noqa: ANN401 - JSON is any value
        return json.loads(self.content)


class FakeSchool:
    """Stands in for `Calls` and its `wire`; `accounts` are those made, by user name."""

    def __init__(self) -> None:
        self.accounts: dict[str, Row] = {}
        self.calls = 0

    @property
    def wire(self) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None: ...

    def get(self, service: str, path: str, params: object = None) -> Row:
        return {"items": [], "total": 0}

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401
        return asyncio.run(coroutine)

    async def call(
        self, method: str, service: str, path: str, *, json_data: Row, **more: object
    ) -> FakeAnswer:
        assert (method, service, path) == ("POST", "auth_node", "/users/bulk")
        self.calls += 1
        results = [self._settle(row, json_data) for row in json_data["users"]]
        return FakeAnswer(json.dumps({"results": results}).encode())

    def _settle(self, row: Row, body: Row) -> Row:
        known = self.accounts.get(row["username"])
        if known is None:
            if not body["dry_run"]:
                self.accounts[row["username"]] = row
            return {"username": row["username"], "status": "created", "changes": []}
        ours = row["repeated"] and known.get("password") == row.get("password")
        status = "created" if ours else "exists"
        return {"username": row["username"], "status": status, "changes": []}
