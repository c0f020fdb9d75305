"""What the nodes and their users tell each other about holds."""

from __future__ import annotations

from typing import Annotated

import msgspec

from backend.common.rounds import Moment
from backend.domain.holds import Hold

MOST_STUDENTS = 1000  # a request
LONGEST_REASON = 300  # characters
LONGEST_CONTACT = 200  # characters

Names = Annotated[
    list[Annotated[str, msgspec.Meta(min_length=1, max_length=200)]],
    msgspec.Meta(min_length=1, max_length=MOST_STUDENTS),
]


class OwnHold(msgspec.Struct, frozen=True, kw_only=True):
    """A hold as the student sees it.

    Attributes:
        contact: whom to ask about it.
        since: Unix seconds.
        until: Unix seconds from which on it is over by itself; None is never.
    """

    reason: str
    contact: str
    since: float
    until: float | None = None


class OwnHolds(msgspec.Struct, frozen=True, kw_only=True):
    """A student's holds that stand, the oldest first.

    Attributes:
        time_zone: of the campus, an IANA name.
    """

    items: list[OwnHold]
    time_zone: str


class HoldView(msgspec.Struct, frozen=True, kw_only=True):
    """A hold as staff see it.

    Attributes:
        contact: whom the student asks about it.
        by: user name of who placed it.
        since, until, lifted_at: Unix seconds; until None it ends with lifting alone.
        lifted_by: user name of who lifted it.
    """

    id: int
    student_id: int
    username: str
    name: str
    reason: str
    contact: str
    by: str
    since: float
    until: float | None = None
    lifted_at: float | None = None
    lifted_by: str | None = None


class HoldPage(msgspec.Struct, kw_only=True):
    """A part of a list of holds, the newest first.

    Attributes:
        now: Unix seconds by the server's clock.
        time_zone: of the campus, an IANA name.
    """

    items: list[HoldView]
    total: int
    limit: int
    offset: int
    now: float
    time_zone: str


class NewHold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hold to be placed on students, by user name or id."""

    students: Names
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_REASON)]
    contact: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_CONTACT)]
    until: Moment | None = None


class PlacedHolds(msgspec.Struct, frozen=True):
    """The holds that were placed, in the order of the students."""

    items: list[HoldView]


def rule_of(hold: OwnHold) -> Hold:
    """A hold as the rules see it."""
    return Hold(hold.reason, hold.contact, hold.until)


HOLD_EXAMPLE = HoldView(
    id=5,
    student_id=17,
    username="alice",
    name="Alice Ames",
    reason="Two library books are overdue",
    contact="the library's desk, library@example.edu",
    by="admin",
    since=1_900_000_000,
)
HOLDS_EXAMPLE = HoldPage(
    items=[HOLD_EXAMPLE], total=1, limit=100, offset=0, now=1_900_000_060, time_zone="UTC"
)
NEW_HOLD_EXAMPLE = NewHold(
    students=["alice"], reason=HOLD_EXAMPLE.reason, contact=HOLD_EXAMPLE.contact
)
OWN_HOLDS_EXAMPLE = OwnHolds(
    items=[
        OwnHold(reason=HOLD_EXAMPLE.reason, contact=HOLD_EXAMPLE.contact, since=HOLD_EXAMPLE.since)
    ],
    time_zone="UTC",
)
