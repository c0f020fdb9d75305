"""What travels of signing in through a provider."""

from __future__ import annotations

from typing import Annotated

import msgspec

from backend.auth_node.login_models import (
    LoggedIn,
    PasskeyRequired,
    TotpRequired,
    TotpSetupRequired,
)
from backend.auth_node.models import Answer, Body, Line
from backend.auth_node.oidc_tokens import LONGEST_SUBJECT
from backend.domain.sign_in import LONGEST_PATH

LONGEST_CODE = 4096  # characters; providers put much into one


class SignInChoice(Answer):
    """Through whom one can sign in beside a password.

    Attributes:
        provider: what to write on the button; null where there is no other way.
    """

    provider: str | None


class SignInBegin(Body):
    """A sign-in that begins.

    Attributes:
        next: the page of ours to go to afterwards.
    """

    next: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_PATH)] = "/"


class SignInBegun(Answer):
    """Where the browser goes to sign in."""

    address: str


class ProviderAnswer(Body):
    """What the provider sent the browser back with, as it stood in the address.

    Attributes:
        code: exchanged for who signed in.
        error: in place of it, why there is none.
        iss: who answers (RFC 9207).
    """

    state: Line
    code: Annotated[str, msgspec.Meta(max_length=LONGEST_CODE)] = ""
    error: Line = ""
    iss: Line = ""


class SignedIn(Answer):
    """Where the sign-in stands.

    Attributes:
        login: as after a right password.
        next: the page to go to when one is in.
    """

    login: LoggedIn | TotpRequired | PasskeyRequired | TotpSetupRequired
    next: str


class ProviderSubject(Body):
    """Who somebody is at the provider, in its own words (`sub`)."""

    subject: Annotated[
        str, msgspec.Meta(min_length=1, max_length=LONGEST_SUBJECT, pattern=r"^[^\x00-\x1f]*$")
    ]


class ProviderLink(Answer):
    """An account that is linked to somebody at the provider."""

    username: str
    issuer: str
    subject: str
