"""What the nodes tell each other, and staff, about the decision log."""

from __future__ import annotations

import msgspec


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the decision log of a term.

    Attributes:
        term: the id of the term.
        sequence: 1 for the first.
        at: when it was written, in Unix seconds.
        previous: the hash of the entry before; 64 zeros for the first.
        hash: SHA-256 of `previous`, `term`, `sequence` and `body`, a line each, in hexadecimal.
        body: JSON text; what the rules looked at and what was decided.
    """

    term: int
    sequence: int
    at: float
    previous: str
    hash: str
    body: str


class LogPage(msgspec.Struct, kw_only=True):
    """Entries in their order.

    Attributes:
        after: the sequence number to ask after next; None if these are the last.
    """

    items: list[LogEntry]
    after: int | None = None


class LogHead(msgspec.Struct, kw_only=True):
    """The end of the decision log of a term: publish `hash`, and nothing before it can change.

    Attributes:
        sequence: of the newest entry; 0 if there is none.
        hash: of the newest entry; 64 zeros if there is none.
    """

    term: int
    code: str
    sequence: int
    hash: str


ENTRY_EXAMPLE = LogEntry(
    term=1,
    sequence=1,
    at=1_900_000_000.25,
    previous="0" * 64,
    hash="5b0f3ad0e3b3b6ea6a2d2c2e1a1f0e77c41c0f5e5d6a7b8c9d0e1f2a3b4c5d6e",
    body='{"form":1,"at":1900000000.25}',
)
PAGE_EXAMPLE = LogPage(items=[ENTRY_EXAMPLE])
HEAD_EXAMPLE = LogHead(term=1, code="F24", sequence=1, hash=ENTRY_EXAMPLE.hash)
