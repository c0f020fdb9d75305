"""Receipts: what a student can show of an outcome, signed by the data node."""

from __future__ import annotations

from typing import Any, Literal

import jwt
import msgspec

from backend.common.signing import ALGORITHM, Signer
from backend.domain.selection import Action, Ending


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome and where it stands in the decision log.

    Attributes:
        ticket_id: of the request; number: its place in the line.
        section, term: names of what was asked for; instead_of: what a swap gives back.
        accepted_at, decided_at: Unix seconds.
        outcome, code: how it ended, and why it was refused.
        log, sequence: id of the term of the log, and the entry with the decision.
        hash: of that entry; it seals all before it.
    """

    form: Literal[1] = 1
    ticket_id: str
    number: int
    student_id: int
    action: Action
    section_id: int
    section: str
    term: str
    instead_of: int | None
    accepted_at: float
    decided_at: float
    outcome: Ending
    code: str | None
    log: int
    sequence: int
    hash: str


class SignedReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt as it is kept in a file.

    Attributes:
        signed: the same once more as a signed token (JWS, compact, EdDSA).
    """

    receipt: Receipt
    signed: str


class ReceiptKeys(msgspec.Struct, kw_only=True):
    """The public keys that receipts are checked with (RFC 7517)."""

    keys: list[dict[str, Any]]


class BadReceipt(ValueError):
    """A receipt that nobody here has signed, or that was changed since."""


def sign(receipt: Receipt, signer: Signer) -> SignedReceipt:
    """A receipt that can be checked by whoever has the public key."""
    return SignedReceipt(receipt=receipt, signed=signer.sign(msgspec.to_builtins(receipt)))


def check(signed: SignedReceipt, keys: ReceiptKeys) -> Receipt:
    """What a receipt says.

    Raises:
        BadReceipt: it was changed, or none of the keys has signed it.
    """
    known = {key.get("kid"): key for key in keys.keys}
    try:
        key = known.get(jwt.get_unverified_header(signed.signed).get("kid"))
        if key is None:
            raise BadReceipt("it is signed with a key that is not among those given")
        claims = jwt.decode(signed.signed, jwt.PyJWK.from_dict(key), algorithms=[ALGORITHM])
        told = msgspec.convert(claims, Receipt)
    except (jwt.InvalidTokenError, jwt.PyJWKError, msgspec.ValidationError):
        raise BadReceipt("its signature does not fit") from None
    if told != signed.receipt:
        raise BadReceipt("it does not say what was signed")
    return told


RECEIPT_EXAMPLE = SignedReceipt(
    receipt=Receipt(
        ticket_id="5f0c1d7a9be24c8300aa11bb",
        number=1204,
        student_id=17,
        action="select",
        section_id=72,
        section="CSCI-1100 (72013)",
        term="F24",
        instead_of=None,
        accepted_at=1_900_000_000.25,
        decided_at=1_900_000_000.5,
        outcome="refused",
        code="section_full",
        log=1,
        sequence=31,
        hash="5b0f3ad0e3b3b6ea6a2d2c2e1a1f0e77c41c0f5e5d6a7b8c9d0e1f2a3b4c5d6e",
    ),
    signed="eyJhbGciOiJFZERTQSJ9.eyJmb3JtIjoxfQ.c2lnbmF0dXJl",
)
KEYS_EXAMPLE = ReceiptKeys(
    keys=[{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS", "kid": "kPrK", "alg": "EdDSA"}]
)
