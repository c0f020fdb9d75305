"""Calls to a provider out there: encrypted, with limits of time and size, nothing followed.

Connections are those of the nodes among themselves; what is trusted is the system's list of
authorities and CA_FILE, where an operator has one.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

from backend.common.address import Target
from backend.common.http_pool import NoConnectionError, Pool, words
from backend.common.http_request import request_bytes
from backend.common.sign_in_provider import is_encrypted

ANSWER_WITHIN: Final = 3.0  # seconds; a sign-in asks four times at most, and the gateway waits 15
LONGEST_ANSWER: Final = 128 * 1024  # bytes
CONNECTIONS: Final = 32
USUAL: Final = {"Accept": "application/json", "User-Agent": "course-selection"}


class ProviderAwayError(Exception):
    """There was no answer, or one of a provider in trouble."""


class ProviderWrongError(Exception):
    """There was an answer that cannot be one of the provider."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, read to its end."""

    status: int
    content: bytes


class Courier:
    """Asks the provider.

    Args:
        ca_file: authorities that vouch for it beside those the system trusts; "" for none.
    """

    def __init__(self, ca_file: str = "") -> None:
        self._ca_file = ca_file
        self._pools: dict[str, Pool] = {}

    async def fetch(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Fetched:
        """One answer, whatever it says.

        Raises:
            ProviderAwayError: there is none in time.
            ProviderWrongError: it is too long, or `url` would be called over plain HTTP.
        """
        if not is_encrypted(url):
            raise ProviderWrongError(f"{url} is no https:// address")
        parts = urlsplit(url)
        pool = self._pool(f"{parts.scheme}://{parts.netloc}")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        request = request_bytes(method, pool.host, path, {**USUAL, **(headers or {})}, body)
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                fetched = await _answer(pool, request)
        except (OSError, NoConnectionError) as error:  # TimeoutError is an OSError
            raise ProviderAwayError(f"{url}: {words(error)}") from None
        if fetched.status >= 500 or fetched.status == 429:
            raise ProviderAwayError(f"{url} answered {fetched.status}")
        return fetched

    def _pool(self, origin: str) -> Pool:
        if origin not in self._pools:
            self._pools[origin] = Pool(Target(origin=origin), lambda: self._trust, CONNECTIONS)
        return self._pools[origin]

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._ca_file:
            context.load_verify_locations(cafile=self._ca_file)
        return context

    async def aclose(self) -> None:
        """Close all connections."""
        pools, self._pools = self._pools, {}
        await asyncio.gather(*(pool.aclose() for pool in pools.values()))


async def _answer(pool: Pool, request: bytes) -> Fetched:
    until = asyncio.get_running_loop().time() + ANSWER_WITHIN
    answer, connection = await pool.begin(request, until, is_head=False)
    content = bytearray()
    try:
        async for piece in answer.content.iter_any():
            content += piece
            if len(content) > LONGEST_ANSWER:
                raise ProviderWrongError(f"an answer of more than {LONGEST_ANSWER} bytes")
    finally:
        if not answer.complete:
            connection.abort()
    return Fetched(answer.status, bytes(content))
