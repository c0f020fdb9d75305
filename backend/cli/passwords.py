"""Passwords for people who get theirs on paper."""

from __future__ import annotations

import secrets

READABLE = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none looks like another
GROUPS = 4
GROUP_LENGTH = 4


def generate_password() -> str:
    """A new password of 92 random bits in groups of four characters, safe to read out."""
    return "-".join(
        "".join(secrets.choice(READABLE) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)
    )
