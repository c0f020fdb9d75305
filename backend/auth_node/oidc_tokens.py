"""ID tokens: whom the provider vouches for, believed only after every check of OpenID Connect.

Signatures are checked with PyJWT, each with a key of the kind its algorithm needs, so that nothing
that is signed with a shared secret or not at all is ever looked into.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from typing import Any, Final

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

ALGORITHMS: Final = ("RS256", "ES256", "EdDSA")
LONGEST_TOKEN: Final = 16 * 1024  # characters
LONGEST_SUBJECT: Final = 255  # characters (OpenID Connect Core, section 2)
LEEWAY: Final = 60.0  # seconds that two clocks may differ
OLDEST: Final = 600.0  # seconds since a token was made; it comes straight from the provider
SHORTEST_RSA: Final = 2048  # bits


class DistrustError(Exception):
    """A token is not believed; says why, for the log."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the provider, for one algorithm."""

    id: str
    algorithm: str
    public: RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey


class Header(msgspec.Struct, frozen=True):
    """The head of a token, which nobody vouches for."""

    alg: str
    kid: str = ""
    crit: Any = None


class Claims(msgspec.Struct, frozen=True):
    """What of a token is looked at whatever else it says."""

    iss: str
    sub: str
    aud: str | list[str]
    exp: float
    iat: float
    nonce: str = ""
    azp: str | None = None
    nbf: float = 0.0
    acr: str = ""
    amr: list[str] = []


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must be of."""

    issuer: str
    client_id: str
    nonce: str


@dataclass(frozen=True, slots=True)
class IdToken:
    """A token that is believed.

    Attributes:
        claims: all of it, by name.
    """

    subject: str
    acr: str
    amr: tuple[str, ...]
    claims: dict[str, Any]


def usable_key(published: dict[str, Any]) -> Key | None:
    """A published key (a JWK), if it can sign tokens that are believed here."""
    if published.get("use", "sig") != "sig" or published.get("kty") == "oct":
        return None
    try:
        public = jwt.PyJWK.from_dict(published).key
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
        return None
    algorithm = _algorithm_of(public)
    key_id = published.get("kid", "")
    named = published.get("alg", algorithm)
    if not algorithm or named not in (algorithm, "Ed25519") or not isinstance(key_id, str):
        return None
    return Key(key_id, algorithm, public)


def _algorithm_of(public: object) -> str:
    if isinstance(public, RSAPublicKey) and public.key_size >= SHORTEST_RSA:
        return "RS256"
    if isinstance(public, EllipticCurvePublicKey) and isinstance(public.curve, SECP256R1):
        return "ES256"
    return "EdDSA" if isinstance(public, Ed25519PublicKey) else ""


def header_of(token: str) -> Header:
    """Which key a token says it is signed with.

    Raises:
        DistrustError: it is none of the algorithms that count here, or no token.
    """
    if len(token) > LONGEST_TOKEN:
        raise DistrustError("the token is too long")
    first = token.partition(".")[0]
    try:
        decoded = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4))
        header = msgspec.json.decode(decoded, type=Header)
    except (ValueError, RecursionError, msgspec.MsgspecError):
        raise DistrustError("the token has no head") from None
    if header.alg not in ALGORITHMS:
        raise DistrustError(f"the algorithm is {header.alg!r}")
    if header.crit is not None:
        raise DistrustError("the token has critical extensions")
    return header


def verified(token: str, key: Key, expected: Expected, now: float) -> IdToken:
    """What `token` says (OpenID Connect Core 1.0, section 3.1.3.7).

    Raises:
        DistrustError: it is not signed with `key`, or not by, for and of whom and when it must be.
    """
    options: Any = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}
    options |= {"verify_aud": False, "verify_iss": False, "verify_sub": False, "verify_jti": False}
    try:
        raw = jwt.decode(token, key.public, algorithms=[key.algorithm], options=options)
        claims = msgspec.convert(raw, Claims)
    except (
        jwt.PyJWTError,
        msgspec.ValidationError,
        ValueError,
        TypeError,
        RecursionError,
    ) as error:
        raise DistrustError(str(error)) from None
    wrong = _wrong(claims, expected, now)
    if wrong:
        raise DistrustError(wrong)
    return IdToken(claims.sub, claims.acr, tuple(claims.amr), raw)


def _wrong(claims: Claims, expected: Expected, now: float) -> str:
    """Why the claims do not count; "" where they do."""
    audience = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    another = claims.azp is not None and claims.azp != expected.client_id
    reasons = {
        "another issuer": claims.iss != expected.issuer,
        "another audience": expected.client_id not in audience,
        "another authorized party": another or (len(audience) > 1 and claims.azp is None),
        "expired": not claims.exp > now - LEEWAY,
        "made in the future": not claims.iat <= now + LEEWAY or not claims.nbf <= now + LEEWAY,
        "made long ago": not claims.iat >= now - OLDEST,
        "another nonce": not hmac.compare_digest(_bytes(claims.nonce), _bytes(expected.nonce)),
        "no subject": not 0 < len(claims.sub) <= LONGEST_SUBJECT or not claims.sub.isprintable(),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _bytes(text: str) -> bytes:
    """JSON may hold halves of surrogate pairs, which no encoding has."""
    return text.encode(errors="replace")
