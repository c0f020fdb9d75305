"""A log in which each entry seals all before it: changing, removing or moving one shows.

The hash of an entry is the SHA-256, in hexadecimal, of four lines in UTF-8: the hash of the entry
before (`FIRST` for the first one), the id of the term, the sequence number, and the body.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

FIRST: Final = "0" * 64
"""What the first entry names as the hash before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log of a term.

    Attributes:
        sequence: 1 for the first.
        previous: the hash of the entry before.
        body: JSON; see `proof_entry`.
    """

    term: int
    sequence: int
    previous: str
    hash: str
    body: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be.

    Attributes:
        code: what kind of thing it is.
        sequence: the entry at which it shows; 0 for the log as a whole.
        place: where in the entry, `tickets[3]`.
        message: what was expected and what is there.
    """

    code: str
    sequence: int
    place: str
    message: str


def seal(previous: str, term: int, sequence: int, body: bytes) -> str:
    """The hash of an entry."""
    digest = hashlib.sha256(f"{previous}\n{term}\n{sequence}\n".encode())
    digest.update(body)
    return digest.hexdigest()


def flaws_of_link(entry: Entry, before: Entry | None, term: int) -> Iterator[Finding]:
    """What is wrong with an entry as one that follows `before`."""
    expected = 1 if before is None else before.sequence + 1
    if entry.term != term:
        yield _finding("other_term", entry, f"belongs to term {entry.term}, not {term}")
    if entry.sequence != expected:
        code = "entry_missing" if entry.sequence > expected else "entry_misplaced"
        yield _finding(code, entry, f"number {expected} was to follow")
    if entry.previous != (FIRST if before is None else before.hash):
        yield _finding("link_broken", entry, "does not name the entry before it")
    if entry.hash != seal(entry.previous, entry.term, entry.sequence, entry.body.encode()):
        yield _finding("hash_wrong", entry, "its content is not what was sealed")


def _finding(code: str, entry: Entry, message: str) -> Finding:
    return Finding(code, entry.sequence, "", message)
