"""What user names, names, groups and e-mail addresses look like, and when two are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from backend.domain.flaws import Flaw, flaw

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
    """`text` in the form in which user names and addresses are compared: NFC, case folded.

    The character zero, which no database need take, becomes one that no name has either.
    """
    text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def normal(text: str) -> str:
    """`text` in the form in which a field is checked and stored: trimmed, NFC."""
    return unicodedata.normalize("NFC", text.strip())


def username_fault(text: str) -> Flaw | None:
    """What is wrong with a user name, if anything."""
    if not SHORTEST_USERNAME <= len(text) <= LONGEST_USERNAME:
        return flaw(
            "username_length",
            "A user name has {least} to {most} characters.",
            least=SHORTEST_USERNAME,
            most=LONGEST_USERNAME,
        )
    if not text[0].isalnum():
        return flaw("username_start", "A user name begins with a letter or digit.")
    if not all(_in_username(character) for character in text):
        signs = " ".join(USERNAME_SIGNS)
        return flaw(
            "username_signs", "A user name is made of letters, digits and {signs}", signs=signs
        )
    if comparable(text).startswith(SYNTHETIC_PREFIX):
        return flaw(
            "username_kept",
            "User names that begin with {prefix} are kept for rehearsals.",
            prefix=SYNTHETIC_PREFIX,
        )
    return None


def _in_username(character: str) -> bool:
    # Marks (M) belong to the letters of Indic and other scripts.
    return character in USERNAME_SIGNS or unicodedata.category(character)[0] in "LMN"


def name_fault(text: str) -> Flaw | None:
    """What is wrong with a person's name, if anything."""
    if not 1 <= len(text) <= LONGEST_NAME:
        return flaw("name_length", "A name has 1 to {most} characters.", most=LONGEST_NAME)
    return None if _one_line(text) else flaw("name_signs", "A name holds no control characters.")


def group_fault(text: str) -> Flaw | None:
    """What is wrong with a group, if anything; a group may be empty."""
    if len(text) > LONGEST_GROUP:
        return flaw("group_length", "A group has at most {most} characters.", most=LONGEST_GROUP)
    return None if _one_line(text) else flaw("group_signs", "A group holds no control characters.")


def email_fault(text: str) -> Flaw | None:
    """What is wrong with an e-mail address, if anything."""
    if len(text) > LONGEST_EMAIL or not _one_line(text) or not EMAIL.fullmatch(text):
        return flaw(
            "email_form", "This is no e-mail address; one looks like name@university.example."
        )
    return None


def text_fault(text: str) -> Flaw | None:
    """What is wrong with a line of text that people read, if anything."""
    return None if _one_line(text) else flaw("text_signs", "This holds no control characters.")


def _one_line(text: str) -> bool:
    if text.isascii():
        return text.isprintable()
    return not any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in BIDI_OVERRIDES
        for character in text
    )


CHECKS: Mapping[str, Callable[[str], Flaw | None]] = {
    "username": username_fault,
    "name": name_fault,
    "email": email_fault,
    "group": group_fault,
}
"""What is wrong with a field in `normal` form, if anything."""
