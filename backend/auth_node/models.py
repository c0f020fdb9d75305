"""What travels between people and this node, shared by all its rooms: fields, bases, who one is."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

LONGEST_LINE = 300  # characters; whatever is longer is refused before it is looked at
LONGEST_SECRET = 512
MOST_TAGS = 20
LONGEST_TAG = 50
LARGEST_ID = 2**63 - 1

Line = Annotated[str, msgspec.Meta(max_length=LONGEST_LINE)]
Secret = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_SECRET)]
Tag = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_TAG, pattern=r"^[^\x00-\x1f]*$")]
Role = Literal["student", "teacher", "admin"]
RecordRole = Literal["student", "teacher"]


class Body(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody sends."""


class Answer(msgspec.Struct):
    """What this node answers."""


class UserView(Answer):
    """Who is logged in.

    Attributes:
        id: of the student or teacher record; an administrator's account id.
    """

    id: int
    role: str
    username: str
    name: str


class TotpView(Answer):
    """A second-factor secret, shown once.

    Attributes:
        secret: base 32, to be typed.
        otpauth_uri: the same as an address for authenticator apps.
        qr_svg: that address as a QR code, an SVG element.
    """

    secret: str
    otpauth_uri: str
    qr_svg: str
