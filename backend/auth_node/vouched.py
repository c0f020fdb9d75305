"""Somebody for whom a provider has vouched."""

from __future__ import annotations

import msgspec


class Vouched(msgspec.Struct, frozen=True):
    """Who somebody is at a provider.

    Attributes:
        provider: its name, as it was shown on the button.
        issuer: the provider.
        subject: who it is there; never given to anybody else, unlike a user name.
    """

    provider: str
    issuer: str
    subject: str

    def stored(self) -> str:
        """As a half-finished login keeps it."""
        return msgspec.json.encode(self).decode()


def vouched_in(stored: str) -> Vouched | None:
    """What `stored` was of; None for a login with a password, which keeps nothing."""
    return msgspec.json.decode(stored, type=Vouched) if stored else None
