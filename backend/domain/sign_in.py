"""Signing in through a provider of the university: what of its word counts here."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

LONGEST_PATH: Final = 1000  # characters
LOCAL_PATH: Final = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")
SECOND_FACTORS: Final = frozenset({"mfa", "otp", "hwk", "swk", "fido"})
"""Ways of authentication (`amr`, RFC 8176; `fido` is customary) that a password alone is not."""


def is_local_path(path: str) -> bool:
    """Whether a browser that is sent to `path` stays on these pages, however it reads it."""
    return len(path) <= LONGEST_PATH and LOCAL_PATH.fullmatch(path) is not None


def is_strong_enough(
    acr: str, amr: Collection[str], required_acr: Collection[str], required_amr: Collection[str]
) -> bool:
    """Whether a sign-in is what the operator requires; nothing required is always met."""
    level = not required_acr or acr in required_acr
    return level and (not required_amr or not set(required_amr).isdisjoint(amr))


def shows_second_factor(acr: str, amr: Collection[str], required_acr: Collection[str]) -> bool:
    """Whether a sign-in used a second factor at the provider, so that none is asked for here.

    Args:
        required_acr: levels of assurance that the operator has named.
    """
    return acr in required_acr or not SECOND_FACTORS.isdisjoint(amr)
