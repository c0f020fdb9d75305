"""Signing with an Ed25519 key, and what others need to check it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

ALGORITHM = "EdDSA"


class Signer:
    """Signs tokens with an Ed25519 key.

    Args:
        pem: the private key (PKCS #8).

    Raises:
        ValueError: `pem` is no key.
        TypeError: it is one of another kind, or encrypted.
    """

    def __init__(self, pem: bytes) -> None:
        key = load_pem_private_key(pem, None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError("it is a key of another kind")
        self._key = key
        public: dict[str, Any] = jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
        self.key_id = thumbprint(public)
        self.public = {**public, "kid": self.key_id, "alg": ALGORITHM, "use": "sig"}

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A token that states `claims`."""
        return jwt.encode(
            dict(claims), self._key, algorithm=ALGORITHM, headers={"kid": self.key_id}
        )


def thumbprint(public: Mapping[str, Any]) -> str:
    """The name of a public key (RFC 7638)."""
    members = {name: public[name] for name in ("crv", "kty", "x")}
    digest = hashlib.sha256(msgspec.json.encode(members)).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def new_signing_key() -> bytes:
    """A new private key (PEM, PKCS #8)."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
