"""What travels of passkeys: what browsers are asked for, what they bring, and the list of them."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from backend.auth_node.models import Answer, Body, Secret

LONGEST_NAME = 50
MOST_TRANSPORTS = 8

Name = Annotated[
    str,
    msgspec.Meta(
        min_length=1,
        max_length=LONGEST_NAME,
        pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$",
    ),
]
Encoded = Annotated[
    str, msgspec.Meta(min_length=1, max_length=2048, description="Bytes in base64url.")
]
Large = Annotated[
    str, msgspec.Meta(min_length=1, max_length=8192, description="Bytes in base64url.")
]
Transport = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[a-z-]+$")]
Transports = Annotated[list[Transport], msgspec.Meta(max_length=MOST_TRANSPORTS)]


class NewPasskey(Body):
    """A passkey that a browser has made.

    Attributes:
        challenge: the half-finished login, or what the password was shown for.
        name: by which its owner will know it.
        client_data: `clientDataJSON`.
        attestation: `attestationObject`.
        transports: how the device can be reached, as it says.
    """

    challenge: Secret
    name: Name
    client_data: Encoded
    attestation: Large
    transports: Transports = msgspec.field(default_factory=list)


class ShownPasskey(Body):
    """What a passkey has signed.

    Attributes:
        challenge: the half-finished login.
        credential_id: which passkey it is.
        client_data: `clientDataJSON`.
        authenticator_data: `authenticatorData`.
        user_handle: under which name the device keeps it, where it says so.
    """

    challenge: Secret
    credential_id: Encoded
    client_data: Encoded
    authenticator_data: Encoded
    signature: Encoded
    user_handle: Annotated[str, msgspec.Meta(max_length=100)] | None = None


class NewName(Body):
    """Another name of a passkey."""

    name: Name


class Party(Answer):
    """For whom a passkey is (`rp`)."""

    id: str
    name: str


class Owner(Answer, rename="camel"):
    """Whose a passkey is (`user`); `id` is random and says nothing."""

    id: str
    name: str
    display_name: str


class Kind(Answer):
    """A kind of key that is taken (`pubKeyCredParams`)."""

    alg: int
    type: Literal["public-key"] = "public-key"


class Credential(Answer):
    """A passkey that is known."""

    id: str
    transports: list[str]
    type: Literal["public-key"] = "public-key"


class Selection(Answer, rename="camel"):
    """What the device should be able to do (`authenticatorSelection`)."""

    resident_key: Literal["preferred"] = "preferred"
    user_verification: Literal["preferred"] = "preferred"


class CreationOptions(Answer, rename="camel"):
    """`PublicKeyCredentialCreationOptionsJSON`, for `navigator.credentials.create`."""

    rp: Party
    user: Owner
    challenge: str
    pub_key_cred_params: list[Kind]
    timeout: int
    exclude_credentials: list[Credential]
    authenticator_selection: Selection
    attestation: Literal["none"] = "none"


class RequestOptions(Answer, rename="camel"):
    """`PublicKeyCredentialRequestOptionsJSON`, for `navigator.credentials.get`."""

    challenge: str
    timeout: int
    rp_id: str
    allow_credentials: list[Credential]
    user_verification: Literal["preferred"] = "preferred"


class Creation(Answer):
    """What a browser makes a passkey from, and the challenge with which it is brought back."""

    challenge: str
    options: CreationOptions


class PasskeyRow(Answer):
    """One of one's own passkeys.

    Attributes:
        last_used_at: None before the first login with it.
    """

    id: int
    name: str
    created_at: float
    last_used_at: float | None


class PasskeyList(Answer):
    """One's own passkeys, the oldest first.

    Attributes:
        most: how many one may have.
        address: of the pages that they are for, "" where there are none.
    """

    items: list[PasskeyRow]
    most: int
    address: str


class AddedPasskey(Answer):
    """A passkey that was added.

    Attributes:
        recovery_codes: shown once, where it is the first second factor; else empty.
    """

    passkey: PasskeyRow
    recovery_codes: list[str]
