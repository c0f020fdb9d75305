"""An authenticator in software: makes passkeys and signs with them, with CBOR and keys of its own.

It does what browser and device do together, so a test can have each say what it should not.
"""

from __future__ import annotations

import base64
import json
import secrets
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

EDDSA, ES256, RS256, ES384 = -8, -7, -257, -35
PRESENT, VERIFIED, BACKUP_POSSIBLE, BACKED_UP, WITH_KEY = 1, 4, 8, 16, 64
ORIGIN, SITE = "http://localhost:8000", "localhost"
Json = dict[str, Any]
Private = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


def to_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def to_bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def cbor(value: object) -> bytes:
    """`value` as RFC 8949 has it: whole numbers, bytes, texts and maps are all that is needed."""
    match value:
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case bytes():
            return _head(2, len(value)) + value
        case str():
            return _head(3, len(value.encode())) + value.encode()
        case dict():
            return _head(5, len(value)) + b"".join(
                cbor(name) + cbor(each) for name, each in value.items()
            )
    raise TypeError(value)


def _head(kind: int, number: int) -> bytes:
    for short, (code, limit) in enumerate(((">B", 2**8), (">H", 2**16), (">I", 2**32))):
        if number < 24:
            return bytes([kind << 5 | number])
        if number < limit:
            return bytes([kind << 5 | 24 + short]) + struct.pack(code, number)
    raise ValueError(number)


def new_key(algorithm: int) -> Private:
    if algorithm == EDDSA:
        return ed25519.Ed25519PrivateKey.generate()
    if algorithm == RS256:
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP384R1() if algorithm == ES384 else ec.SECP256R1())


def public(key: Private, algorithm: int) -> dict[int, object]:
    """The public half as a COSE key (RFC 9053)."""
    match key:
        case ed25519.Ed25519PrivateKey():
            return {1: 1, 3: algorithm, -1: 6, -2: key.public_key().public_bytes_raw()}
        case rsa.RSAPrivateKey():
            numbers = key.public_key().public_numbers()
            return {1: 3, 3: algorithm, -1: numbers.n.to_bytes(256), -2: numbers.e.to_bytes(3)}
    point = key.public_key().public_numbers()
    size = (key.key_size + 7) // 8
    curve = 1 if size == 32 else 2
    return {1: 2, 3: algorithm, -1: curve, -2: point.x.to_bytes(size), -3: point.y.to_bytes(size)}


def sign(key: Private, message: bytes) -> bytes:
    match key:
        case ed25519.Ed25519PrivateKey():
            return key.sign(message)
        case rsa.RSAPrivateKey():
            return key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(message, ec.ECDSA(hashes.SHA256()))


@dataclass
class Authenticator:
    """One passkey on one device, in a browser on one page.

    Attributes:
        counts: whether the device counts its signatures; those that synchronise do not.
        flags: what it says of who is there.
        handle: under which name it keeps the passkey, as the options say.
    """

    algorithm: int = ES256
    origin: str = ORIGIN
    site: str = SITE
    counts: bool = True
    flags: int = PRESENT | VERIFIED
    counter: int = 0
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: str = ""
    client: Json = field(default_factory=dict)
    cose: dict[int, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = new_key(self.algorithm)

    @property
    def name(self) -> str:
        return to_text(self.credential)

    def create(self, options: Json, challenge: str, name: str = "My device") -> Json:
        """What is brought back of a new passkey; the device refuses what it has already."""
        excluded = [each["id"] for each in options["excludeCredentials"]]
        assert self.name not in excluded, "InvalidStateError"
        self.handle = options["user"]["id"]
        key = cbor(public(self.key, self.algorithm) | self.cose)
        made = bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + key
        data = self._data(WITH_KEY) + made
        return {
            "challenge": challenge,
            "name": name,
            "client_data": to_text(self._client("webauthn.create", options["challenge"])),
            "attestation": to_text(cbor({"fmt": "none", "attStmt": {}, "authData": data})),
            "transports": ["internal"],
        }

    def get(self, options: Json, challenge: str) -> Json:
        """What is shown of this passkey."""
        client, data = self._client("webauthn.get", options["challenge"]), self._data(0)
        return {
            "challenge": challenge,
            "credential_id": self.name,
            "client_data": to_text(client),
            "authenticator_data": to_text(data),
            "signature": to_text(sign(self.key, data + sha256(client).digest())),
            "user_handle": self.handle or None,
        }

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said | self.client).encode()

    def _data(self, more: int) -> bytes:
        if self.counts:
            self.counter += 1
        flags = self.flags | more
        return sha256(self.site.encode()).digest() + struct.pack(">BI", flags, self.counter)
