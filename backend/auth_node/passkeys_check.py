"""Whether what a browser brings of a passkey is right: the steps of WebAuthn level 3, section 7.

Pure: what was asked for and what is known comes in, a reason goes out. Reading the binary forms
and checking signatures is the library's part; what has to hold is said here.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import msgspec
from cryptography.exceptions import InvalidSignature
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.webauthn import AuthenticatorData

from backend.auth_node.passkeys_models import NewPasskey, ShownPasskey
from backend.common.settings import Settings

T = TypeVar("T")

EDDSA, ES256, RS256 = -8, -7, -257
ALGORITHMS = (EDDSA, ES256, RS256)  # COSE, the one liked best first
KEY_TYPES = {EDDSA: 1, ES256: 2, RS256: 3}
RSA_BYTES = range(256, 513)  # of the modulus: 2048 to 4096 bits
LONGEST_EXPONENT = 4  # bytes; a longer one only makes checking dear
CREDENTIAL_BYTES = range(16, 1024)
CHALLENGE_BYTES = 32
PRESENT, BACKUP_POSSIBLE, BACKED_UP = 0x01, 0x08, 0x10


class Reason(StrEnum):
    """Why a passkey does not count."""

    FORM = "form"
    KIND = "kind"  # made for another ceremony
    CHALLENGE = "challenge"
    ORIGIN = "origin"
    SITE = "site"  # made for another relying party
    PRESENCE = "presence"  # nobody touched the device
    ALGORITHM = "algorithm"
    KEY = "key"
    CREDENTIAL = "credential"  # unknown, or somebody else's
    OWNER = "owner"
    SIGNATURE = "signature"
    COPIED = "copied"  # the device has signed more often than it says


class NotProvenError(Exception):
    """What was brought does not show what it should."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Site:
    """Whose passkeys count here.

    Attributes:
        name: the relying party id, a host name.
        origin: of the pages.
        any_port: whether pages at other ports of this host are ours too, in development.
    """

    name: str
    origin: str
    any_port: bool

    def is_ours(self, origin: str) -> bool:
        """Whether a page of this origin is one of ours."""
        if origin == self.origin:
            return True
        if not self.any_port:
            return False
        try:
            parts = urlsplit(origin)
            whole = f"http://{self.name}:{parts.port}"
        except ValueError:
            return False
        return origin == whole


def site_of(settings: Settings) -> Site | None:
    """Whose passkeys count in an installation; None where browsers would make none for it.

    They make them for host names alone, and over https or at localhost.
    """
    parts = urlsplit(settings.public_origin)
    host = parts.hostname or ""
    if not host or _is_number(host) or (parts.scheme != "https" and host != "localhost"):
        return None
    any_port = settings.development and not settings.public_url
    return Site(host, settings.public_origin, any_port)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that was made just now; both in base64url."""

    credential_id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a passkey; key and handle in base64url."""

    public_key: str
    sign_count: int
    handle: str


class _Client(msgspec.Struct, rename="camel"):
    """What a browser says (`clientDataJSON`), as far as it is looked at."""

    type: str
    challenge: str
    origin: str
    cross_origin: bool = False


_CLIENT = msgspec.json.Decoder(_Client)


def made(brought: NewPasskey, challenge: str, site: Site) -> Made:
    """The passkey that was made for `challenge`. Its maker is not asked who it is (attestation).

    Raises:
        NotProvenError: it was not, or it is of a kind that was not asked for.
    """
    _require_client(_bytes(brought.client_data), "webauthn.create", challenge, site)
    data = _read(_attested, _bytes(brought.attestation))
    _require_device(data, site)
    credential = data.credential_data
    if credential is None or len(credential.credential_id) not in CREDENTIAL_BYTES:
        raise NotProvenError(Reason.FORM)
    _require_good(credential.public_key)
    return Made(
        to_text(credential.credential_id),
        to_text(cbor.encode(credential.public_key)),
        data.counter,
    )


