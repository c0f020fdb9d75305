"""What the nodes and their users tell each other about waitlists."""

from __future__ import annotations

import msgspec


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on a waitlist.

    Attributes:
        ticket_id: of the request that waits; with `-promoted` after it of the seat it gets.
        instead_of: id of the section given back for the seat.
        since: Unix seconds.
        code, detail, values: why the student was passed over when a seat was free the last time.
        together: sections that are had with it or not at all, itself among them; none where it is
            waited for alone.
        gives: sections of the same plan that are given back for it.
    """

    student_id: int
    ticket_id: str
    instead_of: int | None = None
    since: float
    code: str | None = None
    detail: str | None = None
    values: dict[str, str] = {}
    together: tuple[int, ...] = ()
    gives: tuple[int, ...] = ()


class SectionWaitlist(msgspec.Struct, frozen=True, kw_only=True):
    """Who waits for a section, in order."""

    section_id: int
    places: list[Place]


class PlaceChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A student's place on the waitlist of a section is another one now; 1 is next."""

    section_id: int
    place: int
    of: int
