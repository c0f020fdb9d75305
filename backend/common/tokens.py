"""Access tokens: short-lived signed statements of who somebody is, verified without a call.

The auth node signs with a private key (Ed25519); every other node fetches the public key once. A
verified token is remembered until it expires or the auth node's feed says that its session ended.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import Any

import jwt
import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from backend.common.client import SocketClient
from backend.common.errors import Refused
from backend.common.feeds import Following, follow_feed
from backend.common.services import AUTH
from backend.common.signing import ALGORITHM

AUDIENCE = "course-selection"
REMEMBERED_TOKENS = 200_000
MOST_HEADERS = 8  # one a key, and keys are changed seldom
ASK_FOR_KEYS_EVERY = 10.0  # seconds; forged tokens with made-up keys must not load the auth node

ADMIN = "admin"
TEACHER = "teacher"
STUDENT = "student"


class Identity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who a token speaks for; the claims of the token under their names on the wire.

    Attributes:
        account: the account's id in the auth node; 0 for a synthetic student.
        role: student, teacher or admin.
        person: the id of the student or teacher record; an administrator's account id.
        username: login name.
        session: the session that the token belongs to.
        expires: Unix time in seconds.
        scratch_term: the scratch term of a synthetic student of a rehearsal.
    """

    account: int = msgspec.field(name="sub")
    role: str
    person: int = msgspec.field(name="pid")
    username: str = msgspec.field(name="name")
    session: str = msgspec.field(name="sid")
    expires: int = msgspec.field(name="exp")
    scratch_term: int | None = msgspec.field(name="scratch", default=None)


class TokenVerifier:
    """Checks access tokens with the auth node's public keys.

    Args:
        client: how the auth node is reached.
        clock: the time in Unix seconds.

    Attributes:
        current: whether the auth node's feed is being followed now.
        following: how far it was followed.
        on_session_end: told of every session that ends.
        on_new_token: told of every token that was verified for the first time.
    """

    def __init__(self, client: SocketClient, clock: Callable[[], float] = time.time) -> None:
        self._client = client
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._known: dict[str, Identity] = {}
        self._ended: dict[str, float] = {}
        self._trusted_headers: dict[str, Ed25519PublicKey] = {}
        self._publishes = False
        self._asked_for_keys = float("-inf")
        self.current = False
        self.following = Following(AUTH.name)
        self.on_session_end: list[Callable[[str], None]] = []
        self.on_new_token: list[Callable[[str, Identity], None]] = []

    def trust(self, published: dict[str, Any]) -> None:
        """Believe the key `published` (a JWK) and no other: this is the node that publishes it."""
        self._keys[published["kid"]] = jwt.PyJWK.from_dict(published)
        self._publishes = True

    async def identify(self, token: str) -> Identity:
        """Whom `token` speaks for.

        Raises:
            Refused: `token_invalid`, `token_expired`; `service_away` while no key is known yet.
        """
        identity = self._known.get(token)
        if identity is None:
            identity = await self._verify(token)
            if len(self._known) >= REMEMBERED_TOKENS:
                self._known.clear()
            self._known[token] = identity
            for tell in self.on_new_token:
                tell(token, identity)
        if identity.expires <= self._clock():
            self._known.pop(token, None)
            raise Refused("token_expired")
        if identity.session in self._ended:
            raise Refused("token_invalid")
        return identity

    def known(self, token: str) -> Identity | None:
        """Whom `token` speaks for if that was verified before and still holds; None: `identify`."""
        identity = self._known.get(token)
        if identity is None or identity.expires <= self._clock():
            return None
        return None if identity.session in self._ended else identity

    async def _verify(self, token: str) -> Identity:
        header, _, rest = token.partition(".")
        key = self._trusted_headers.get(header)
        if key is not None:
            return _verified(key, token, rest)
        identity = await self._verify_in_full(token)
        self._trust_header(header, jwt.get_unverified_header(token)["kid"])
        return identity

    def _trust_header(self, header: str, key_id: str) -> None:
        """Tokens that begin with the very same bytes are of the same algorithm and key."""
        key = self._keys[key_id].key
        if len(self._trusted_headers) < MOST_HEADERS and isinstance(key, Ed25519PublicKey):
            self._trusted_headers[header] = key

    async def _verify_in_full(self, token: str) -> Identity:
        try:
            key_id = jwt.get_unverified_header(token).get("kid", "")
            key = self._keys.get(key_id) or await self._fetch_key(key_id)
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={"require": ["exp", "aud", "sid"], "verify_exp": False},
            )
            return msgspec.convert(claims, Identity, strict=False)
        except (jwt.InvalidTokenError, msgspec.ValidationError):
            raise Refused("token_invalid") from None

    async def _fetch_key(self, key_id: str) -> jwt.PyJWK:
        now = self._clock()
        if self._publishes or now < self._asked_for_keys + ASK_FOR_KEYS_EVERY:
            raise Refused("token_invalid")
        if self._keys:  # made-up keys do not make everybody wait for an auth node that hangs
            self._asked_for_keys = now
        answer = (await self._client.get(AUTH.name, "/internal/keys")).raise_for_status()
        for published in answer.json()["keys"]:
            self._keys[published["kid"]] = jwt.PyJWK.from_dict(published)
        self._asked_for_keys = now
        if key_id not in self._keys:
            raise Refused("token_invalid")
        return self._keys[key_id]

    def end_session(self, session: str, until: float) -> None:
        """Refuse the tokens of `session`; the last of them expires at Unix time `until`."""
        now = self._clock()
        self._ended[session] = until
        while (oldest := next(iter(self._ended))) != session and self._ended[oldest] <= now:
            del self._ended[oldest]
        for tell in self.on_session_end:
            tell(session)

    def trouble(self) -> str:
        """Why ended sessions may still count here, "" while none does."""
        return "" if self.current else "the auth node does not answer"

    async def follow(self) -> None:
        """Learn of ended sessions for as long as this runs."""

        async def handle(events: list[dict[str, object]]) -> None:
            for event in events:
                if event["kind"] == "session_ended":
                    self.end_session(str(event["session"]), float(str(event["until"])))

        def connected(up: bool) -> None:
            self.current = up

        await follow_feed(self._client, AUTH.name, 0, handle, connected, following=self.following)


def _verified(key: Ed25519PublicKey, token: str, rest: str) -> Identity:
    """Whom a token with a trusted header speaks for: what the library does, without its detours.

    Measured: two thirds of the time of `jwt.decode`, which a storm of new tokens spends twice.
    """
    payload, _, signature = rest.partition(".")
    signed = token[: len(token) - len(signature) - 1]
    try:
        key.verify(_unpadded(signature), signed.encode("ascii"))
        claims = msgspec.json.decode(_unpadded(payload), type=_Claims, strict=False)
    except (InvalidSignature, ValueError, msgspec.MsgspecError):
        raise Refused("token_invalid") from None
    if claims.audience != AUDIENCE:
        raise Refused("token_invalid")
    return claims.identity()


class _Claims(Identity, frozen=True, kw_only=True):
    """Everything in a token."""

    audience: str = msgspec.field(name="aud")

    def identity(self) -> Identity:
        """What the rest of the system needs of it."""
        return Identity(
            account=self.account,
            role=self.role,
            person=self.person,
            username=self.username,
            session=self.session,
            expires=self.expires,
            scratch_term=self.scratch_term,
        )


def _unpadded(text: str) -> bytes:
    if "=" in text:
        raise ValueError("padding has no place in a token")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
