"""What the provider publishes: its addresses and keys, asked for once and kept for an hour."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import msgspec

from backend.auth_node.oidc_courier import Courier, ProviderAwayError, ProviderWrongError
from backend.auth_node.oidc_tokens import Key, usable_key
from backend.common.sign_in_provider import is_encrypted

WELL_KNOWN: Final = "/.well-known/openid-configuration"
KEPT: Final = 3600.0  # seconds
KEYS_AT_MOST_EVERY: Final = 60.0  # seconds; tokens with made-up key ids must not load the provider
NOT_AGAIN_FOR: Final = 5.0  # seconds; who signs in while it is away is told so without waiting
MOST_KEYS: Final = 50

T = TypeVar("T")


class Metadata(msgspec.Struct, frozen=True):
    """What of the provider's description is needed (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False

    def addresses(self) -> tuple[str, ...]:
        """Where browsers and this node are sent."""
        needed = (self.authorization_endpoint, self.token_endpoint, self.jwks_uri)
        return (*needed, self.userinfo_endpoint) if self.userinfo_endpoint else needed


class _KeySet(msgspec.Struct, frozen=True):
    keys: list[dict[str, Any]]


@dataclass(slots=True)
class _Kept:
    """Something fetched, and when."""

    metadata: Metadata | None = None
    described_at: float = float("-inf")
    keys: tuple[Key, ...] = ()
    keys_at: float = float("-inf")
    failed_at: float = float("-inf")


class Discovery:
    """What one provider publishes.

    Args:
        issuer: exactly as the provider names itself.
        clock: the time in Unix seconds.
    """

    def __init__(self, issuer: str, courier: Courier, clock: Callable[[], float]) -> None:
        self._issuer = issuer
        self._courier = courier
        self._clock = clock
        self._kept = _Kept()
        self._turn = asyncio.Lock()

    async def metadata(self) -> Metadata:
        """Its addresses.

        Raises:
            ProviderAwayError, ProviderWrongError: they cannot be had.
        """
        async with self._turn:
            return await self._metadata()

    async def key(self, key_id: str, algorithm: str) -> Key | None:
        """The key that a token names; None where the provider has none such.

        Raises:
            ProviderAwayError, ProviderWrongError: the keys cannot be had.
        """
        async with self._turn:
            metadata = await self._metadata()
            age = self._clock() - self._kept.keys_at
            if age > KEPT or (self._find(key_id, algorithm) is None and age >= KEYS_AT_MOST_EVERY):
                await self._fetch_keys(metadata)
            return self._find(key_id, algorithm)

    def _find(self, key_id: str, algorithm: str) -> Key | None:
        """A token without a key id is of the only key of its kind."""
        fitting = [key for key in self._kept.keys if key.algorithm == algorithm]
        if key_id:
            fitting = [key for key in fitting if key.id == key_id]
        return fitting[0] if len(fitting) == 1 else None

    async def _metadata(self) -> Metadata:
        kept, now = self._kept, self._clock()
        if kept.metadata is not None and now - kept.described_at <= KEPT:
            return kept.metadata
        url = self._issuer.rstrip("/") + WELL_KNOWN
        metadata = await self._published(url, Metadata)
        if metadata.issuer != self._issuer:
            raise ProviderWrongError(f"{url} is of the issuer {metadata.issuer!r}")
        for address in metadata.addresses():
            if not is_encrypted(address):
                raise ProviderWrongError(f"{address} is no https:// address")
        kept.metadata, kept.described_at = metadata, now
        return metadata

    async def _fetch_keys(self, metadata: Metadata) -> None:
        published = await self._published(metadata.jwks_uri, _KeySet)
        found = (usable_key(key) for key in published.keys[:MOST_KEYS])
        self._kept.keys = tuple(key for key in found if key is not None)
        self._kept.keys_at = self._clock()

    async def _published(self, url: str, kind: type[T]) -> T:
        if self._clock() - self._kept.failed_at < NOT_AGAIN_FOR:
            raise ProviderAwayError(f"{self._issuer} did not answer a moment ago")
        try:
            fetched = await self._courier.fetch("GET", url)
        except ProviderAwayError:
            self._kept.failed_at = self._clock()
            raise
        if fetched.status != 200:
            raise ProviderWrongError(f"{url} answered {fetched.status}")
        try:
            return msgspec.json.decode(fetched.content, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise ProviderWrongError(f"{url}: {error}") from None
