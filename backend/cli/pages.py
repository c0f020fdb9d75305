"""Long lists row by row: a page is asked for when the one before has been used up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backend.cli.calls import Calls, Params

LARGEST_PAGE = 1000  # rows
Row = dict[str, Any]


def by_place(calls: Calls, service: str, path: str, params: Params) -> Iterator[Row]:
    """Rows of a list whose pages say what to ask after next."""
    after: str | None = ""
    while after is not None:
        page = calls.get(service, path, {**params, "limit": LARGEST_PAGE, "after": after})
        yield from page["items"]
        after = page["after"]


def by_offset(calls: Calls, service: str, path: str, params: Params) -> Iterator[Row]:
    """Rows of a list whose pages are counted off, each id once although the list may change."""
    seen: set[object] = set()
    offset = 0
    while True:
        page = calls.get(service, path, {**params, "limit": LARGEST_PAGE, "offset": offset})
        for row in page["items"]:
            if (row["role"], row["id"]) not in seen:
                seen.add((row["role"], row["id"]))
                yield row
        offset += len(page["items"])
        if not page["items"] or offset >= page["total"]:
            return
