"""Codes that people read out or type: random, shown once, kept as a digest.

They are too long to be guessed (130 bits), so a plain SHA-256 keeps them.
"""

from __future__ import annotations

import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LENGTH = 26  # letters of 5 bits: 130 bits
GROUP = 5  # letters
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_code() -> str:
    """A code to be read out or typed, in groups: `7Q2ZK-…`."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def letters_of(code: str) -> str:
    """The letters of a code; how it was grouped, its case and look-alikes do not matter."""
    return code.strip().upper().translate(READ_AS)


def is_code(text: str) -> bool:
    """Whether `text` has the form of a code."""
    letters = letters_of(text)
    return len(letters) == LENGTH and set(letters) <= set(LETTERS)
