"""What the data node tells the audit log: what staff did to terms, rounds, sections and permits."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

PATH = "/internal/deeds"
MOST_AT_ONCE = 1000  # deeds an answer

DeedAction = Literal[
    "term_created",
    "term_changed",
    "term_removed",
    "catalogue_imported",
    "round_created",
    "round_changed",
    "round_removed",
    "section_created",
    "section_changed",
    "section_assigned",
    "permit_granted",
    "permit_revoked",
    "history_removed",
]


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody did.

    Attributes:
        number: they are told in the order of their numbers.
        at: Unix seconds.
        account: id of the account in whose name it was done.
        forwarded_for: the addresses that the request came through, as its header had them.
        target: name of the term, round or section; user name of the student.
        before, after: what was there and what holds, of what is different.
    """

    number: int
    at: float
    action: DeedAction
    account: int
    actor: str
    role: str
    forwarded_for: str
    target_kind: str
    target: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Deeds(msgspec.Struct, frozen=True):
    """What was done after a number, oldest first; `last` is the newest number of all."""

    items: list[Deed]
    last: int


DEED_EXAMPLE = Deed(
    number=12,
    at=1_900_000_000.25,
    action="term_changed",
    account=1,
    actor="admin",
    role="admin",
    forwarded_for="198.51.100.3",
    target_kind="term",
    target="F24",
    before={"state": "open"},
    after={"state": "closed"},
)