def signed(brought: ShownPasskey, challenge: str, known: Known, site: Site) -> int:
    """The new count of signatures of a passkey that has signed `challenge`.

    Raises:
        NotProvenError: it has not, or another one has its key.
    """
    client, device = _bytes(brought.client_data), _bytes(brought.authenticator_data)
    _require_client(client, "webauthn.get", challenge, site)
    data = _read(AuthenticatorData, device)
    _require_device(data, site)
    if brought.user_handle and not _same(brought.user_handle.rstrip("="), known.handle):
        raise NotProvenError(Reason.OWNER)
    key = _read(_key, _bytes(known.public_key))
    _require_signature(key, device + sha256(client).digest(), _bytes(brought.signature))
    if (data.counter or known.sign_count) and data.counter <= known.sign_count:
        raise NotProvenError(Reason.COPIED)
    return data.counter


def to_text(data: bytes) -> str:
    """`data` in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        padded = text.rstrip("=").encode("ascii")
        return base64.b64decode(padded + b"=" * (-len(padded) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise NotProvenError(Reason.FORM) from None


def _read(kind: Callable[[bytes], T], data: bytes) -> T:
    """`data` as a `kind`; what a reader stumbles over is the fault of who sent it."""
    try:
        return kind(data)
    except Exception:
        raise NotProvenError(Reason.FORM) from None


def _attested(data: bytes) -> AuthenticatorData:
    """What the device says of a new passkey; the library would take a number for so many bytes."""
    inner = cast("Mapping[str, Any]", cbor.decode(data))["authData"]
    if not isinstance(inner, bytes):
        raise NotProvenError(Reason.FORM)
    return AuthenticatorData(inner)


def _key(data: bytes) -> CoseKey:
    return CoseKey.parse(cast("Mapping[int, Any]", cbor.decode(data)))


def _require_client(data: bytes, kind: str, challenge: str, site: Site) -> None:
    """What the browser says: for what, for which challenge, on which page."""
    client = _read(_CLIENT.decode, data)
    if client.type != kind:
        raise NotProvenError(Reason.KIND)
    if not _same(client.challenge.rstrip("="), challenge):
        raise NotProvenError(Reason.CHALLENGE)
    if not site.is_ours(client.origin) or client.cross_origin:
        raise NotProvenError(Reason.ORIGIN)


def _require_device(data: AuthenticatorData, site: Site) -> None:
    """What the device says: for whom, whether somebody was there."""
    if not hmac.compare_digest(data.rp_id_hash, sha256(site.name.encode()).digest()):
        raise NotProvenError(Reason.SITE)
    if not data.flags & PRESENT:
        raise NotProvenError(Reason.PRESENCE)
    if data.flags & BACKED_UP and not data.flags & BACKUP_POSSIBLE:
        raise NotProvenError(Reason.FORM)


def _require_good(key: CoseKey) -> None:
    """A key of an algorithm that was asked for, with which something can be checked."""
    algorithm: Any = key.get(3)
    if algorithm not in ALGORITHMS:
        raise NotProvenError(Reason.ALGORITHM)
    if key.get(1) != KEY_TYPES[algorithm] or not _is_measured(key, algorithm):
        raise NotProvenError(Reason.KEY)
    try:
        _require_signature(key, b"", bytes(64))
    except NotProvenError as error:
        if error.reason is not Reason.SIGNATURE:
            raise


def _is_measured(key: CoseKey, algorithm: int) -> bool:
    """Whether the parts of a key are as long as they should be."""
    parts = {name: part for name, part in key.items() if isinstance(part, bytes)}
    first, second = len(parts.get(-1, b"")), len(parts.get(-2, b""))
    if algorithm == RS256:
        return first in RSA_BYTES and 0 < second <= LONGEST_EXPONENT
    coordinates = (-2,) if algorithm == EDDSA else (-2, -3)
    return all(len(parts.get(name, b"")) == 32 for name in coordinates)


def _require_signature(key: CoseKey, message: bytes, signature: bytes) -> None:
    try:
        key.verify(message, signature)
    except InvalidSignature:
        raise NotProvenError(Reason.SIGNATURE) from None
    except Exception:  # the numbers are on no curve, or there are none
        raise NotProvenError(Reason.KEY) from None


def _same(shown: str, expected: str) -> bool:
    return hmac.compare_digest(shown.encode(), expected.encode())
