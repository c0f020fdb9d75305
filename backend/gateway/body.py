"""Reading a request's body whole, up to a limit."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from starlette.types import Receive

from backend.common.errors import Refused

DISCARDED: Final = 64 * 1024 * 1024  # bytes of a refused body that are read and thrown away
DISCARDING: Final = 10.0  # seconds


class ClientGoneError(Exception):
    """The client hung up before its request was complete."""


async def read_body(headers: dict[bytes, bytes], receive: Receive, limit: int) -> bytes | None:
    """The body, or None where there is none.

    Raises:
        Refused: `bad_request`, `body_too_large`.
        ClientGoneError: the client went away.
    """
    length = headers.get(b"content-length")
    if length is None and b"transfer-encoding" not in headers:
        return None
    if length is not None and not length.isdigit():
        raise Refused("bad_request")
    if length is not None and int(length) > limit:
        if b"expect" not in headers:
            await _discard(receive)
        raise Refused("body_too_large", limit=limit)
    return await _collect(receive, limit)


async def _collect(receive: Receive, limit: int) -> bytes:
    chunks: list[bytes] = []
    taken = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        chunks.append(message.get("body", b""))
        taken += len(chunks[-1])
        if taken > limit:
            await _discard(receive)
            raise Refused("body_too_large", limit=limit)
        if not message.get("more_body", False):
            return b"".join(chunks)


async def _discard(receive: Receive) -> None:
    """Read on for a while, or the client would be cut off before it sees why."""
    taken = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(DISCARDING):
            while taken < DISCARDED:
                message = await receive()
                taken += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
