"""Who waits for which section, in memory: loaded with the catalogue, kept right by the feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from backend.common.models import SectionView
from backend.common.waitlist import Place, PlaceChanged, SectionWaitlist
from backend.domain.selection import BY_HAND
from backend.domain.waitlist import Waiting


class OwnPlace(msgspec.Struct, frozen=True, kw_only=True):
    """What a student waits for.

    Attributes:
        ticket_id: of the request that waits.
        place: 1 is next.
        of: how many wait.
        instead_of: id of the section given back for the seat, while it is held.
        since: Unix seconds.
        code, detail, values: why the student was passed over when a seat was free the last time.
        together: ids of sections that are had with it or not at all, itself among them.
        gives: ids of what else is given back for it, while that is held.
    """

    section: SectionView
    ticket_id: str
    place: int
    of: int
    instead_of: int | None = None
    since: float
    code: str | None = None
    detail: str | None = None
    values: dict[str, str] = {}
    together: tuple[int, ...] = ()
    gives: tuple[int, ...] = ()


class Stand(NamedTuple):
    """Where somebody stands; 1 is next."""

    section_id: int
    place: int
    of: int
    entry: Place


class Waits:
    """All waitlists; a preview has them for its `domain.waitlist.Source`."""

    def __init__(self) -> None:
        self._lists: dict[int, list[Place]] = {}
        self._students: dict[int, set[int]] = {}

    def load(self, lists: Iterable[SectionWaitlist]) -> None:
        """Replace everything."""
        self._lists.clear()
        self._students.clear()
        for each in lists:
            self.put(each)

    def put(self, new: SectionWaitlist) -> dict[int, PlaceChanged]:
        """Replace one; whose place is another one now, and whom a seat has passed by."""
        old = {one.student_id: (place, one) for place, one in self._enumerate(new.section_id)}
        for student in old:
            self._students[student].discard(new.section_id)
        self._lists[new.section_id] = new.places
        told = {}
        for place, one in self._enumerate(new.section_id):
            self._students.setdefault(one.student_id, set()).add(new.section_id)
            if old.get(one.student_id) != (place, one):
                told[one.student_id] = PlaceChanged(
                    section_id=new.section_id, place=place, of=len(new.places)
                )
        return told

    def of_student(self, student_id: int) -> list[Stand]:
        """What a student waits for, the longest wait first."""
        found = [
            Stand(section, place, len(self._lists[section]), one)
            for section in self._students.get(student_id, ())
            for place, one in self._enumerate(section)
            if one.student_id == student_id
        ]
        return sorted(found, key=lambda stand: (stand.entry.since, stand.section_id))

    def waiting_in(self, section_id: int) -> list[Waiting]:
        """Who waits for a section; when a ticket was accepted and its number are not known here."""
        return [
            Waiting(
                ticket_id=one.ticket_id,
                number=BY_HAND,
                student_id=one.student_id,
                section_id=section_id,
                instead_of=one.instead_of,
                accepted_at=one.since,
                place=place,
            )
            for place, one in self._enumerate(section_id)
        ]

    def waiting_of(self, student_id: int) -> list[Waiting]:
        """What a student waits for."""
        found = (self.waiting_in(section) for section in self._students.get(student_id, ()))
        return [one for each in found for one in each if one.student_id == student_id]

    def _enumerate(self, section_id: int) -> Iterator[tuple[int, Place]]:
        return iter(enumerate(self._lists.get(section_id, ()), 1))
