"""Tokens for programs, and what is stored of tokens and codes.

They are too long to be guessed (128 bits and more), so a plain SHA-256 keeps them.
"""

from __future__ import annotations

import hashlib
import secrets

from backend.common.one_time import letters_of

TOKEN_BYTES = 32


def code_digest(code: str) -> str:
    """What is stored of a code."""
    return digest(letters_of(code))


def new_token() -> str:
    """A token for programs."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
