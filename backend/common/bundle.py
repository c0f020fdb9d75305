"""Selections that travel together from the gateway to the student node, and their answers.

MessagePack, because a body goes along as the bytes that the client sent, whatever they are.
"""

from __future__ import annotations

import msgspec

PATH = "/internal/selections"


class Asked(msgspec.Struct, frozen=True, array_like=True):
    """One client's `POST /selections`.

    Attributes:
        authorization: its header line, "" without one.
        key: its Idempotency-Key, or one that the gateway drew.
        body: as it came.
    """

    authorization: str
    key: str
    body: bytes


class Told(msgspec.Struct, frozen=True, array_like=True):
    """The answer to it.

    Attributes:
        retry_after: the header line, "" without one.
    """

    status: int
    retry_after: str
    body: bytes


encoder = msgspec.msgpack.Encoder()
asked_decoder = msgspec.msgpack.Decoder(list[Asked])
told_decoder = msgspec.msgpack.Decoder(list[Told])
