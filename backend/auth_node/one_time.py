"""Random codes and tokens that are shown once and stored as a digest.

They are too long to be guessed (128 bits and more), so a plain SHA-256 keeps them.
"""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CODE_LENGTH = 26  # letters of 5 bits: 130 bits
GROUP_LENGTH = 5
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_code() -> str:
    """A code to be read out or typed, in groups: `7Q2ZK-…`."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    groups = [letters[at : at + GROUP_LENGTH] for at in range(0, CODE_LENGTH, GROUP_LENGTH)]
    return "-".join(groups)


def code_digest(code: str) -> str:
    """What is stored of a code; how it was grouped, its case and look-alikes do not matter."""
    return digest(code.strip().upper().translate(READ_AS))


def new_token() -> str:
    """A token for programs."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
