"""Seats that sections share, and seats that are kept for some students, as nodes tell of them."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from backend.common.parameters import LARGEST_ID
from backend.common.rounds import Moment, Names

MOST_LISTED = 20  # sections that share seats
MOST_RESERVES = 20  # a section
SHARING_REFUSALS = (
    "not_your_section",
    "no_such_section",
    "term_is_scratch",
    "cross_listed_elsewhere",
    "cross_listed_and_kept",
    "cross_listed_holders",
    "invalid_fields",
    "bad_request",
)
KEEPING_REFUSALS = (
    "not_your_section",
    "no_such_section",
    "term_is_scratch",
    "cross_listed_and_kept",
    "invalid_fields",
    "bad_request",
)

Places = Annotated[int, msgspec.Meta(ge=1, le=100_000)]


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A section that shares seats with others."""

    id: int
    course: str
    number: str


class CrossListing(msgspec.Struct, frozen=True, kw_only=True):
    """One class that several courses list, with seats for all of them together.

    Attributes:
        capacity: the seats that its sections share.
        sections: all of them, by course and number.
    """

    capacity: int
    sections: list[Listed]


class KeptSeats(msgspec.Struct, kw_only=True):
    """Seats of a section that are kept for some students.

    Attributes:
        name: whom they are for, such as `first-year students`.
        seats: how many are kept.
        taken: how many of those students hold a seat.
        until: Unix seconds; from then on the rest is for everybody.
        groups, tags: for students of one of the groups and those with one of the tags; students are
            not told.
    """

    id: int
    name: str
    seats: int
    taken: int
    until: float
    groups: list[str] | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET


class WantedListing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """With which other sections a section is to share how many seats."""

    sections: Annotated[
        list[Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]],
        msgspec.Meta(min_length=1, max_length=MOST_LISTED - 1),
    ]
    capacity: Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class WantedReserve(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Seats to be kept; fields as in `KeptSeats`."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    seats: Places
    until: Moment
    groups: Names = []
    tags: Names = []


class WantedReserves(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is to be kept of a section; what was kept before and is not here is not kept."""

    kept: Annotated[list[WantedReserve], msgspec.Meta(max_length=MOST_RESERVES)]


WANTED_LISTING_EXAMPLE = WantedListing(sections=[18], capacity=40)
WANTED_RESERVES_EXAMPLE = WantedReserves(
    kept=[
        WantedReserve(name="first-year students", seats=12, until=1_900_000_000, tags=["freshman"])
    ]
)
