"""A sign-in that is under way at the provider: kept by the browser that began it, and by no other.

All of it is in a cookie of ten minutes that only this installation can read, so nothing is stored
for strangers and every copy of this node can finish what another began. That it is used once is
for the database to see to.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final

import msgspec
from cryptography.fernet import InvalidToken
from fastapi import Request

from backend.auth_node.cookies import PATH, Visit, cookie_in
from backend.auth_node.keys import Vault

LIFETIME: Final = 600.0  # seconds
RANDOM: Final = 32  # bytes: 43 characters, as RFC 7636 wants of a verifier at least
PLAIN_NAME: Final = "course-selection-sign-in"
SECURE_NAME: Final = f"__Secure-{PLAIN_NAME}"
HERE: Final = f"{PATH}/oidc"


class Attempt(msgspec.Struct, frozen=True, tag="sign-in"):
    """What has to come back, and what proves that it was us who asked.

    Attributes:
        state: comes back with the browser.
        nonce: comes back within the token.
        verifier: shown for the code (PKCE).
        next: the page to go to afterwards.
        until: Unix time after which it does not count.
    """

    state: str
    nonce: str
    verifier: str
    next: str
    until: float

    def is_of(self, state: str, now: float) -> bool:
        """Whether an answer with `state` belongs to it and comes in time."""
        return now <= self.until and hmac.compare_digest(self.state.encode(), state.encode())


def new_attempt(next_page: str, now: float) -> Attempt:
    """A sign-in that begins."""
    state, nonce, verifier = (secrets.token_urlsafe(RANDOM) for _ in range(3))
    return Attempt(state, nonce, verifier, next_page, now + LIFETIME)


def remembering(attempt: Attempt, vault: Vault, visit: Visit) -> str:
    """The header line that lets the browser keep a sign-in."""
    value = vault.encrypt(msgspec.json.encode(attempt).decode())
    return _set_cookie(value, int(LIFETIME), secure=visit.secure)


def forgetting(visit: Visit) -> str:
    """The header line that lets the browser forget it."""
    return _set_cookie("", 0, secure=visit.secure)


def kept_by(request: Request, vault: Vault, visit: Visit) -> Attempt | None:
    """The sign-in that a browser keeps; None where it keeps none that is ours."""
    value = cookie_in(request, SECURE_NAME if visit.secure else PLAIN_NAME)
    try:
        return msgspec.json.decode(vault.decrypt(value), type=Attempt)
    except (InvalidToken, ValueError, msgspec.MsgspecError):
        return None


def _set_cookie(value: str, seconds: int, *, secure: bool) -> str:
    name = SECURE_NAME if secure else PLAIN_NAME
    line = f"{name}={value}; Max-Age={seconds}; Path={HERE}; HttpOnly; SameSite=Strict"
    return f"{line}; Secure" if secure else line
