"""What the nodes and their users tell each other about exceptions for one student."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from backend.common.rounds import Moment
from backend.common.terms import Why
from backend.domain.permits import KINDS, Kind

PermitState = Literal["open", "used", "revoked", "expired"]
Kinds = Annotated[list[Kind], msgspec.Meta(min_length=1, max_length=len(KINDS))]

GRANT_REFUSALS = (
    "not_your_section",
    "no_such_section",
    "no_such_student",
    "term_is_scratch",
    "permit_exists",
    "permit_not_needed",
    "invalid_fields",
    "bad_request",
)
"""Codes with which a permit is refused to staff."""


class NewPermit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An exception to be granted.

    Attributes:
        student: user name or id of the student.
        kinds: what it lifts: a full section, what has to be passed before, a clash of times, the
            limit of credits.
        until: Unix seconds up to which a request must have been made; None is for ever.
    """

    student: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    kinds: Kinds
    reason: Why
    until: Moment | None = None


class PermitView(msgspec.Struct, kw_only=True):
    """A permit as staff see it; moments are Unix seconds.

    Attributes:
        by: user name of who granted it.
        used_kinds: what it lifted, when it was used.
        left_at: when the seat beyond the capacity that it gave was given back.
    """

    id: int
    section_id: int
    student_id: int
    username: str
    name: str
    kinds: list[Kind]
    reason: str
    until: float | None
    state: PermitState
    by: str
    granted_at: float
    revoked_by: str | None
    revoked_at: float | None
    used_at: float | None
    used_kinds: list[Kind] | None
    ticket_id: str | None
    left_at: float | None


class PermitList(msgspec.Struct, kw_only=True):
    """The permits of a section, the newest first.

    Attributes:
        now: Unix seconds by the server's clock.
        time_zone: of the campus, an IANA name.
    """

    items: list[PermitView]
    now: float
    time_zone: str


class OwnPermit(msgspec.Struct, kw_only=True, frozen=True):
    """A permit that a student can use; `until` is Unix seconds, None is for ever."""

    id: int
    section_id: int
    kinds: list[Kind]
    until: float | None


class OwnPermits(msgspec.Struct, kw_only=True):
    """The permits that a student can use."""

    items: list[OwnPermit]


class PermitsChanged(msgspec.Struct, kw_only=True):
    """What the data node's feed says: these students have other permits now."""

    ids: list[int]


NEW_PERMIT_EXAMPLE = NewPermit(
    student="alice", kinds=["over_capacity"], reason="Needs it to graduate", until=1_900_000_000
)
PERMIT_EXAMPLE = PermitView(
    id=4,
    section_id=17,
    student_id=31,
    username="alice",
    name="Alice Ames",
    kinds=["over_capacity"],
    reason="Needs it to graduate",
    until=1_900_000_000,
    state="open",
    by="turing",
    granted_at=1_899_990_000,
    revoked_by=None,
    revoked_at=None,
    used_at=None,
    used_kinds=None,
    ticket_id=None,
    left_at=None,
)
PERMITS_EXAMPLE = PermitList(items=[PERMIT_EXAMPLE], now=1_899_995_000, time_zone="UTC")
OWN_PERMITS_EXAMPLE = OwnPermits(
    items=[OwnPermit(id=4, section_id=17, kinds=["over_capacity"], until=1_900_000_000)]
)
