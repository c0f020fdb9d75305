"""What user names, names, groups and e-mail addresses look like, and when two are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

SHORTEST_USERNAME = 2
LONGEST_USERNAME = 64
LONGEST_NAME = 200
LONGEST_GROUP = 100
LONGEST_EMAIL = 254  # RFC 5321, with a local part of at most 64
USERNAME_SIGNS = "._-@"
SYNTHETIC_PREFIX = "scratch-"  # user names of a rehearsal's synthetic students
BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
EMAIL = re.compile(
    r"[^\s@\"(),:;<>\[\\\]]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)*[^\W_][\w-]{0,62}"
)


def comparable(text: str) -> str:
    """`text` in the form in which user names and addresses are compared: NFC, case folded."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def normal(text: str) -> str:
    """`text` in the form in which a field is checked and stored: trimmed, NFC."""
    return unicodedata.normalize("NFC", text.strip())


def username_fault(text: str) -> str:
    """What is wrong with a user name, or ""."""
    if not SHORTEST_USERNAME <= len(text) <= LONGEST_USERNAME:
        return f"A user name has {SHORTEST_USERNAME} to {LONGEST_USERNAME} characters."
    if not text[0].isalnum():
        return "A user name begins with a letter or digit."
    if not all(_in_username(character) for character in text):
        return f"A user name is made of letters, digits and {' '.join(USERNAME_SIGNS)}"
    if comparable(text).startswith(SYNTHETIC_PREFIX):
        return f"User names that begin with {SYNTHETIC_PREFIX} are kept for rehearsals."
    return ""


def _in_username(character: str) -> bool:
    # Marks (M) belong to the letters of Indic and other scripts.
    return character in USERNAME_SIGNS or unicodedata.category(character)[0] in "LMN"


def name_fault(text: str) -> str:
    """What is wrong with a person's name, or ""."""
    if not 1 <= len(text) <= LONGEST_NAME:
        return f"A name has 1 to {LONGEST_NAME} characters."
    return "" if _one_line(text) else "A name holds no control characters."


def group_fault(text: str) -> str:
    """What is wrong with a group, or ""; a group may be empty."""
    if len(text) > LONGEST_GROUP:
        return f"A group has at most {LONGEST_GROUP} characters."
    return "" if _one_line(text) else "A group holds no control characters."


def email_fault(text: str) -> str:
    """What is wrong with an e-mail address, or ""."""
    if len(text) > LONGEST_EMAIL or not _one_line(text) or not EMAIL.fullmatch(text):
        return "This is no e-mail address; one looks like name@university.example."
    return ""


def _one_line(text: str) -> bool:
    if text.isascii():
        return text.isprintable()
    return not any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in BIDI_OVERRIDES
        for character in text
    )


CHECKS: Mapping[str, Callable[[str], str]] = {
    "username": username_fault,
    "name": name_fault,
    "email": email_fault,
    "group": group_fault,
}
"""What is wrong with a field in `normal` form, or ""."""
